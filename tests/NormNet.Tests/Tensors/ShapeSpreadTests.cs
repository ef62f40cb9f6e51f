using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public sealed class ShapeSpreadTests
{
    [Fact]
    public void A_spread_shape_gives_its_extents_and_nothing_more()
    {
        Shape sample = [1, 28, 28];

        Shape batch = [64, .. sample];
        Shape outer = [.. sample, 3];

        batch.ShouldBe(Shape.Of(64, 1, 28, 28));
        outer.ShouldBe(Shape.Of(1, 28, 28, 3));
    }

    [Fact]
    public void A_tensor_of_rank_3_is_made_from_matrices()
    {
        var tensor = Tensor<double>.From([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]]);

        tensor.Shape.ShouldBe(Shape.Of(2, 2, 3));
        tensor[1, 0, 2].ShouldBe(9);
    }
}
