using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Copies of the numbers that a workload computed, in order, each with the difference that rounding explains.</summary>
internal sealed class Results
{
    /// <summary>
    /// The largest difference allowed, as a part of the largest value. Sums of 50,000 floats, which either side adds in its own order,
    /// differ by about 1e-5; what is computed wrongly differs by far more than this.
    /// </summary>
    internal const double Rounding = 1e-4;

    /// <summary>
    /// The same for gradients through ReLU and max pooling. Where two values agree to the last bits, the sides may choose different ones;
    /// one such choice among the n of a channel moves that channel's gradient by about 1/√n, and n is 1,000 and more.
    /// </summary>
    internal const double RoundingAndChoices = 3e-2;

    private readonly List<(string Name, float[] Values, double Bound)> _all = [];

    internal IReadOnlyList<(string Name, float[] Values, double Bound)> All => _all;

    internal void Add(string name, Tensor<float> values) => _all.Add((name, values.AsSpan().ToArray(), Rounding));

    internal void Add(string name, torch.Tensor values) => _all.Add((name, ToArray(values), Rounding));

    /// <summary>Adds a model's gradients as one, so that each is judged by the largest of them; those of the first step only.</summary>
    /// <remarks>Later steps start from weights that differ already. How well their losses agree tells whether these gradients and the update did.</remarks>
    internal void AddGradients(Network network, IEnumerable<Tensor<float>> gradients) =>
        AddGradients(network, gradients.Select(gradient => gradient.AsSpan().ToArray()));

    /// <inheritdoc cref="AddGradients(Network, IEnumerable{Tensor{float}})"/>
    internal void AddGradients(Network network, IEnumerable<torch.Tensor> gradients) => AddGradients(network, gradients.Select(ToArray));

    private void AddGradients(Network network, IEnumerable<float[]> gradients)
    {
        const string Name = "gradients of the first step";
        if (_all.All(result => result.Name != Name))
            _all.Add((Name, [.. gradients.SelectMany(gradient => gradient)], network.IsSmooth ? Rounding : RoundingAndChoices));
    }

    private static float[] ToArray(torch.Tensor values) => values.detach().contiguous().data<float>().ToArray();
}
