using System.Numerics;

namespace NormNet.Tensors;

/// <content>Elementwise functions: x is this tensor; operands of different shapes are repeated by NumPy's rule.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>−x.</summary>
    public Tensor<T> Negate() => Apply<UnaryOperators.Negate>();

    /// <summary>|x|.</summary>
    public Tensor<T> Abs() => Apply<UnaryOperators.Abs>();

    /// <summary>x/|x|; 0 at 0.</summary>
    public Tensor<T> Sign() => Apply<UnaryOperators.Sign>();

    /// <summary>x².</summary>
    public Tensor<T> Square() => Apply<UnaryOperators.Square>();

    /// <summary>√x; NaN below 0.</summary>
    public Tensor<T> Sqrt() => Apply<UnaryOperators.Sqrt>();

    /// <summary>1/√x.</summary>
    public Tensor<T> ReciprocalSqrt() => Apply<UnaryOperators.ReciprocalSqrt>();

    /// <summary>1/x.</summary>
    public Tensor<T> Reciprocal() => Apply<UnaryOperators.Reciprocal>();

    /// <summary>eˣ.</summary>
    public Tensor<T> Exp() => Apply<UnaryOperators.Exp>();

    /// <summary>eˣ − 1, accurate near 0.</summary>
    public Tensor<T> ExpM1() => Apply<UnaryOperators.ExpM1>();

    /// <summary>ln x; −∞ at 0, NaN below.</summary>
    public Tensor<T> Log() => Apply<UnaryOperators.Log>();

    /// <summary>ln(1 + x), accurate near 0.</summary>
    public Tensor<T> LogP1() => Apply<UnaryOperators.LogP1>();

    /// <summary>tanh x, accurate near 0.</summary>
    public Tensor<T> Tanh() => Apply<UnaryOperators.Tanh>();

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public Tensor<T> Sigmoid() => Apply<UnaryOperators.Sigmoid>();

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    public Tensor<T> Relu() => Apply<UnaryOperators.Relu>();

    /// <summary>erf x = (2/√π)·∫₀ˣ e^{−t²} dt, accurate near 0.</summary>
    public Tensor<T> Erf() => Apply<UnaryOperators.Erf>();

    /// <summary>min(max(x, low), high); NaN stays NaN.</summary>
    /// <exception cref="ArgumentException">low is greater than high, or one is NaN.</exception>
    public Tensor<T> Clamp(double low = double.NegativeInfinity, double high = double.PositiveInfinity) => low <= high
        ? Apply<TernaryOperators.Clamp>(T.CreateTruncating(low), T.CreateTruncating(high))
        : throw new ArgumentException($"Clamp: there is nothing between {low} and {high}.", nameof(low));

    /// <summary>x + y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Add(Tensor<T> y) => Apply<BinaryOperators.Add>(y);

    /// <summary>x + y.</summary>
    public Tensor<T> Add(T y) => Apply<BinaryOperators.Add>(y);

    /// <summary>x − y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Subtract(Tensor<T> y) => Apply<BinaryOperators.Subtract>(y);

    /// <summary>x − y.</summary>
    public Tensor<T> Subtract(T y) => Apply<BinaryOperators.Subtract>(y);

    /// <summary>x · y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Multiply(Tensor<T> y) => Apply<BinaryOperators.Multiply>(y);

    /// <summary>x · y.</summary>
    public Tensor<T> Multiply(T y) => Apply<BinaryOperators.Multiply>(y);

    /// <summary>x / y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Divide(Tensor<T> y) => Apply<BinaryOperators.Divide>(y);

    /// <summary>x / y.</summary>
    public Tensor<T> Divide(T y) => Apply<BinaryOperators.Divide>(y);

    /// <summary>xʸ.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Power(Tensor<T> y) => Apply<BinaryOperators.Power>(y);

    /// <summary>xʸ; by multiplication or division where y is 2 or −1.</summary>
    public Tensor<T> Power(T y)
        => y == T.CreateTruncating(2) ? Square() : y == T.NegativeOne ? Reciprocal() : Apply<BinaryOperators.Power>(y);

    /// <summary>The greater of x and y, NaN where either is.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Maximum(Tensor<T> y) => Apply<BinaryOperators.Maximum>(y);

    /// <summary>The greater of x and y, NaN where either is.</summary>
    public Tensor<T> Maximum(T y) => Apply<BinaryOperators.Maximum>(y);

    /// <summary>The lesser of x and y, NaN where either is.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Minimum(Tensor<T> y) => Apply<BinaryOperators.Minimum>(y);

    /// <summary>The lesser of x and y, NaN where either is.</summary>
    public Tensor<T> Minimum(T y) => Apply<BinaryOperators.Minimum>(y);

    /// <summary>1 where x &gt; y, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Greater(Tensor<T> y) => Apply<BinaryOperators.Greater>(y);

    /// <summary>1 where x &gt; y, 0 elsewhere.</summary>
    public Tensor<T> Greater(T y) => Apply<BinaryOperators.Greater>(y);

    /// <summary>1 where x ≥ y, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> GreaterOrEqual(Tensor<T> y) => Apply<BinaryOperators.GreaterOrEqual>(y);

    /// <summary>1 where x ≥ y, 0 elsewhere.</summary>
    public Tensor<T> GreaterOrEqual(T y) => Apply<BinaryOperators.GreaterOrEqual>(y);

    /// <summary>1 where x = y, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Equal(Tensor<T> y) => Apply<BinaryOperators.Equal>(y);

    /// <summary>1 where x = y, 0 elsewhere.</summary>
    public Tensor<T> Equal(T y) => Apply<BinaryOperators.Equal>(y);

    /// <summary>1 where x &lt; y, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> Less(Tensor<T> y) => Apply<BinaryOperators.Less>(y);

    /// <summary>1 where x &lt; y, 0 elsewhere.</summary>
    public Tensor<T> Less(T y) => Apply<BinaryOperators.Less>(y);

    /// <summary>1 where x ≤ y, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> LessOrEqual(Tensor<T> y) => Apply<BinaryOperators.LessOrEqual>(y);

    /// <summary>1 where x ≤ y, 0 elsewhere.</summary>
    public Tensor<T> LessOrEqual(T y) => Apply<BinaryOperators.LessOrEqual>(y);

    /// <summary>1 where x ≠ y, also where either is NaN, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor<T> NotEqual(Tensor<T> y) => Apply<BinaryOperators.NotEqual>(y);

    /// <summary>1 where x ≠ y, also where either is NaN, 0 elsewhere.</summary>
    public Tensor<T> NotEqual(T y) => Apply<BinaryOperators.NotEqual>(y);
}
