using System.Numerics;
using System.Runtime.CompilerServices;

namespace NormNet.Optimizers;

/// <summary>Checks of an optimizer's settings that give the checked number back.</summary>
internal static class Setting
{
    /// <summary>A number ≥ 0 that is finite in T too: 1e300 is not in single precision.</summary>
    internal static double NotNegative<T>(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value >= 0 && T.IsFinite(T.CreateTruncating(value))
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name}: a finite {typeof(T).Name} of at least 0 is expected.");

    /// <summary>A number from [0, 1): how much of the past is kept.</summary>
    internal static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string? name = null) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name}: a number from 0 up to, but not including, 1 is expected.");
}
