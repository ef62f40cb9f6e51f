using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = (Φ(x) + x · φ(x)) · u, the gradient of x · Φ(x); ∂ℓ/∂x = (2 − x²) · φ(x) · u · ∂ℓ/∂z, ∂ℓ/∂u as z from ∂ℓ/∂z.</summary>
public sealed class GeluGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly GeluGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = gelu′(x) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[1].Value.Apply<ActivationOperators.GeluGradient>(inputs[0].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        return input == 1 ? Apply(x, upstream) : upstream * node.Inputs[1] * SecondDerivative(x);
    }

    private static Variable<T> SecondDerivative(Variable<T> x)
    {
        Variable<T> square = x * x;
        return 0.39894228040143268 * (-0.5 * square).Exp() * (2.0 - square);
    }
}
