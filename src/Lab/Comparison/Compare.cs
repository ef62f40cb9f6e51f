using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>Puts a normalization's gradients beside the tape's and beside finite differences, and says what the difference is.</summary>
public static partial class Compare
{
    /// <summary>
    /// Compares all routes for a layer in its present mode; for a float layer in float, then, from the same numbers, in double.
    /// </summary>
    /// <param name="layer">Any layer of the family. It is not changed.</param>
    /// <param name="x">An input.</param>
    /// <param name="upstream">∂ℓ/∂y; random numbers prove most.</param>
    /// <exception cref="ArgumentException">The layer cannot take such an input, or the shapes differ.</exception>
    public static Comparison Layer<T>(NormalizationLayer<T> layer, Tensor<T> x, Tensor<T> upstream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Case(NormalizationCase<T>.Of(layer, x, upstream));

    /// <summary>Compares all routes for one case; a float one in float, then, from the same numbers, in double.</summary>
    public static Comparison Case<T>(NormalizationCase<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(at);
        PrecisionComparison own = PrecisionComparison.Of(at);
        return typeof(T) == typeof(double) ? new Comparison(own) : new Comparison(own, PrecisionComparison.Of(at.Cast<double>()));
    }

    /// <summary>Compares a backward written by hand with all other routes.</summary>
    /// <example>
    /// <code>
    /// var batchNorm = new BatchNorm&lt;double&gt;(8);
    /// var random = new Generator(seed: 1);
    /// Tensor&lt;double&gt; x = random.Normal&lt;double&gt;([32, 8], mean: 12, deviation: 5);
    /// Tensor&lt;double&gt; upstream = random.Normal&lt;double&gt;([32, 8]);
    /// Console.WriteLine(Compare.Backward("mine", batchNorm, x, upstream, (f, u) =>
    /// {
    ///     Tensor&lt;double&gt; g = u * f.Weight, xhat = f.Normalized;
    ///     return new()
    ///     {
    ///         Input = f.InverseDeviation * (g - f.SumShared(g) / f.Count - xhat * f.SumShared(g * xhat) / f.Count),
    ///         Weight = f.SumToAffine(u * xhat),
    ///         Bias = f.SumToAffine(u),
    ///     };
    /// }));
    /// </code>
    /// </example>
    /// <param name="name">What the table calls it.</param>
    /// <param name="layer">The layer whose backward it is, in its present mode. It is not changed.</param>
    /// <param name="x">An input.</param>
    /// <param name="upstream">∂ℓ/∂y; random numbers prove most.</param>
    /// <param name="backward">From the forward pass and ∂ℓ/∂y to the gradients.</param>
    /// <exception cref="ArgumentException">
    /// The layer cannot take such an input, or a gradient has another number of elements than it should.
    /// </exception>
    public static Comparison Backward<T>(
        string name, NormalizationLayer<T> layer, Tensor<T> x, Tensor<T> upstream, HandWrittenBackward<T> backward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Backward(name, NormalizationCase<T>.Of(layer, x, upstream), backward);

    /// <summary>Compares a backward written by hand with all other routes, on one case.</summary>
    /// <inheritdoc cref="Backward{T}(string, NormalizationLayer{T}, Tensor{T}, Tensor{T}, HandWrittenBackward{T})"
    /// path="/param|/exception"/>
    /// <param name="name"/><param name="at">The case.</param><param name="backward"/>
    public static Comparison Backward<T>(string name, NormalizationCase<T> at, HandWrittenBackward<T> backward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(backward);
        return new Comparison(PrecisionComparison.Of(at, name, backward));
    }
}
