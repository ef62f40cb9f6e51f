using System.Numerics;

namespace NormNet.Tensors;

/// <content>Elementwise functions. Those of two tensors broadcast by NumPy's rule, or throw naming both shapes.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>this + other.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast to one.</exception>
    public Tensor<T> Add(Tensor<T> other) => Combine<BinaryOperators.Add>(other, nameof(Add));

    /// <summary>this + c.</summary>
    public Tensor<T> Add(T c) => Combine<BinaryOperators.Add>(c);

    /// <summary>this − other.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Subtract(Tensor<T> other) => Combine<BinaryOperators.Subtract>(other, nameof(Subtract));

    /// <summary>this · other, element by element.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Multiply(Tensor<T> other) => Combine<BinaryOperators.Multiply>(other, nameof(Multiply));

    /// <summary>c · this.</summary>
    public Tensor<T> Multiply(T c) => Combine<BinaryOperators.Multiply>(c);

    /// <summary>this / other, element by element.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Divide(Tensor<T> other) => Combine<BinaryOperators.Divide>(other, nameof(Divide));

    /// <summary>this to the power of a constant.</summary>
    public Tensor<T> Power(T exponent) => Combine<BinaryOperators.Power>(exponent);

    /// <summary>The larger of each pair; NaN where either is NaN.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Maximum(Tensor<T> other) => Combine<BinaryOperators.Maximum>(other, nameof(Maximum));

    /// <summary>The smaller of each pair; NaN where either is NaN.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Minimum(Tensor<T> other) => Combine<BinaryOperators.Minimum>(other, nameof(Minimum));

    /// <summary>1 where this is greater than other, 0 elsewhere and for NaN.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Greater(Tensor<T> other) => Combine<BinaryOperators.Greater>(other, nameof(Greater));

    /// <summary>1 where this is greater than or equal to other, 0 elsewhere and for NaN.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> GreaterOrEqual(Tensor<T> other) => Combine<BinaryOperators.GreaterOrEqual>(other, nameof(GreaterOrEqual));

    /// <summary>1 where the two are equal, 0 elsewhere and for NaN.</summary>
    /// <inheritdoc cref="Add(Tensor{T})" path="/exception"/>
    public Tensor<T> Equal(Tensor<T> other) => Combine<BinaryOperators.Equal>(other, nameof(Equal));

    /// <summary>−this.</summary>
    public Tensor<T> Negate() => Map<UnaryOperators.Negate>();

    /// <summary>|this|.</summary>
    public Tensor<T> Abs() => Map<UnaryOperators.Abs>();

    /// <summary>The sign: −1, 0 or 1.</summary>
    public Tensor<T> Sign() => Map<UnaryOperators.Sign>();

    /// <summary>this².</summary>
    public Tensor<T> Square() => Map<UnaryOperators.Square>();

    /// <summary>√this; NaN below 0.</summary>
    public Tensor<T> Sqrt() => Map<UnaryOperators.Sqrt>();

    /// <summary>1/√this.</summary>
    public Tensor<T> ReciprocalSqrt() => Map<UnaryOperators.ReciprocalSqrt>();

    /// <summary>1/this.</summary>
    public Tensor<T> Reciprocal() => Map<UnaryOperators.Reciprocal>();

    /// <summary>e to the power of this.</summary>
    public Tensor<T> Exp() => Map<UnaryOperators.Exp>();

    /// <summary>The natural logarithm; −∞ at 0 and NaN below.</summary>
    public Tensor<T> Log() => Map<UnaryOperators.Log>();

    /// <summary>The hyperbolic tangent, to the last digits also near 0.</summary>
    public Tensor<T> Tanh() => Map<UnaryOperators.Tanh>();

    /// <summary>1/(1 + e⁻ˣ), without overflow.</summary>
    public Tensor<T> Sigmoid() => Map<UnaryOperators.Sigmoid>();

    /// <summary>max(this, 0).</summary>
    public Tensor<T> Relu() => Map<UnaryOperators.Relu>();

    /// <summary>this += other, in place; the shapes are equal.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void AddInPlace(Tensor<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Shape.Equals(other.Shape))
            throw new ArgumentException($"AddInPlace: a tensor of shape {other.Shape} cannot be added to one of shape {Shape}.", nameof(other));

        Span<T> sum = AsWritableSpan();
        Elementwise.Apply<T, BinaryOperators.Add>(sum, other.AsSpan(), sum);
    }

    private Tensor<T> Map<TOperator>()
        where TOperator : struct, IUnaryOperator
    {
        ReadOnlySpan<T> x = AsSpan();
        Tensor<T> y = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(x, y.AsWritableSpan());
        return y;
    }

    private Tensor<T> Combine<TOperator>(T c)
        where TOperator : struct, IBinaryOperator
    {
        ReadOnlySpan<T> x = AsSpan();
        Tensor<T> y = Uninitialized(Shape);
        Elementwise.Apply<T, TOperator>(x, c, y.AsWritableSpan());
        return y;
    }

    private Tensor<T> Combine<TOperator>(Tensor<T> other, string operation)
        where TOperator : struct, IBinaryOperator
    {
        ArgumentNullException.ThrowIfNull(other);
        Shape shape = Shape.TryBroadcast(Shape, other.Shape)
            ?? throw new ArgumentException($"{operation}: shapes {Shape} and {other.Shape} do not broadcast; each pair of axes, from the last, must be equal or 1.");
        ReadOnlySpan<T> a = AsSpan(), b = other.AsSpan();
        Tensor<T> y = Uninitialized(shape);
        Broadcasting.Apply<T, TOperator>(a, Shape, b, other.Shape, y.AsWritableSpan(), shape);
        return y;
    }
}
