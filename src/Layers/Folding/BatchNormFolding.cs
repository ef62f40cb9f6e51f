using System.Numerics;

namespace NormNet.Layers;

/// <summary>Batch normalization in evaluation is y = s·x + t for each channel: a dense layer or convolution in front can do it on the
/// way.</summary>
/// <remarks>
/// With s = γ/√(σ² + ε) of the running statistics, W′ = s·W and b′ = β + s·(b − μ), b being 0 where the layer has no bias. The copy has
/// one layer less for each normalization folded, and gives the original's evaluation output within rounding.
/// </remarks>
public static class BatchNormFolding
{
    /// <summary>An evaluation copy in which each normalization by running statistics is part of the dense layer or convolution that it
    /// reads.</summary>
    /// <param name="model">
    /// The model, in evaluation mode; it stays as it is. <see cref="Sequential{T}"/>, <see cref="Residual{T}"/> and
    /// <see cref="Concatenate{T}"/> are followed to any depth, other layers are copied whole. Reparametrized weights are kept as the
    /// numbers they have now where something is folded into them.
    /// </param>
    /// <param name="keepUnfoldable">Whether a normalization that cannot be folded stays a layer of its own instead of being an
    /// error.</param>
    /// <returns>
    /// A copy in evaluation mode that shares nothing with the model; layers that share a parameter share its copy. A normalization behind
    /// anything else than a dense layer or convolution, such as an activation, a sum or a transposed convolution, stays in it. A dense
    /// layer that took one in accepts inputs (N, features) only: with more axes, channels and features would be two axes.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// A module is in training mode. Or folding would be wrong, or nothing says that it would be right: somebody else reads the layer's
    /// output or uses the layer, the normalization or one of their parameters too, the normalization uses the batch's statistics, their
    /// channels differ, or the normalization is inside a module whose connections are not known. The message names the layer and the
    /// reason.
    /// </exception>
    /// <exception cref="NotSupportedException">A layer cannot be copied.</exception>
    public static Layer<T> FoldBatchNorm<T>(this Layer<T> model, bool keepUnfoldable = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string name, Module<T> module) in model.NamedModules())
        {
            if (module.IsTraining)
            {
                throw new InvalidOperationException(
                    $"FoldBatchNorm: {Named(name, module)} is in training mode, in which the batch's statistics are used. "
                        + "Call Eval() first.");
            }
        }

        model.EnsureInitialized();
        Layer<T> folded = new FoldedCopy<T>(new FoldingPairs<T>(model, keepUnfoldable)).OfModel(model);
        folded.Eval();
        return folded;
    }

    internal static string Named<T>(string name, Module<T> module)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => name.Length == 0 ? $"{module}" : $"{name} {module}";
}
