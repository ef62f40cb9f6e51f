using System.Numerics;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Training;

public abstract class MetricTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The identity as a model: each input is its own output.
    private static readonly Sequential<T> Identity = Nn<T>.Sequential();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Top_k_accuracy_is_that_of_sorting_the_outputs(int k)
    {
        Tensor<T> outputs = new Generator(seed: 4).Normal<T>([50, 4]);
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => i % 4)];
        int expected = Enumerable.Range(0, 50).Count(i => Enumerable.Range(0, 4)
            .OrderByDescending(j => outputs[i, j]).Take(k).Contains(labels[i]));

        Evaluation evaluation = Evaluate(new DataSet<T>(outputs, IndexTensor.From(labels)), Metric<T>.TopAccuracy(k));

        evaluation.Metrics[$"top_{k}_accuracy"].ShouldBe(expected / 50.0, 1e-12);
        if (k == 1)
            evaluation.Accuracy!.Value.ShouldBe(expected / 50.0, 1e-12);
    }

    [Fact]
    public void Labels_at_several_places_of_a_sample_count_like_samples_of_their_own()
    {
        Tensor<T> outputs = new Generator(seed: 6).Normal<T>([6, 4, 5]), rows = outputs.Permute(0, 2, 1).Reshape(30, 4);
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => i * 7 % 4)];
        Metric<T>[] metrics = [Metric<T>.TopAccuracy(2), Metric<T>.MacroF1()];

        MetricDictionary places = Evaluation.Of(
            Identity, new DataSet<T>(outputs, IndexTensor.Wrap(labels, [6, 5])), batchSize: 4, metrics: metrics).Metrics;
        MetricDictionary samples = Evaluation.Of(Identity, new DataSet<T>(rows, IndexTensor.From(labels)), metrics: metrics).Metrics;

        places.ShouldBe(samples);
        places["top_2_accuracy"].ShouldBeInRange(0.1, 0.9);
    }

    [Fact]
    public void Of_equal_outputs_the_first_is_the_guess_and_one_that_is_no_number_is_none()
    {
        var data = new DataSet<T>(Tensor<T>.From([[1, 1, 0], [1, 1, 0], [double.NaN, 1, 0]]), IndexTensor.From(0, 1, 0));
        Metric<T> top = Metric<T>.TopAccuracy(1), two = Metric<T>.TopAccuracy(2);
        top.Start();
        two.Start();
        foreach (Batch<T> batch in data.Batches(3))
        {
            top.Add(batch.Inputs, batch);
            two.Add(batch.Inputs, batch);
        }

        top.Value.ShouldBe(1.0 / 3);
        two.Value.ShouldBe(2.0 / 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    public void R_squared_is_one_minus_the_unexplained_share_of_the_variance_whatever_the_batches(int batchSize)
    {
        Tensor<T> targets = new Generator(seed: 1).Normal<T>([40, 2], mean: 100);
        Tensor<T> outputs = targets + new Generator(seed: 2).Normal<T>([40, 2], 0, 0.4);
        double expected = 0;
        for (int j = 0; j < 2; j++)
        {
            double[] wanted = [.. Enumerable.Range(0, 40).Select(i => double.CreateTruncating(targets[i, j]))];
            double[] made = [.. Enumerable.Range(0, 40).Select(i => double.CreateTruncating(outputs[i, j]))];
            expected += MathNet.Numerics.GoodnessOfFit.CoefficientOfDetermination(made, wanted) / 2;
        }

        Evaluate(new DataSet<T>(outputs, targets), Metric<T>.RSquared(), batchSize).Metrics["r2"].ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void R_squared_is_one_for_right_answers_zero_for_the_mean_and_undefined_without_variance()
    {
        Tensor<T> targets = Tensor<T>.From([[1], [2], [6]]);
        RSquared(targets, targets).ShouldBe(1);
        RSquared(Tensor<T>.From([[3], [3], [3]]), targets).ShouldBe(0, 1e-12);
        RSquared(targets, Tensor<T>.From([[2], [2], [2]])).ShouldBe(double.NaN);

        double RSquared(Tensor<T> outputs, Tensor<T> wanted) =>
            Evaluate(new DataSet<T>(outputs, wanted), Metric<T>.RSquared()).Metrics["r2"];
    }

    [Fact]
    public void The_mean_absolute_error_is_over_all_outputs() => Evaluate(
        new DataSet<T>(Tensor<T>.From([[1, 2], [3, 4], [5, 6]]), Tensor<T>.From([[2, 2], [3, 1], [5, 8]])),
        Metric<T>.MeanAbsoluteError(),
        batchSize: 2).Metrics["mean_absolute_error"].ShouldBe(1, 1e-12);

    [Fact]
    public void A_metric_of_ones_own_is_started_anew_and_sees_every_sample_once()
    {
        var counting = new Counting();
        var data = new DataSet<T>(Tensor<T>.Zeros([5, 3]), IndexTensor.From(0, 1, 2, 0, 1));
        Evaluate(data, counting, batchSize: 2).Metrics["samples"].ShouldBe(5);
        Evaluate(data, counting, batchSize: 5).Metrics["samples"].ShouldBe(5);
        counting.Batches.ShouldBe(3 + 1);
    }

    [Fact]
    public void Metrics_of_the_other_kind_of_samples_or_shape_are_errors_that_say_so()
    {
        var labelled = new DataSet<T>(Tensor<T>.Zeros([2, 3]), IndexTensor.From(0, 1));
        var valued = new DataSet<T>(Tensor<T>.Zeros([2, 3]), Tensor<T>.Zeros([2, 3]));
        Error(labelled, Metric<T>.RSquared()).ShouldContain("r2: it is about targets");
        Error(valued, Metric<T>.TopAccuracy(2)).ShouldContain("top_2_accuracy: it is about labels");
        Error(valued, Metric<T>.MacroF1()).ShouldContain("macro_f1");
        Error(labelled, Metric<T>.TopAccuracy(4)).ShouldContain("3 outputs only");
        Error(labelled, new Counting(), new Counting()).ShouldContain("\"samples\" is given to two");
        Should.Throw<ArgumentOutOfRangeException>(() => Metric<T>.TopAccuracy(0));

        // (N) beside (N, 1) would broadcast to (N, N).
        var column = new DataSet<T>(Tensor<T>.Zeros([2]), Tensor<T>.Zeros([2, 1]));
        Should.Throw<ArgumentException>(() => Evaluation.Of(
            Identity, column, (outputs, _) => outputs.Sum(), metrics: [Metric<T>.RSquared()])).Message.ShouldContain("(2, 1)");

        static string Error(DataSet<T> data, params Metric<T>[] metrics) =>
            Should.Throw<ArgumentException>(() => Evaluation.Of(Identity, data, metrics: metrics)).Message;
    }

    [Fact]
    public void Classes_are_summed_over_batches()
    {
        var data = new DataSet<T>(
            Tensor<T>.From([[5, 0, 0], [0, 5, 0], [0, 5, 0], [0, 0, 5], [5, 0, 0]]), IndexTensor.From(0, 1, 2, 2, 1));
        Metric<T> recall = Metric<T>.OfClasses("recall_2", report => report.Classes[2].Scores.Recall);
        Evaluation evaluation = Evaluation.Of(Identity, data, batchSize: 2, metrics: [Metric<T>.MacroF1(), recall]);
        evaluation.Metrics["recall_2"].ShouldBe(0.5);
        evaluation.Metrics["macro_f1"].ShouldBe(evaluation.Report.Macro.F1);
        evaluation.Report.Micro.F1.ShouldBe(evaluation.Accuracy!.Value);
    }

    private static Evaluation Evaluate(DataSet<T> data, Metric<T> metric, int batchSize = 16) =>
        Evaluation.Of(Identity, data, batchSize: batchSize, metrics: [metric]);

    private sealed class Counting : Metric<T>
    {
        private int _samples;

        internal int Batches { get; private set; }

        public override string Name => "samples";

        public override double Value => _samples;

        public override void Start() => _samples = 0;

        public override void Add(Tensor<T> outputs, Batch<T> batch) => (_samples, Batches) = (_samples + batch.Count, Batches + 1);
    }
}

public sealed class MetricTestsInSingle : MetricTests<float>;

public sealed class MetricTestsInDouble : MetricTests<double>;
