using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>How many inputs one output of a weight has, and how many outputs one input.</summary>
/// <param name="In">The inputs behind one output.</param>
/// <param name="Out">The outputs that one input goes to.</param>
public readonly record struct Fans(int In, int Out)
{
    /// <summary>Of a weight (outputs, inputs, kernel...): inputs × kernel and outputs × kernel, PyTorch's count.</summary>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Fans Of(Shape weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank < 2)
            throw new ArgumentException($"Fans: a weight is (outputs, inputs, kernel...); {weight} has no two fans.", nameof(weight));

        int kernel = weight.CountOf(2, weight.Rank);
        return new Fans(weight[1] * kernel, weight[0] * kernel);
    }

    internal int this[Fan fan] => fan == Fan.In ? In : Out;
}
