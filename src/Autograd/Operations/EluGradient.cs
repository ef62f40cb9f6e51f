using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>
/// z = u where x > 0, else α · eˣ · u: the gradient of the exponential linear unit; by x it is α · eˣ · u · ∂ℓ/∂z where x ≤ 0.
/// </summary>
public sealed class EluGradient<T>(double alpha) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"z = u where x > 0, else {FormulaText.Number(alpha)} · exp(x) · u";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        inputs[0].Value.Apply<ActivationOperators.EluGradient>(inputs[1].Value, T.CreateTruncating(alpha));

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        Variable<T> u = node.Inputs[0], x = node.Inputs[1];
        return input == 0
            ? Apply(upstream, x)
            : Variable<T>.Where(x.Value.LessOrEqual(T.Zero), Apply(u * upstream, x), Tensor<T>.Scalar(0));
    }
}
