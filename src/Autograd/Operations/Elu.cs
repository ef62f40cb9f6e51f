using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x where x > 0, else α · (eˣ − 1); ∂ℓ/∂x = ∂ℓ/∂y where x > 0, else α · eˣ · ∂ℓ/∂y (also at 0).</summary>
/// <remarks>Clevert, Unterthiner &amp; Hochreiter 2016, "Fast and accurate deep network learning by exponential linear units".</remarks>
public sealed class Elu<T>(double alpha) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => $"y = x where x > 0, else {FormulaText.Number(alpha)} · (exp(x) − 1)";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) =>
        inputs[0].Value.Apply<ActivationOperators.Elu>(T.CreateTruncating(alpha));

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) =>
        new EluGradient<T>(alpha).Apply(upstream, node.Inputs[0]);
}
