using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace NormNet.Optimizers;

/// <summary>Limits on gradients, to be called between the backward pass and the optimizer's step.</summary>
public static class GradientClipping
{
    // PyTorch's: a norm of 0 divides nothing, and a clipped norm is a millionth too small.
    private const double Margin = 1e-6;

    /// <summary>Scales all gradients by one factor where their common norm ‖g‖₂ is too large: g ·= max / (‖g‖₂ + 10⁻⁶).</summary>
    /// <param name="parameters">The parameters; those without a gradient do not count.</param>
    /// <param name="maxNorm">The largest norm that is left alone.</param>
    /// <returns>The norm before.</returns>
    /// <remarks>
    /// Pascanu, Mikolov &amp; Bengio 2013, algorithm 1, with the margin of PyTorch's <c>clip_grad_norm_</c>. A norm that is not finite
    /// leaves all gradients as they are (PyTorch's would become 0 or NaN, and an overflow pass for a step): compare what is returned, or
    /// let a <c>Trainer</c> do so, which then stops before the step.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is not a finite number above 0.</exception>
    public static double ByNorm<T>(IEnumerable<IParameterSet<T>> parameters, double maxNorm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        CheckLimit<T>(maxNorm, nameof(maxNorm));
        Tensor<T>[] gradients = [.. Gradients(parameters)];
        double norm = Norm(gradients), factor = maxNorm / (norm + Margin);
        if (double.IsFinite(norm) && factor < 1)
        {
            foreach (Tensor<T> gradient in gradients)
                TensorPrimitives.Multiply(gradient.AsSpan(), T.CreateTruncating(factor), gradient.AsWritableSpan());
        }

        return norm;
    }

    /// <summary>Limits each element of each gradient: gᵢ = min(max(gᵢ, −limit), limit).</summary>
    /// <param name="parameters">The parameters; those without a gradient do not count.</param>
    /// <param name="limit">The largest size of an element.</param>
    /// <remarks>As PyTorch's <c>clip_grad_value_</c>: ±∞ becomes ±limit, since its direction is known; NaN stays.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not a finite number above 0.</exception>
    public static void ByValue<T>(IEnumerable<IParameterSet<T>> parameters, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        CheckLimit<T>(limit, nameof(limit));
        T most = T.CreateTruncating(limit);
        foreach (Tensor<T> gradient in Gradients(parameters))
            TensorPrimitives.Clamp(gradient.AsSpan(), -most, most, gradient.AsWritableSpan());
    }

    private static IEnumerable<Tensor<T>> Gradients<T>(IEnumerable<IParameterSet<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        parameters.SelectMany(set => set.Parameters).Select(parameter => parameter.Gradient).OfType<Tensor<T>>();

    private static double Norm<T>(Tensor<T>[] gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] norms = new double[gradients.Length];
        Span<T> norm = stackalloc T[1];
        for (int i = 0; i < norms.Length; i++)
        {
            RowNorms.Apply(gradients[i].AsSpan(), gradients[i].Count, norm);
            norms[i] = double.CreateTruncating(norm[0]);
        }

        // Squares of norms may overflow where the norms do not.
        double all = 0;
        RowNorms.Apply<double>(norms, norms.Length, new Span<double>(ref all));
        return all;
    }

    private static void CheckLimit<T>(double limit, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(limit > 0 && T.IsFinite(T.CreateTruncating(limit))))
            throw new ArgumentOutOfRangeException(name, limit, $"GradientClipping: {name} is a finite {typeof(T).Name} above 0.");
    }
}
