using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Playground;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Playground;

public class DecisionMapTests
{
    private static readonly Square Unit = new(Left: -1, Bottom: -1, Side: 2);

    [Fact]
    public void A_map_has_x_to_the_right_and_y_up_and_is_sure_far_from_the_boundary()
    {
        // Logits (0, 8·(x + 2y)): class 1 where x + 2y is positive.
        DecisionMap map = DecisionMap.Of(Linear(0, 0, 8, 16), Unit, pixels: 20);
        for (int row = 0; row < 20; row++)
        {
            for (int column = 0; column < 20; column++)
            {
                double x = -0.95 + (0.1 * column), y = 0.95 - (0.1 * row), logit = 8 * (x + (2 * y));
                if (Math.Abs(logit) > 1e-3)
                    map.Class(row, column).ShouldBe(logit > 0 ? 1 : 0);

                // 2p − 1 of a logistic unit is tanh of half its logit.
                map.Confidence(row, column).ShouldBe(Math.Abs(Math.Tanh(logit / 2)), 1e-5);
            }
        }
    }

    [Fact]
    public void An_undecided_or_broken_network_is_sure_of_nothing_and_drawn_white()
    {
        foreach (float weight in (float[])[0, float.NaN])
        {
            DecisionMap map = DecisionMap.Of(Linear(weight, weight, weight, weight), Unit, pixels: 2);
            map.Confidence(1, 1).ShouldBe(0);
            (map.Color(1, 1).R, map.Color(1, 1).G, map.Color(1, 1).B).ShouldBe(((byte)255, (byte)255, (byte)255));
        }
    }

    [Fact]
    public void A_square_holds_all_points_and_finds_their_pixels()
    {
        var points = new DataSet<float>(Tensor<float>.From([[0, 0], [4, 1], [2, -1]]), IndexTensor.From([0, 1, 0]));
        Square square = Square.Around(points);
        square.Left.ShouldBe(-0.32, 1e-12);
        square.Right.ShouldBe(4.32, 1e-12);
        ((square.Bottom + square.Top) / 2).ShouldBe(0, 1e-12);
        square.Side.ShouldBe(square.Top - square.Bottom, 1e-12);
        square.Pixel(square.Left, square.Top, 10).ShouldBe((0, 0));
        square.Pixel(square.Right, square.Bottom, 10).ShouldBe((9, 9));
        Tensor<float> grid = square.Grid(10);
        for (int i = 0; i < 100; i++)
            square.Pixel(grid[i, 0], grid[i, 1], 10).ShouldBe((i / 10, i % 10));
    }

    private static Dense<float> Linear(params float[] weights)
    {
        var layer = new Dense<float>(2, 2, bias: false);
        layer.Initialize(new Generator(seed: 1));
        weights.CopyTo(layer.Weight.Value.AsWritableSpan());
        return layer;
    }
}
