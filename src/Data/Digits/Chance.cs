using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>What the painter of digits asks of chance.</summary>
internal static class Chance
{
    /// <summary>A number from an interval, every one as likely.</summary>
    public static double Between(this Generator generator, double low, double high) => low + ((high - low) * generator.NextDouble());
}
