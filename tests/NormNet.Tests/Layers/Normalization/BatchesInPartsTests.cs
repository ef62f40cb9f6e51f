using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>A batch passed in parts, or a layer passed twice in a step: what is the same and what is not.</summary>
public sealed class BatchesInPartsTests
{
    private readonly Generator _generator = new(seed: 51);

    [Fact]
    public void Gradients_accumulated_over_parts_are_those_of_the_whole_where_samples_are_alone()
    {
        foreach (NormalizationLayer<double> layer in new NormalizationLayer<double>[]
            { new LayerNorm<double>([4, 3]), new GroupNorm<double>(2, 4), new InstanceNorm<double>(4, weight: true, bias: true), new RmsNorm<double>([3]) })
        {
            (double[] whole, double[] parts) = WholeAndParts(layer);
            whole.Zip(parts, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12, $"{layer}");
        }
    }

    [Fact]
    public void Under_batch_normalization_they_are_others_and_every_part_is_followed()
    {
        var layer = new BatchNorm<double>(4);
        (double[] whole, double[] parts) = WholeAndParts(layer);
        whole.Zip(parts, (a, b) => Math.Abs(a - b)).Max().ShouldBeGreaterThan(0.01);
        layer.Running!.Batches.ShouldBe(1 + 2);

        layer.Freeze();
        (whole, parts) = WholeAndParts(layer);
        whole.Zip(parts, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Two_passes_of_one_step_are_followed_twice_unless_told_otherwise_and_both_have_their_gradients()
    {
        var layer = new BatchNorm<double>(3);
        Tensor<double> first = _generator.Normal<double>([6, 3], mean: 1), second = _generator.Normal<double>([5, 3]);
        Tensor<double> u1 = _generator.Normal<double>([6, 3]), u2 = _generator.Normal<double>([5, 3]);
        double[] Alone(Tensor<double> x, Tensor<double> u)
        {
            using var tape = Tape<double>.Record();
            Variable<double> input = tape.Input(x);
            return [.. tape.Gradients(((BatchNorm<double>)layer.Clone()).Forward(input), [input], u)[0].Value.AsSpan()];
        }

        double[] expected = [.. Alone(first, u1), .. Alone(second, u2)];
        using var tape = Tape<double>.Record();
        Variable<double> a = tape.Input(first), b = tape.Input(second);
        Variable<double> ya = layer.Forward(a);
        layer.Running!.Batches.ShouldBe(1);
        layer.UpdatesStatistics = false;
        Variable<double> yb = layer.Forward(b);
        layer.Running.Batches.ShouldBe(1);

        Variable<double>[] gradients = tape.Gradients((ya * u1).Sum() + (yb * u2).Sum(), [a, b]);
        ((double[])[.. gradients[0].Value.AsSpan(), .. gradients[1].Value.AsSpan()]).ShouldBe(expected);
    }

    /// <summary>∂ℓ/∂γ and ∂ℓ/∂β of ℓ = Σu·y, of six samples at once and of two and four one after the other.</summary>
    private (double[] Whole, double[] Parts) WholeAndParts(NormalizationLayer<double> layer)
    {
        Tensor<double> x = _generator.Normal<double>([6, 4, 3], mean: 0.5), u = _generator.Normal<double>([6, 4, 3]);
        return (Accumulated((0, 6)), Accumulated((0, 2), (2, 4)));

        double[] Accumulated(params (int Start, int Count)[] parts)
        {
            foreach (Parameter<double> parameter in layer.Parameters())
                parameter.Gradient = null;
            foreach ((int start, int count) in parts)
            {
                using var tape = Tape<double>.Record();
                tape.Backward((layer.Forward(x.Slice(0, start, count)) * u.Slice(0, start, count)).Sum());
            }

            return [.. layer.Parameters().SelectMany(parameter => parameter.Gradient!.AsSpan().ToArray())];
        }
    }
}
