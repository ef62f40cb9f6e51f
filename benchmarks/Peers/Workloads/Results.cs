using NormNet.Tensors;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Copies of the numbers that a workload computed, in order.</summary>
internal sealed class Results
{
    private readonly List<(string Name, float[] Values)> _all = [];

    internal IReadOnlyList<(string Name, float[] Values)> All => _all;

    internal void Add(string name, Tensor<float> values) => _all.Add((name, values.AsSpan().ToArray()));

    internal void Add(string name, torch.Tensor values) => _all.Add((name, values.detach().contiguous().data<float>().ToArray()));

    /// <summary>Adds the gradients of a model as one, so that each is judged by the largest of them.</summary>
    internal void AddTogether(string name, IEnumerable<Tensor<float>> values) =>
        _all.Add((name, [.. values.SelectMany(part => part.AsSpan().ToArray())]));

    /// <inheritdoc cref="AddTogether(string, IEnumerable{Tensor{float}})"/>
    internal void AddTogether(string name, IEnumerable<torch.Tensor> values) =>
        _all.Add((name, [.. values.SelectMany(part => part.detach().contiguous().data<float>().ToArray())]));
}
