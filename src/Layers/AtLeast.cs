using System.Runtime.CompilerServices;

namespace NormNet.Layers;

/// <summary>Checks that give the checked value back, for constructors that hand it on to their base.</summary>
internal static class AtLeast
{
    internal static int One(int value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
