using NormNet.Layers;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class ResidualNetworkTests
{
    private static readonly ResidualNorm[] All =
    [
        ResidualNorm.Batch, ResidualNorm.Layer, ResidualNorm.Instance, ResidualNorm.Group, ResidualNorm.Rms, ResidualNorm.None,
        ResidualNorm.Renorm, ResidualNorm.Ghost,
    ];

    [Fact]
    public void Every_normalization_takes_two_images_a_batch()
    {
        foreach (ResidualNorm norm in All)
        {
            Sequential<float> network = ResidualNetwork.Build(norm, 10, new Generator(1));
            Tensor<float> logits = network.Forward(new Generator(2).Normal<float>([2, 1, 28, 28])).Value;
            logits.Shape.ShouldBe([2, 10]);
            logits.AsSpan().ToArray().ShouldAllBe(value => float.IsFinite(value), norm.Title);
        }
    }

    [Fact]
    public void A_block_begins_as_its_shortcut()
    {
        Sequential<float> network = ResidualNetwork.Build(ResidualNorm.Group, 10, new Generator(1));
        Residual<float>[] blocks = [.. network.Layers.OfType<Residual<float>>()];
        blocks.Length.ShouldBe(3);
        Tensor<float> maps = new Generator(2).Normal<float>([2, 8, 7, 7]);
        blocks[0].Forward(maps).Value.AsSpan().SequenceEqual(maps.AsSpan()).ShouldBeTrue();
        network.Modules().OfType<GroupNorm<float>>().Count(norm => norm.Weight!.Value.AsSpan()[0] == 0).ShouldBe(3);
        network.Modules().OfType<GroupNorm<float>>().Count().ShouldBe(9);
    }

    [Fact]
    public void In_the_last_block_eight_values_share_a_statistic_of_two_images()
    {
        Sequential<float> network = ResidualNetwork.Build(ResidualNorm.Batch, 10, new Generator(1));
        BatchNorm<float> last = network.Modules().OfType<BatchNorm<float>>().Last();
        last.PlanOf([2, 32, 2, 2]).ValuesPerStatistic.ShouldBe(8);
        network[^3].ShouldBeOfType<Relu<float>>();
        Sequential<float> upToBlocks = new([.. network.Layers.SkipLast(2).Select(layer => (Layer<float>)layer.Clone())]);
        upToBlocks.Forward(Tensor<float>.Zeros([2, 1, 28, 28])).Shape.ShouldBe([2, 32, 2, 2]);
    }

    [Fact]
    public void Same_seed_same_convolutions_whatever_normalizes()
    {
        float[][] first = [.. All.Select(norm => ResidualNetwork.Build(norm, 10, new Generator(1))
            .Modules().OfType<Conv2D<float>>().Last().Weight.Value.AsSpan().ToArray())];
        first.ShouldAllBe(weights => weights.SequenceEqual(first[0]));
    }
}
