using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>2-D convolution and its derivatives, on contiguous tensors of the shapes a <see cref="ConvolutionPlan"/> names.</summary>
/// <remarks>
/// <para>
/// The convolution is linear in the input and in the weight, so that the derivatives of the derivatives are again these functions. Forward
/// and input gradient are correlations (<see cref="Correlation{T, V, S}"/>), the weight gradient sums over pixels
/// (<see cref="WeightGradientKernel{T, V, S}"/>). Where the shape suits (<see cref="WinogradTiles.Suit{T}"/>: float, 3×3, stride 1), they
/// are computed by tiles with a quarter of the multiplications (<see cref="WinogradCorrelation{V, S}"/>,
/// <see cref="WinogradWeightGradient{V, S}"/>), and again directly where that result is not finite.
/// </para>
/// <para>Padding counts as real zeros: a weight that is infinite makes them not-a-number.</para>
/// </remarks>
public static unsafe class Convolution
{
    /// <summary>output[n, o] = bias[o] + Σ_c input[n, c] ⋆ weight[o, c].</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="weight">(O, C/groups, KH, KW).</param>
    /// <param name="bias">O values; empty for none.</param>
    /// <param name="output">(N, O, OH, OW), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void Forward<T>(ConvolutionPlan plan, ReadOnlySpan<T> input, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        Require(plan, "input", plan.Input.Count, input.Length);
        Require(plan, "weight", plan.Weight.Count, weight.Length);
        Require(plan, "output", plan.Output.Count, output.Length);
        if (!bias.IsEmpty)
            Require(plan, "bias", plan.Weight[0], bias.Length);

        fixed (T* source = input, filters = weight, start = bias, target = output)
            Correlate(CorrelationGeometry.OfForward(plan), source, filters, start, target);
    }

    /// <summary>∂ℓ/∂input from ∂ℓ/∂output: the correlation of the upstream gradient with the flipped weight.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="weight">(O, C/groups, KH, KW).</param>
    /// <param name="upstream">(N, O, OH, OW).</param>
    /// <param name="gradient">(N, C, H, W), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void InputGradient<T>(ConvolutionPlan plan, ReadOnlySpan<T> weight, ReadOnlySpan<T> upstream, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Transposed(plan, upstream, weight, bias: default, gradient);

    /// <summary>The convolution's transposed map, which is its input gradient, plus a bias: (N, O, OH, OW) to (N, C, H, W).</summary>
    /// <param name="plan">The shapes of the convolution: what it would read is written here.</param>
    /// <param name="source">(N, O, OH, OW).</param>
    /// <param name="weight">(O, C/groups, KH, KW).</param>
    /// <param name="bias">C values; empty for none.</param>
    /// <param name="target">(N, C, H, W), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void Transposed<T>(
        ConvolutionPlan plan, ReadOnlySpan<T> source, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        Require(plan, "weight", plan.Weight.Count, weight.Length);
        Require(plan, "output", plan.Output.Count, source.Length);
        Require(plan, "input", plan.Input.Count, target.Length);
        if (!bias.IsEmpty)
            Require(plan, "bias", plan.Input[1], bias.Length);

        T* flipped = Scratch.Get<T>(ScratchUse.Flipped, plan.Weight.Count);
        fixed (T* from = source, filters = weight, start = bias, to = target)
        {
            Flip(plan, filters, flipped);
            Correlate(CorrelationGeometry.OfInputGradient(plan), from, flipped, start, to);
        }
    }

    /// <summary>∂ℓ/∂weight from ∂ℓ/∂output: for each kernel element, Σ over images and pixels of input times upstream.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="upstream">(N, O, OH, OW).</param>
    /// <param name="gradient">(O, C/groups, KH, KW), overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void WeightGradient<T>(ConvolutionPlan plan, ReadOnlySpan<T> input, ReadOnlySpan<T> upstream, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        Require(plan, "input", plan.Input.Count, input.Length);
        Require(plan, "upstream", plan.Output.Count, upstream.Length);
        Require(plan, "gradient", plan.Weight.Count, gradient.Length);

        fixed (T* source = input, up = upstream, target = gradient)
        {
            CorrelationGeometry geometry = CorrelationGeometry.OfForward(plan);
            if (WinogradTiles.Suit<T>(geometry) && WeightGradientByTiles(geometry, (float*)source, (float*)up, (float*)target))
                return;
            if (Vector512.IsHardwareAccelerated)
                WeightGradientKernel<T, Vector512<T>, Simd512<T>>.Run(geometry, source, up, target);
            else if (Vector256.IsHardwareAccelerated)
                WeightGradientKernel<T, Vector256<T>, Simd256<T>>.Run(geometry, source, up, target);
            else
                WeightGradientKernel<T, Vector128<T>, Simd128<T>>.Run(geometry, source, up, target);
        }
    }

    /// <summary>∂ℓ/∂bias from ∂ℓ/∂output: for each output channel, Σ over images and pixels.</summary>
    /// <param name="plan">The shapes.</param>
    /// <param name="upstream">(N, O, OH, OW).</param>
    /// <param name="gradient">O values, overwritten.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public static void BiasGradient<T>(ConvolutionPlan plan, ReadOnlySpan<T> upstream, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        Require(plan, "upstream", plan.Output.Count, upstream.Length);
        Require(plan, "gradient", plan.Weight[0], gradient.Length);

        (int images, int channels, int pixels) = (plan.Output[0], plan.Output[1], plan.Output[2] * plan.Output[3]);
        int grain = (int)Math.Clamp(32 * 1024L / Math.Max(1L, (long)images * pixels), 1, Math.Max(1, channels));
        fixed (T* source = upstream, target = gradient)
            Workers.For(channels, grain, new ChannelSums<T>(source, target, images, channels, pixels));
    }

    private static void Correlate<T>(CorrelationGeometry geometry, T* source, T* filters, T* bias, T* target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (WinogradTiles.Suit<T>(geometry))
            CorrelateByTiles(geometry, (float*)source, (float*)filters, (float*)bias, (float*)target);
        else if (Vector512.IsHardwareAccelerated)
            Correlation<T, Vector512<T>, Simd512<T>>.Run(geometry, source, filters, bias, target);
        else if (Vector256.IsHardwareAccelerated)
            Correlation<T, Vector256<T>, Simd256<T>>.Run(geometry, source, filters, bias, target);
        else
            Correlation<T, Vector128<T>, Simd128<T>>.Run(geometry, source, filters, bias, target);
    }

    private static void CorrelateByTiles(CorrelationGeometry geometry, float* source, float* filters, float* bias, float* target)
    {
        if (Vector512.IsHardwareAccelerated)
            WinogradCorrelation<Vector512<float>, Simd512<float>>.Run(geometry, source, filters, bias, target);
        else if (Vector256.IsHardwareAccelerated)
            WinogradCorrelation<Vector256<float>, Simd256<float>>.Run(geometry, source, filters, bias, target);
        else
            WinogradCorrelation<Vector128<float>, Simd128<float>>.Run(geometry, source, filters, bias, target);
    }

    /// <summary>Returns whether the gradient is finite and therefore right.</summary>
    private static bool WeightGradientByTiles(CorrelationGeometry geometry, float* source, float* upstream, float* gradient)
    {
        if (Vector512.IsHardwareAccelerated)
            return WinogradWeightGradient<Vector512<float>, Simd512<float>>.Run(geometry, source, upstream, gradient);
        if (Vector256.IsHardwareAccelerated)
            return WinogradWeightGradient<Vector256<float>, Simd256<float>>.Run(geometry, source, upstream, gradient);
        return WinogradWeightGradient<Vector128<float>, Simd128<float>>.Run(geometry, source, upstream, gradient);
    }

    /// <summary>For each group, filters (o, c, kh, kw) to (c, o, KH − 1 − kh, KW − 1 − kw).</summary>
    private static void Flip<T>(ConvolutionPlan plan, T* filters, T* flipped)
        where T : unmanaged
    {
        (int outputs, int inputs, int size) = (plan.Weight[0] / plan.Groups, plan.Weight[1], plan.Weight[2] * plan.Weight[3]);
        for (int group = 0; group < plan.Groups; group++)
        {
            for (int output = 0; output < outputs; output++)
            {
                for (int channel = 0; channel < inputs; channel++, filters += size)
                {
                    T* to = flipped + ((((nint)((group * inputs) + channel) * outputs) + output) * size);
                    for (int i = 0; i < size; i++)
                        to[size - 1 - i] = filters[i];
                }
            }
        }
    }

    private static void Require(ConvolutionPlan plan, string name, int needed, int length)
    {
        if (length != needed)
            throw new ArgumentException($"Convolution {plan}: {name} has {needed} elements, not {length}.");
    }

    /// <summary>Sums of channels: vectors of T over at most 1,024 values, those in double, so that many images lose nothing.</summary>
    private readonly struct ChannelSums<T>(T* source, T* target, int images, int channels, int pixels) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const int Block = 1024;

        public void Run(int start, int end)
        {
            for (int channel = start; channel < end; channel++)
            {
                double sum = 0;
                for (int image = 0; image < images; image++)
                {
                    T* plane = source + (((nint)image * channels) + channel) * pixels;
                    for (int pixel = 0; pixel < pixels; pixel += Block)
                        sum += Sum(plane + pixel, Math.Min(Block, pixels - pixel));
                }

                target[channel] = T.CreateTruncating(sum);
            }
        }

        private static double Sum(T* values, int count)
        {
            Vector256<T> sum0 = default, sum1 = default;
            int i = 0, width = Vector256<T>.Count;
            for (; i <= count - (2 * width); i += 2 * width)
            {
                sum0 += Vector256.Load(values + i);
                sum1 += Vector256.Load(values + i + width);
            }

            T sum = Vector256.Sum(sum0 + sum1);
            for (; i < count; i++)
                sum += values[i];
            return double.CreateTruncating(sum);
        }
    }
}
