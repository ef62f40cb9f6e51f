using System.Numerics;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Stepping;

public abstract class NormalizationUnfoldingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_single_operations_give_the_output_and_the_gradients_of_the_fused_node()
    {
        TapeTrace trace = Tapes.Network<T>();
        TraceStep step = trace.Steps.Single(step => step.Node.Unfolded is not null && step.Direction == StepDirection.Backward);
        TapeTrace inner = step.Node.Unfolded!;
        ShouldAgree(inner.Result.Value, step.Node.Output.Value);
        foreach ((string name, TraceContribution contribution) in new[] { "x", "γ", "β" }.Zip(step.Contributions))
            ShouldAgree(inner.GradientAt(inner.Find(name)!, inner.Steps.Count - 1)!, contribution.Value);
    }

    [Fact]
    public void All_six_gradients_of_the_paper_are_there_and_the_mean_s_is_their_formula()
    {
        TapeTrace inner = Tapes.Network<T>().Nodes.Single(node => node.Unfolded is not null).Unfolded!;
        TraceTensor[] six = [.. new[] { "x̂", "σ²", "μ", "x", "γ", "β" }
            .Select(name => inner.GradientAt(inner.Find(name)!, inner.Steps.Count - 1)!)];
        double[] normalized = six[0].Values.ToArray(), variance = inner.Find("σ²")!.Value.Values.ToArray();

        // Of ∂ℓ/∂μ the part through σ² is zero, since Σ(x − μ) is; what is left is −Σ ∂ℓ/∂x̂/√(σ² + ε).
        for (int feature = 0; feature < 2; feature++)
        {
            double sum = normalized[feature] + normalized[2 + feature] + normalized[4 + feature];
            double expected = -sum / Math.Sqrt(variance[feature] + 1e-5);
            double scale = normalized.Max(Math.Abs) / Math.Sqrt(variance[feature] + 1e-5);
            six[2].Values[feature].ShouldBe(expected, Tolerance.Normalization<T>(10) * scale);
        }
    }

    public static TheoryData<string, string> Family => new()
    {
        { "batch", "x μ σ² x̂ γ β" },
        { "batch in eval", "x x̂ γ β" },
        { "batch, frozen, without γ and β", "x x̂" },
        { "layer", "x μ σ² x̂ γ β" },
        { "instance", "x μ σ² x̂" },
        { "group", "x μ σ² x̂ γ β" },
        { "rms", "x σ² x̂ γ" },
    };

    [Theory]
    [MemberData(nameof(Family))]
    public void Every_member_of_the_family_unfolds_into_what_it_computed_with_a_gradient_for_each_formula(string member, string gradients)
    {
        (Layer<T> layer, Shape shape) = Member(member);
        var random = new Generator(seed: 2);
        foreach (Parameter<T> parameter in layer.Parameters())
            parameter.Value.CopyFrom(random.Uniform<T>(parameter.Value.Shape, low: 0.5, high: 2));
        layer.Forward(random.Normal<T>(shape, mean: 2));
        if (member.Contains("eval", StringComparison.Ordinal))
            layer.Eval();
        if (layer is BatchNorm<T> batchNorm && member.Contains("frozen", StringComparison.Ordinal))
            batchNorm.Freeze();

        using var tape = Tape<T>.Record();
        Variable<T> y = layer.Forward(tape.Input(random.Normal<T>(shape), "x"));
        TapeTrace trace = TapeTrace.Of(tape, y, random.Normal<T>(shape));
        TraceStep step = trace.Steps.Single(step => step.Direction == StepDirection.Backward);
        TapeTrace inner = step.Node.Unfolded!;
        ShouldAgree(inner.Result.Value, step.Node.Output.Value);
        string[] leaves = [.. new[] { "x", "γ", "β" }.Where(name => inner.Find(name) is not null)];
        leaves.Length.ShouldBe(step.Contributions.Count);
        foreach ((string name, TraceContribution contribution) in leaves.Zip(step.Contributions))
            ShouldAgree(inner.GradientAt(inner.Find(name)!, inner.Steps.Count - 1)!, contribution.Value);
        string[] withGradient = ["x", "μ", "σ²", "x̂", "γ", "β"];
        withGradient.Where(name => inner.Find(name) is { RequiresGradient: true }).ShouldBe(gradients.Split(' '));
    }

    private static (Layer<T> Layer, Shape Shape) Member(string name) => name switch
    {
        "layer" => (Nn<T>.LayerNorm(3), [2, 4, 3]),
        "instance" => (Nn<T>.InstanceNorm(4), [2, 4, 3]),
        "group" => (Nn<T>.GroupNorm(2, 4), [2, 4, 3]),
        "rms" => (Nn<T>.RmsNorm(3), [2, 4, 3]),
        "batch, frozen, without γ and β" => (new BatchNorm<T>(4, weight: false, bias: false), [2, 4, 3]),
        _ => (new BatchNorm<T>(4), [2, 4, 3]),
    };

    [Fact]
    public void A_composed_normalization_is_unfolded_already() =>
        Tapes.Network<T>(NormalizationImplementation.Composed).Nodes.ShouldAllBe(node => node.Unfolded == null);

    [Fact]
    public void A_walk_unfolds_in_its_direction_and_stays_where_it_is()
    {
        var stepper = new TraceStepper(Tapes.Network<T>());
        stepper.Unfold().ShouldBeNull("a dense layer has nothing to unfold");
        foreach (StepDirection direction in new[] { StepDirection.Forward, StepDirection.Backward })
        {
            stepper.JumpTo("Normalize").ShouldBeTrue();
            int position = stepper.Position;
            TraceStepper inner = stepper.Unfold()!;
            inner.Current.Direction.ShouldBe(direction);
            (direction == StepDirection.Forward ? inner.Current.Node.Id : inner.Trace.Nodes.Count - 1 - inner.Current.Node.Id).ShouldBe(0);
            inner.JumpTo("σ²").ShouldBeTrue();
            stepper.Position.ShouldBe(position);
        }
    }

    /// <summary>It is computed when it is asked for: the tape is gone by then, its memory used again, its parameters trained.</summary>
    [Fact]
    public void What_the_tape_held_may_change_before_it_is_unfolded()
    {
        BatchNorm<T> norm = Nn<T>.BatchNorm(2);
        Tensor<T> x = Tensor<T>.From([[1, 2], [3, 5], [4, 7]]), y;
        TapeTrace trace;
        using (var tape = Tape<T>.Record())
        {
            Variable<T> output = norm.Forward(tape.Input(x, "x"));
            y = output.Value.Clone();
            trace = TapeTrace.Of(tape, output, Tensor<T>.From([[1, 0], [0, 2], [-1, 1]]));
        }

        norm.Weight!.Value.AsWritableSpan().Fill(T.CreateChecked(100));
        x.AsWritableSpan().Clear();
        TraceNode node = trace.Nodes.Single(node => node.Unfolds);
        ShouldAgree(node.Unfolded!.Result.Value, node.Output.Value);
        node.Unfolded.ShouldBeSameAs(node.Unfolded);
        double.CreateChecked(y.AsSpan()[0]).ShouldBe(node.Output.Value.Values[0]);
    }

    private static void ShouldAgree(TraceTensor got, TraceTensor expected)
    {
        got.Shape.ShouldBe(expected.Shape);
        double scale = double.Max(1, double.Max(Math.Abs(expected.Statistics.Minimum), Math.Abs(expected.Statistics.Maximum)));
        for (int i = 0; i < expected.Values.Length; i++)
            got.Values[i].ShouldBe(expected.Values[i], Tolerance.Normalization<T>(10) * scale);
    }
}

public sealed class NormalizationUnfoldingTestsOfFloat : NormalizationUnfoldingTests<float>;

public sealed class NormalizationUnfoldingTestsOfDouble : NormalizationUnfoldingTests<double>;
