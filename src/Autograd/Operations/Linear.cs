using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>y = x·Wᵀ (+ b): x is (…, in), W is (out, in), b is (out), y is (…, out).</summary>
/// <remarks>∂ℓ/∂x = ∂ℓ/∂y·W, ∂ℓ/∂W = (∂ℓ/∂y)ᵀ·x and ∂ℓ/∂b = Σ ∂ℓ/∂y, the leading axes of x and y taken as one.</remarks>
public sealed class Linear<T> : Operation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The operation; it has no constants.</summary>
    public static readonly Linear<T> Instance = new();

    /// <inheritdoc/>
    public override string Formula => "y = x · Wᵀ + b";

    /// <inheritdoc/>
    protected override Tensor<T> Forward(Inputs<T> inputs)
    {
        Tensor<T> x = inputs[0].Value, weight = inputs[1].Value;
        Tensor<T>? bias = inputs.Count > 2 ? inputs[2].Value : null;
        if (weight.Rank != 2 || x.Rank == 0 || x.Shape[-1] != weight.Shape[1])
            throw new ArgumentException(
                $"Linear: an input (…, {(weight.Rank == 2 ? weight.Shape[1] : "in")}) is needed for a weight (out, in) = {weight.Shape}; "
                    + $"got {x.Shape}.");

        int outputs = weight.Shape[0];
        if (bias is not null && !(bias.Rank == 1 && bias.Count == outputs))
            throw new ArgumentException($"Linear: a bias of shape ({outputs}) is needed for a weight {weight.Shape}; got {bias.Shape}.");

        var y = Tensor<T>.Uninitialized(x.Shape.With(-1, outputs));
        var product = new ProductShape(x.Shape.CountOf(0, x.Rank - 1), outputs, weight.Shape[1], TransposeB: true);
        MatrixProduct.Multiply(product, x.AsSpan(), weight.AsSpan(), y.AsWritableSpan(), bias: bias is null ? default : bias.AsSpan());
        return y;
    }

    /// <inheritdoc/>
    protected override Variable<T>? Backward(int input, Node<T> node, Variable<T> upstream)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(upstream);
        Variable<T> rows = AsRows(upstream);
        return input switch
        {
            0 => rows.MatMul(node.Inputs[1]).Reshape(node.Inputs[0].Shape),
            1 => rows.MatMul(AsRows(node.Inputs[0]), transposeA: true),
            _ => rows.Sum(0),
        };
    }

    private static Variable<T> AsRows(Variable<T> x) =>
        x.Value.Rank == 2 ? x : x.Reshape(x.Shape.CountOf(0, x.Value.Rank - 1), x.Shape[-1]);
}
