using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>The gradient check for layers, with everything a layer changes by itself put back between calls.</summary>
public static class LayerGradientCheck
{
    /// <summary>Checks a layer's gradients by its input and by every parameter that requires one.</summary>
    /// <param name="layer">In double precision, in the mode that is to be checked. It is as before afterwards.</param>
    /// <param name="input">Where.</param>
    /// <param name="order">1 for the gradient; 2 for the gradient and the gradient of the gradient.</param>
    /// <param name="generator">Where the upstream gradient comes from; seed 0 if absent.</param>
    public static GradientReport CheckGradients(this Layer<double> layer, Tensor<double> input, int order = 2, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        Variable<double>[] parameters = [.. layer.Parameters().Where(parameter => parameter.RequiresGradient)];
        var before = new TransientState<double>(layer);
        return GradientCheck.Run(layer.Forward, input, order, generator, before.PutBack, parameters);
    }
}
