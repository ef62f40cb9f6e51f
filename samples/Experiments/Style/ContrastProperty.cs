using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>Contrast and a normalized convolution: IN(conv(a·x)) = IN(conv(x)) for a &gt; 0, without a bias and with ε = 0.</summary>
/// <remarks>
/// A convolution without a bias is linear, so a·x multiplies each feature map by a, and with it the map's mean and deviation.
/// With ε each value differs by the factor √((v + ε)/(v + ε/a²)), v being its map's variance at contrast 1.
/// </remarks>
internal static class ContrastProperty
{
    /// <summary>max |norm(conv(a·x)) − norm(conv(x))| / max |norm(conv(x))|.</summary>
    /// <param name="convolution">Without a bias.</param>
    /// <param name="normalization">In the mode it is to be looked at in.</param>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="factor">a, above 0.</param>
    public static double Difference(Layer<float> convolution, Layer<float> normalization, Tensor<float> x, double factor)
    {
        using var memory = new InferenceScope<float>();
        Tensor<float> one = Result(x), other = Result(x * factor);
        return (other - one).Abs().Max().Item() / one.Abs().Max().Item();

        Tensor<float> Result(Tensor<float> input) => normalization.Forward(convolution.Forward(input)).Value;
    }

    /// <summary>The most that Instance Norm's ε can make of that difference: |√((v + ε)/(v + ε/a²)) − 1| for the least v.</summary>
    /// <param name="convolution">Without a bias.</param>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="factor">a, above 0.</param>
    /// <param name="epsilon">ε, above 0.</param>
    public static double Bound(Layer<float> convolution, Tensor<float> x, double factor, double epsilon)
    {
        using var memory = new InferenceScope<float>();
        double variance = convolution.Forward(x).Value.Variance([2, 3]).Min().Item();
        return Math.Abs(Math.Sqrt((variance + epsilon) / (variance + (epsilon / (factor * factor)))) - 1);
    }
}
