using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x where x > 0, else a · x; ∂ℓ/∂x = ∂ℓ/∂y where x > 0, else a · ∂ℓ/∂y (also at 0); ∂ℓ/∂a = Σ min(x, 0) · ∂ℓ/∂y.</summary>
/// <remarks>
/// The slope a broadcasts to x: a constant (Maas, Hannun &amp; Ng 2013, "Rectifier nonlinearities improve neural network acoustic
/// models"), or learned (He et al. 2015, "Delving deep into rectifiers", §2.1).
/// </remarks>
public sealed class LeakyRelu<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly LeakyRelu<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = x where x > 0, else a · x";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value, a = inputs[1].Value;
        return a.Shape.BroadcastsTo(x.Shape)
            ? x.Apply<ActivationOperators.LeakyRelu>(a)
            : throw new ArgumentException($"LeakyRelu: a slope of shape {a.Shape} does not broadcast to x of shape {x.Shape}.");
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        input == 0
        ? LeakyReluGradient<T>.Instance.Apply(upstream, node.Inputs[0], node.Inputs[1])
        : (upstream * node.Inputs[0].Clamp(high: 0)).SumTo(node.Inputs[1].Shape);
}
