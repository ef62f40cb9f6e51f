using System.Numerics;
using NormNet.Tensors;
using static NormNet.Tests.Tensors.RandomTensors;

namespace NormNet.Tests.Tensors;

/// <summary>Results are the same bits for any number of workers.</summary>
[Collection(nameof(Workers))]
public abstract class ThreadCountTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _before = Workers.Count;

    public void Dispose()
    {
        Workers.Count = _before;
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Tensor_methods_give_the_same_bits_for_one_two_and_three_workers()
    {
        var random = new Random(1);
        Tensor<T> x = Make<T>(random, [64, 12, 331]), flat = x.Reshape(-1);
        Tensor<T> channel = Make<T>(random, [12, 1]), row = Make<T>(random, [331]), logits = x.Slice(.., ..1).Reshape(64, 331);
        var labels = IndexTensor.From([.. Enumerable.Range(0, 64).Select(i => i % 331)]);
        IndexTensor words = IndexTensor.From([.. Enumerable.Range(0, 5000).Select(i => i * i % 40)]);
        Tensor<T> embedded = Make<T>(random, [5000, 96]), columns = Make<T>(random, [600, 331]);
        IndexTensor places = IndexTensor.Wrap([.. Enumerable.Range(0, 600 * 331).Select(i => i * 7 % 40)], [600, 331]);
        Func<Tensor<T>>[] operations =
        [
            () => x.Exp(), () => x.Tanh(), () => x + channel, () => x * row, () => x.Sigmoid() / x,
            () => flat.Sum(), () => x.Sum([0]), () => x.Sum([2]), () => x.Sum([0, 2]), () => x.Mean([1]), () => x.Variance([0, 2]),
            () => x.Max([0]), () => x.Max([2]), () => x.Softmax(), () => x.LogSoftmax(1), () => x.Transpose(0, 2), () => x.Permute(1, 0, 2),
            () => x.Slice(2, 3, 100, 3), () => x.SumTo([12, 1]), () => CrossEntropyKernel.Forward(logits, labels, out _, out _),
            () => embedded.IndexAdd([40, 96], 0, words), () => columns.ScatterAdd([40, 331], 0, places), () => x.IndexSelect(2, words),
            () => x.CumulativeSum(1), () => x.Norm(2, [0, 2]), () => x.LogSumExp([1]), () => x.TopK(5, 1).Values, () => x.Erf(),
        ];

        for (int i = 0; i < operations.Length; i++)
        {
            Workers.Count = 1;
            double[] expected = operations[i]().ToDoubles();
            for (int threads = 2; threads <= 3; threads++)
            {
                Workers.Count = threads;
                operations[i]().ToDoubles().SequenceEqual(expected).ShouldBeTrue($"operation {i} with {threads} workers");
            }
        }
    }
}

public sealed class ThreadCountTestsSingle : ThreadCountTests<float>;

public sealed class ThreadCountTestsDouble : ThreadCountTests<double>;
