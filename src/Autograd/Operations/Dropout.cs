using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x · mask / (1 − p), the mask 0 with probability p and 1 otherwise; ∂ℓ/∂x = ∂ℓ/∂y · mask / (1 − p).</summary>
/// <remarks>Srivastava et al. 2014, scaled in training ("inverted") so that evaluation needs no factor.</remarks>
public sealed class Dropout<T>(double probability, Generator generator) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x · mask / (1 − {FormulaText.Number(probability)})";

    /// <inheritdoc/>
    protected internal override bool Saves => true;

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value;
        var mask = Tensor<T>.Uninitialized(x.Shape);
        var kept = T.CreateTruncating(1 / (1 - probability));
        foreach (ref T value in mask.AsWritableSpan())
            value = generator.NextDouble() < probability ? T.Zero : kept;

        Tensor<T> y = x.Multiply(mask);
        inputs.Save("mask", mask);
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => upstream * node.Saved["mask"];
}
