using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = σ(x) · (1 + x · (1 − σ(x))) · u, the gradient of x · σ(x); ∂ℓ/∂x = σ · (1 − σ) · (2 + x · (1 − 2σ)) · u · ∂ℓ/∂z.</summary>
public sealed class SiluGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly SiluGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = silu′(x) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[1].Value.Apply<ActivationOperators.SiluGradient>(inputs[0].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        return input == 1 ? Apply(x, upstream) : upstream * node.Inputs[1] * SecondDerivative(x);
    }

    private static Variable<T> SecondDerivative(Variable<T> x)
    {
        Variable<T> gate = x.Sigmoid();
        return gate * (-x).Sigmoid() * (2.0 + (x * (1.0 - (2.0 * gate))));
    }
}
