using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>z = u where x > 0, else a · u: the gradient of the leaky rectifier. ∂ℓ/∂u likewise; ∂ℓ/∂a = Σ u · ∂ℓ/∂z over x ≤ 0.</summary>
public sealed class LeakyReluGradient<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static readonly LeakyReluGradient<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "z = u where x > 0, else a · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> u = inputs[0].Value, x = inputs[1].Value, a = inputs[2].Value;
        if (a.Count == 1)
            return u.Apply<ActivationOperators.LeakyReluGradient>(x, a.Item());

        Tensor<T> slopes = a.BroadcastTo(x.Shape), z = u.Apply<ActivationOperators.LeakyReluGradient>(x, slopes);
        Tensor<T>.Return(slopes);
        return z;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> u = node.Inputs[0], x = node.Inputs[1], a = node.Inputs[2];
        return input switch
        {
            0 => Apply(upstream, x, a),
            1 => null,
            _ => Variable<T>.Where(x.Value.LessOrEqual(T.Zero), u * upstream, Tensor<T>.Scalar(0)).SumTo(a.Shape),
        };
    }
}
