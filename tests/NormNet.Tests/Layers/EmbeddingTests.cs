using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public abstract class EmbeddingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Indices_and_whole_numbers_choose_the_same_vectors()
    {
        Embedding<T> table = Nn<T>.Embedding(4, 2);
        table.Weight.Value.CopyFrom(Tensor<T>.From([[0, 1], [10, 11], [20, 21], [30, 31]]));
        Tensor<T> vectors = table.Forward(IndexTensor.From(3, 0, 1, 3).Reshape(2, 2)).Value;
        vectors.Shape.ShouldBe([2, 2, 2]);
        vectors.ToDoubles().ShouldBe([30, 31, 0, 1, 10, 11, 30, 31]);
        Nn<T>.Sequential(table).Forward(Tensor<T>.From([[3, 0], [1, 3]])).Value.ToDoubles().ShouldBe(vectors.ToDoubles());
    }

    [Fact]
    public void A_row_gets_the_sum_of_its_uses_and_a_padding_row_nothing()
    {
        Embedding<T> table = Nn<T>.Embedding(4, 2, padding: 0);
        table.Weight.Value.Slice(0, 0, 1).ToDoubles().ShouldBe([0, 0]);
        table.Weight.Value.AsWritableSpan()[..2].Fill(T.CreateChecked(7));

        using var tape = Tape<T>.Record();
        Variable<T> vectors = table.Forward(IndexTensor.From(0, 2, 2, 0, 1));
        vectors.Value.ToDoubles()[..2].ShouldBe([7, 7]);
        tape.Backward(vectors, Tensor<T>.From([[1, 1], [2, 3], [4, 5], [1, 1], [6, 7]]));
        table.Weight.Gradient!.ToDoubles().ShouldBe([0, 0, 6, 7, 6, 8, 0, 0]);
    }

    [Fact]
    public void Vectors_start_from_the_standard_normal_distribution_or_as_they_were_told()
    {
        Embedding<T> table = Nn<T>.Embedding(200, 50, padding: 3);
        table.Initialize(new Generator(seed: 1));
        double[] drawn = table.Weight.Value.ToDoubles();
        drawn[150..200].ShouldAllBe(value => value == 0);
        drawn.Average().ShouldBe(0, tolerance: 5 / Math.Sqrt(drawn.Length));
        drawn.Average(value => value * value).ShouldBe(199 / 200.0, tolerance: 5 * Math.Sqrt(2.0 / drawn.Length));

        Nn<T>.Sequential(table).Initialize(new Generator(seed: 1), weight: Initializer.Zeros);
        table.Weight.Value.ToDoubles().ShouldBe(drawn);

        var chosen = new Embedding<T>(3, 2) { WeightInitializer = Initializer.Constant(0.5) };
        var clone = (Embedding<T>)chosen.Clone();
        clone.Initialize(new Generator(seed: 1));
        clone.Weight.Value.ToDoubles().ShouldAllBe(value => value == 0.5);
    }

    [Fact]
    public void What_is_no_index_is_refused_with_its_place()
    {
        Embedding<T> table = Nn<T>.Embedding(4, 2);
        Should.Throw<ArgumentException>(() => table.Forward(IndexTensor.From(0, 4))).Message.ShouldContain("index 4 (number 1 of (2))");
        Should.Throw<ArgumentException>(() => table.Forward(IndexTensor.From(-1))).Message.ShouldContain("index -1");
        foreach (double wrong in (double[])[0.5, double.NaN, double.PositiveInfinity, 1e30, -0.25])
            Should.Throw<ArgumentException>(() => table.Forward(Tensor<T>.From([1, wrong]))).Message.ShouldContain("number 1");
        Should.Throw<ArgumentException>(() => table.Forward(Tensor<T>.From([4]))).Message.ShouldContain("4 entries");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Embedding(0, 2)).ParamName.ShouldBe("entries");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Embedding(2, 0)).ParamName.ShouldBe("features");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Embedding(2, 2, padding: 2)).ParamName.ShouldBe("padding");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Embedding(2, 2, padding: -1)).ParamName.ShouldBe("padding");
    }

    [Fact]
    public void A_model_on_top_of_a_table_is_summarized_and_predicts()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Embedding(5, 3), Nn<T>.Flatten(), Nn<T>.Dense(12, 2));
        model.Summary([1, 4]).Parameters.ShouldBe(15 + 26);
        model.Predict(Tensor<T>.From([[0, 1, 2, 3], [4, 4, 4, 4], [1, 0, 1, 0]]), batchSize: 2).Shape.ShouldBe([3, 2]);
        model.StateDict().Keys.ShouldBe(["0.weight", "2.weight", "2.bias"]);
    }
}

public sealed class EmbeddingTestsInSingle : EmbeddingTests<float>;

public sealed class EmbeddingTestsInDouble : EmbeddingTests<double>;
