using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>y = f(x), elementwise: one line of mathematics that the loops of <see cref="Elementwise"/> inline.</summary>
/// <remarks>
/// A lane's result may depend on that lane alone: the loops pad what does not fill a vector, so that f(x[i]) is the same number
/// wherever x[i] stands and however many neighbours it has.
/// </remarks>
public interface IUnaryOperator
{
    /// <summary>f of every lane.</summary>
    static abstract Vector256<T> Apply<T>(Vector256<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>z = f(x, y), elementwise; see <see cref="IUnaryOperator"/>.</summary>
public interface IBinaryOperator
{
    /// <summary>f of every pair of lanes.</summary>
    static abstract Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>w = f(x, y, z), elementwise; see <see cref="IUnaryOperator"/>.</summary>
public interface ITernaryOperator
{
    /// <summary>f of every triple of lanes.</summary>
    static abstract Vector256<T> Apply<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
