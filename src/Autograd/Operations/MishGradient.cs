using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = (t + x · d) · u, t = tanh(ln(1 + eˣ)), d = (1 − t²) · σ(x): the gradient of x · t. ∂ℓ/∂x = d · (2 + x · (1 − σ − 2tσ)) · u · ∂ℓ/∂z.
/// </summary>
public sealed class MishGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly MishGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = mish′(x) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[1].Value.Apply<ActivationOperators.MishGradient>(inputs[0].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        return input == 1 ? Apply(x, upstream) : upstream * node.Inputs[1] * SecondDerivative(x);
    }

    private static Variable<T> SecondDerivative(Variable<T> x)
    {
        Variable<T> t = x.Softplus().Tanh(), gate = x.Sigmoid();
        Variable<T> d = (1.0 - (t * t)) * gate;
        return d * (2.0 + (x * (1.0 - gate - (2.0 * t * gate))));
    }
}
