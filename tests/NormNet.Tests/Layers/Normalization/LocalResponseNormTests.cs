using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class LocalResponseNormTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public void It_is_the_papers_loop_with_the_even_sizes_extra_channel_on_the_side_that_was_asked_for(int size, bool extraAfter)
    {
        Shape shape = [2, 6, 3, 3];
        Tensor<double> x = new Generator(seed: 1).Normal<double>(shape);
        Tensor<double> y = Nn<double>.LocalResponseNorm(size, alpha: 0.7, beta: 0.6, k: 1.5, extraAfter).Forward(x).Value;

        // PyTorch pads size/2 zeros before and (size − 1)/2 after; ONNX sums from c − ⌊(size − 1)/2⌋ to c + ⌈(size − 1)/2⌉.
        int before = extraAfter ? (size - 1) / 2 : size / 2, after = size - 1 - before;
        foreach (int[] at in RandomTensors.Indices(shape))
        {
            double sum = 0;
            for (int c = Math.Max(at[1] - before, 0); c <= Math.Min(at[1] + after, 5); c++)
                sum += Math.Pow(x[at[0], c, at[2], at[3]], 2);
            y[at].ShouldBe(x[at] / Math.Pow(1.5 + (0.7 / size * sum), 0.6), 1e-13);
        }
    }

    [Fact]
    public void The_documentations_example_holds()
    {
        Tensor<double> x = Tensor<double>.From([[[1], [2], [3]]]);
        Nn<double>.LocalResponseNorm(2, alpha: 2, beta: 1).Forward(x).Value.AsSpan().ToArray()
            .ShouldBe([1.0 / 2, 2.0 / 6, 3.0 / 14], tolerance: 1e-15);
        Nn<double>.LocalResponseNorm(2, alpha: 2, beta: 1, extraAfter: true).Forward(x).Value.AsSpan().ToArray()
            .ShouldBe([1.0 / 6, 2.0 / 14, 3.0 / 10], tolerance: 1e-15);
    }

    [Fact]
    public void The_size_divides_alpha_unlike_in_the_paper()
    {
        // Krizhevsky et al. with n = 5, α = 1e-4, β = 0.75, k = 2, of five channels that are 100: 2 + 1e-4 · 5 · 10⁴ = 7 in the middle.
        Tensor<double> y = Nn<double>.LocalResponseNorm(5, alpha: 5e-4, k: 2).Forward(Tensor<double>.Full([1, 5, 1], 100)).Value;
        y[0, 2, 0].ShouldBe(100 / Math.Pow(7, 0.75), 1e-10);
        y[0, 0, 0].ShouldBe(100 / Math.Pow(5, 0.75), 1e-10);
    }

    [Fact]
    public void An_empty_batch_has_an_empty_result() =>
        Nn<float>.LocalResponseNorm(5).Forward(Tensor<float>.Zeros([0, 4, 3])).Shape.ShouldBe(Shape.Of(0, 4, 3));
}
