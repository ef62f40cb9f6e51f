using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x, and a function that every gradient passes on its way back: ∂ℓ/∂x = hook(∂ℓ/∂y).</summary>
/// <param name="hook">
/// Is given ∂ℓ/∂y, complete, and returns what flows on: the same variable, or another of its shape made of operations. It is called once
/// in each backward pass that comes through here, on the thread of that pass.
/// </param>
/// <remarks>
/// The value is not copied. A recorded backward pass records the hook's operations too. A result of another shape stops the pass with an
/// <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class GradientHook<T>(Func<Variable<T>, Variable<T>> hook) : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Formula => "y = x, the gradient seen by a hook";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs) => inputs[0].Value;

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream) => hook(upstream);
}
