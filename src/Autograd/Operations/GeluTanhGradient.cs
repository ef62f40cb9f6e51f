using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = (σ(k) + x · σ′(k) · k′) · u, k = 2·√(2/π)·(x + 0.044715x³): the gradient of x · σ(k). ∂ℓ/∂x = (2σ′k′ + x·(σ″k′² + σ′k″)) · u ·
/// ∂ℓ/∂z.
/// </summary>
public sealed class GeluTanhGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly GeluTanhGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = gelutanh′(x) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        inputs[1].Value.Apply<ActivationOperators.GeluTanhGradient>(inputs[0].Value);

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> x = node.Inputs[0];
        return input == 1 ? Apply(x, upstream) : upstream * node.Inputs[1] * SecondDerivative(x);
    }

    private static Variable<T> SecondDerivative(Variable<T> x)
    {
        const double Scale = 1.5957691216057308, Cubic = 0.044715;
        Variable<T> square = x * x, k = Scale * (x * (1.0 + (Cubic * square)));
        Variable<T> slope = Scale * (1.0 + (3 * Cubic * square)), gate = k.Sigmoid(), bend = gate * (-k).Sigmoid();
        return bend * ((2.0 * slope) + (x * ((slope * slope * (1.0 - (2.0 * gate))) + (6 * Scale * Cubic * x))));
    }
}
