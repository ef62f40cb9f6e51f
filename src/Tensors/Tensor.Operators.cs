using System.Numerics;

namespace NormNet.Tensors;

/// <content>The signs of arithmetic. Scalars are converted to <typeparamref name="T"/> once.</content>
public sealed partial class Tensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>x + y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> operator +(Tensor<T> x, Tensor<T> y) => Checked(x).Add(y);

    /// <summary>x + y.</summary>
    public static Tensor<T> operator +(Tensor<T> x, double y) => Checked(x).Add(T.CreateTruncating(y));

    /// <summary>x + y.</summary>
    public static Tensor<T> operator +(double x, Tensor<T> y) => Checked(y).ApplyFrom<BinaryOperators.Add>(T.CreateTruncating(x));

    /// <summary>x − y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> operator -(Tensor<T> x, Tensor<T> y) => Checked(x).Subtract(y);

    /// <summary>x − y.</summary>
    public static Tensor<T> operator -(Tensor<T> x, double y) => Checked(x).Subtract(T.CreateTruncating(y));

    /// <summary>x − y.</summary>
    public static Tensor<T> operator -(double x, Tensor<T> y) => Checked(y).ApplyFrom<BinaryOperators.Subtract>(T.CreateTruncating(x));

    /// <summary>x · y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> operator *(Tensor<T> x, Tensor<T> y) => Checked(x).Multiply(y);

    /// <summary>x · y.</summary>
    public static Tensor<T> operator *(Tensor<T> x, double y) => Checked(x).Multiply(T.CreateTruncating(y));

    /// <summary>x · y.</summary>
    public static Tensor<T> operator *(double x, Tensor<T> y) => Checked(y).ApplyFrom<BinaryOperators.Multiply>(T.CreateTruncating(x));

    /// <summary>x / y.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor<T> operator /(Tensor<T> x, Tensor<T> y) => Checked(x).Divide(y);

    /// <summary>x / y.</summary>
    public static Tensor<T> operator /(Tensor<T> x, double y) => Checked(x).Divide(T.CreateTruncating(y));

    /// <summary>x / y.</summary>
    public static Tensor<T> operator /(double x, Tensor<T> y) => Checked(y).ApplyFrom<BinaryOperators.Divide>(T.CreateTruncating(x));

    /// <summary>−x.</summary>
    public static Tensor<T> operator -(Tensor<T> x) => Checked(x).Negate();

    private static Tensor<T> Checked(Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor;
    }
}
