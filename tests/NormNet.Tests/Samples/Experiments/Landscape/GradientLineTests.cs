using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class GradientLineTests
{
    private readonly Batch<float> _batch;
    private readonly LandscapeNetwork _network = new(inputs: 12, classes: 3, LandscapeNorm.Batch, seed: 1);

    public GradientLineTests()
    {
        var random = new Generator(2);
        var labels = IndexTensor.From([.. Enumerable.Range(0, 16).Select(i => i % 3)]);
        _batch = new DataSet<float>(random.Normal<float>([16, 1, 3, 4]), labels).Batches(16).First();
    }

    [Fact]
    public void A_short_way_lowers_the_loss_by_its_length_times_the_squared_gradient()
    {
        const double Step = 1e-4;
        double squared = SquaredGradient();
        GradientLine line = GradientLine.Of(_network.Model, _batch, [Step]);
        (line.Loss - line.Lowest).ShouldBe(Step * squared, tolerance: 0.05 * Step * squared);
        line.Highest.ShouldBe(line.Lowest);
        line.Smoothness.ShouldBe(line.GradientChange / (Step * Math.Sqrt(squared)), tolerance: 1e-3 * line.Smoothness);
    }

    [Fact]
    public void Farther_ways_widen_the_range_and_leave_the_nearer_ones_in_it()
    {
        GradientLine near = GradientLine.Of(_network.Model, _batch, [0.05, 0.1]);
        GradientLine far = GradientLine.Of(_network.Model, _batch, [0.05, 0.1, 0.4]);
        far.Lowest.ShouldBeLessThanOrEqualTo(near.Lowest);
        far.Highest.ShouldBeGreaterThanOrEqualTo(near.Highest);
        far.GradientChange.ShouldBeGreaterThan(near.GradientChange);
    }

    [Fact]
    public void Weights_statistics_and_gradients_are_afterwards_as_before()
    {
        string before = Text();
        GradientLine.Of(_network.Model, _batch, [0.1, 1e30]).Highest.ShouldBe(double.PositiveInfinity);
        Text().ShouldBe(before);
        foreach (Parameter<float> parameter in _network.Model.Parameters())
            parameter.Gradient!.AsSpan().ToArray().ShouldAllBe(value => value == 0);

        string Text() => string.Join(
            '\n',
            _network.Model.Parameters().Select(parameter => Numbers(parameter.Value))
                .Concat(_network.Model.Buffers().Select(buffer => Numbers(buffer.Value)))
                .Concat(_network.Model.Counters().Select(counter => $"{counter.Value}")));

        static string Numbers(Tensor<float> tensor) => string.Join(' ', tensor.AsSpan().ToArray());
    }

    private double SquaredGradient()
    {
        using var tape = Tape<float>.Record();
        tape.Backward(Losses.CrossEntropy(_network.Model.Forward(_batch.Inputs), _batch.Labels));
        double squared = _network.Model.Parameters().Sum(parameter => parameter.Gradient!.AsSpan().ToArray().Sum(g => (double)g * g));
        foreach (Parameter<float> parameter in _network.Model.Parameters())
            parameter.ZeroGradient();
        return squared;
    }
}
