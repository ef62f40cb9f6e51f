using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>A folded copy computes what the original computes, for every place at which a normalization can stand.</summary>
public abstract class BatchNormFoldingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Generator _generator = new(seed: 19);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_convolution_takes_the_normalization_in_with_and_without_a_bias(bool bias)
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Conv2D(3, 5, kernel: 3, padding: 1, bias: bias), Nn<T>.BatchNorm(5), Nn<T>.Relu());
        Layer<T> folded = Folded(model, [4, 3, 6, 5]);
        folded.ToString().ShouldBe("Sequential(Conv2D(3, 5, kernel: 3, padding: 1), Relu)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_dense_layer_takes_the_normalization_in_with_and_without_a_bias(bool bias)
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(7, 4, bias), Nn<T>.BatchNorm(4, epsilon: 1e-3), Nn<T>.Tanh(), Nn<T>.Dense(4, 2));
        Folded(model, [6, 7]).ToString().ShouldBe("Sequential(Dense(7, 4), Tanh, Dense(4, 2))");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Gamma_and_beta_may_be_missing(bool weight, bool bias)
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Conv2D(2, 4, kernel: 3, stride: 2, dilation: 2, groups: 2), Nn<T>.BatchNorm(4, weight: weight, bias: bias));
        Folded(model, [3, 2, 9, 9]).ToString().ShouldBe("Sequential(Conv2D(2, 4, kernel: 3, stride: 2, dilation: 2, groups: 2))");
    }

    [Fact]
    public void A_convolution_of_sequences_takes_the_normalization_in_and_a_transposed_one_keeps_it_behind()
    {
        Conv1D<T> convolution = Nn<T>.Conv1D(2, 4, kernel: 3, stride: 2, padding: 1, dilation: 2, groups: 2, bias: false);
        Folded(Nn<T>.Sequential(Nn<T>.WeightNorm(convolution), Nn<T>.BatchNorm(4)), [4, 2, 9]).ToString()
            .ShouldBe("Sequential(Conv1D(2, 4, kernel: 3, stride: 2, padding: 1, dilation: 2, groups: 2))");
        Sequential<T> images = Nn<T>.Sequential(Nn<T>.ConvTranspose2D(4, 4, kernel: 2, stride: 2), Nn<T>.BatchNorm(4));
        Folded(images, [3, 4, 3, 3]).ToString().ShouldBe(images.ToString());
    }

    [Fact]
    public void Nested_blocks_are_followed_and_the_summary_shows_fewer_layers()
    {
        Sequential<T> model = Nn<T>.Sequential(
            Nn<T>.Sequential(Nn<T>.Conv2D(1, 4, kernel: 3, padding: 1)), Nn<T>.Sequential(Nn<T>.BatchNorm(4), Nn<T>.Relu()),
            Nn<T>.Residual(
                [Nn<T>.Conv2D(4, 6, kernel: 3, padding: 1, bias: false), Nn<T>.BatchNorm(6), Nn<T>.Relu(), Nn<T>.Conv2D(6, 6, kernel: 1), Nn<T>.BatchNorm(6)],
                shortcut: Nn<T>.Sequential(Nn<T>.Conv2D(4, 6, kernel: 1), Nn<T>.BatchNorm(6))),
            Nn<T>.Concatenate(
                Nn<T>.Sequential(Nn<T>.Conv2D(6, 2, kernel: 1), Nn<T>.BatchNorm(2), Nn<T>.Relu()),
                Nn<T>.Residual(Nn<T>.Conv2D(6, 6, kernel: 3, padding: 1), Nn<T>.BatchNorm(6))),
            Nn<T>.GlobalAveragePool(), Nn<T>.Dropout(0.3), Nn<T>.Dense(8, 5), Nn<T>.BatchNorm(5), Nn<T>.BatchNorm(5));

        Layer<T> folded = Folded(model, [4, 1, 6, 6]);

        folded.Modules().OfType<BatchNorm<T>>().ShouldBeEmpty();
        int before = model.Summary([4, 1, 6, 6]).Rows.Count, after = folded.Summary([4, 1, 6, 6]).Rows.Count;
        (before - after).ShouldBe(8);
    }

    [Fact]
    public void What_stands_behind_anything_else_stays()
    {
        Sequential<T> model = Nn<T>.Sequential(
            Nn<T>.BatchNorm(2), Nn<T>.Conv2D(2, 3, kernel: 1), Nn<T>.Relu(), Nn<T>.BatchNorm(3), Nn<T>.InstanceNorm(3),
            Nn<T>.Residual(Nn<T>.Conv2D(3, 3, kernel: 1)), Nn<T>.BatchNorm(3), Nn<T>.Conv2D(3, 3, kernel: 1), Nn<T>.GroupNorm(1, 3));
        Folded(model, [4, 2, 3, 3]).ToString().ShouldBe(model.ToString());
    }

    [Fact]
    public void Running_statistics_of_any_member_and_of_frozen_ones_are_folded()
    {
        BatchNorm<T> frozen = Nn<T>.BatchNorm(3);
        Sequential<T> model = Nn<T>.Sequential(
            Nn<T>.Conv2D(2, 3, kernel: 1), frozen, Nn<T>.Conv2D(3, 3, kernel: 1),
            Nn<T>.InstanceNorm(3, weight: true, running: RunningStatistics.Keras()));
        Folded(model, [4, 2, 3, 3], () => frozen.Freeze()).Summary([4, 2, 3, 3]).Rows.Count.ShouldBe(2);
    }

    [Fact]
    public void Fixed_numbers_are_folded()
    {
        BatchNorm<T> trained = Nn<T>.BatchNorm(3);
        trained.Forward(_generator.Normal<T>([9, 3], mean: 2, deviation: 3));
        trained.Weight!.Value.CopyFrom(_generator.Normal<T>([3], mean: 1));
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(4, 3), new FrozenBatchNorm<T>(3));
        Folded(model, [6, 4], () => ((Layer<T>)model[1]).LoadStateDict(trained.StateDict())).ToString().ShouldBe("Sequential(Dense(4, 3))");
    }

    [Fact]
    public void A_reparametrized_weight_is_kept_as_the_numbers_it_has()
    {
        Dense<T> dense = Nn<T>.Dense(3, 2);
        dense.Reparametrize(_ => new Doubling());
        Layer<T> folded = Folded(Nn<T>.Sequential(dense, Nn<T>.BatchNorm(2)), [5, 3]);
        folded.NamedParameters().Select(named => named.Name).ShouldBe(["0.weight", "0.bias"]);
    }

    [Fact]
    public void A_normalization_that_is_a_whole_branch_leaves_an_empty_one()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Conv2D(1, 2, kernel: 1), Nn<T>.Concatenate(Nn<T>.BatchNorm(2)));
        Folded(model, [4, 1, 2, 2]).ToString().ShouldBe("Sequential(Conv2D(1, 2, kernel: 1), Concatenate(Sequential()))");
    }

    [Fact]
    public void Layers_that_share_a_parameter_share_it_in_the_copy()
    {
        Dense<T> owner = Nn<T>.Dense(3, 3), inside = Nn<T>.Dense(3, 3), outside = Nn<T>.Dense(3, 3);
        inside.ShareWeight(owner.Weight);
        outside.ShareWeight(owner.Weight);
        Layer<T> folded = Folded(
            Nn<T>.Sequential(Nn<T>.Dense(3, 3), Nn<T>.BatchNorm(3), owner, Nn<T>.Relu(), Nn<T>.Residual(inside, Nn<T>.Relu()), outside), [5, 3]);

        folded.NamedParameters().Select(named => named.Name)
            .ShouldBe(["0.weight", "0.bias", "1.weight", "1.bias", "3.body.0.bias", "4.bias"]);
        Dense<T>[] dense = [.. folded.Modules().OfType<Dense<T>>()];
        dense.Skip(2).ShouldAllBe(layer => ReferenceEquals(layer.Weight, dense[1].Weight));
        folded.LoadStateDict(folded.StateDict());
    }

    /// <summary>A folded copy of a model with trained numbers, held against it; the model must be as before.</summary>
    private Layer<T> Folded(Sequential<T> model, Shape input, Action? before = null)
    {
        model.Initialize(_generator);
        foreach (Parameter<T> parameter in model.Parameters().Where(parameter => parameter.Shape.Rank == 1))
            parameter.Value.CopyFrom(_generator.Normal<T>(parameter.Shape, mean: 0.5));
        for (int i = 0; i < 20; i++)
            model.Forward(_generator.Normal<T>(input, mean: 1, deviation: 2));
        before?.Invoke();
        model.Eval();
        byte[] state = State(model);
        Tensor<T> x = _generator.Normal<T>(input, mean: 1, deviation: 2);

        Layer<T> folded = model.FoldBatchNorm();

        folded.Modules().ShouldAllBe(module => !module.IsTraining);
        Tensor<T> expected = model.Forward(x).Value, y = folded.Forward(x).Value;
        y.Shape.ShouldBe(expected.Shape);
        double scale = 1 + expected.AsSpan().ToArray().Max(value => Math.Abs(double.CreateTruncating(value)));
        for (int i = 0; i < y.Count; i++)
            double.CreateTruncating(y.AsSpan()[i]).ShouldBe(double.CreateTruncating(expected.AsSpan()[i]), Tolerance.Normalization<T>(1) * scale);

        foreach (Parameter<T> parameter in folded.Parameters())
            parameter.Value.AsWritableSpan().Fill(T.One);
        State(model).ShouldBe(state);
        return folded;
    }

    private static byte[] State(Layer<T> layer) => [.. layer.StateDict().Values.SelectMany(tensor => tensor.Bytes.ToArray())];

    /// <summary>Twice the weight.</summary>
    private sealed class Doubling : Layer<T>
    {
        protected override Variable<T> ForwardCore(Variable<T> input) => 2 * input;
    }
}

public sealed class FloatBatchNormFoldingTests : BatchNormFoldingTests<float>;

public sealed class DoubleBatchNormFoldingTests : BatchNormFoldingTests<double>;
