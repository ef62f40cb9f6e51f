using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Training;

/// <summary>Gradients added up over parts of a batch against those of the batch.</summary>
public sealed class MicroBatchTests
{
    private const double Bound = 1e-10;

    public static TheoryData<string> EachSampleOnItsOwn => ["layer", "group", "instance", "rms", "none"];

    [Theory]
    [MemberData(nameof(EachSampleOnItsOwn))]
    public void Normalizations_of_each_sample_train_as_with_the_whole_batch(string norm)
    {
        Distance(norm, parts: 4, dropLast: true).ShouldBeLessThan(Bound);
        Distance(norm, parts: 4, dropLast: false).ShouldBeLessThan(Bound);
        Distance(norm, parts: 8, dropLast: true).ShouldBeLessThan(Bound);
    }

    [Fact]
    public void Batch_normalization_does_not_and_counts_every_part()
    {
        Distance("batch", parts: 4, dropLast: true).ShouldBeGreaterThan(1e-3);
        long whole = Train("batch", parts: 1, dropLast: true).Counters()[0].Value;
        Train("batch", parts: 4, dropLast: true).Counters()[0].Value.ShouldBe(4 * whole);
    }

    [Fact]
    public void Steps_epochs_and_figures_are_those_of_the_whole_batch()
    {
        History whole = NewTrainer(Model("layer"), parts: 1, dropLast: false).Train();
        Trainer<double> trainer = NewTrainer(Model("layer"), parts: 4, dropLast: false);
        History parts = trainer.Train();

        trainer.Step.ShouldBe(2 * 6);
        parts.Select(record => record.Step).ShouldBe(whole.Select(record => record.Step));
        for (int i = 0; i < whole.Count; i++)
        {
            parts[i].TrainLoss.ShouldBe(whole[i].TrainLoss, Bound);
            parts[i].TrainAccuracy.ShouldBe(whole[i].TrainAccuracy);
        }
    }

    [Fact]
    public void Clipping_sees_the_sum_of_the_parts()
    {
        Sequential<double> whole = Model("layer"), parts = Model("layer");
        NewTrainer(whole, parts: 1, dropLast: true, maxNorm: 0.05).Train();
        NewTrainer(parts, parts: 4, dropLast: true, maxNorm: 0.05).Train();
        Distance(whole, parts).ShouldBeLessThan(Bound);
    }

    [Fact]
    public void A_loss_that_is_not_finite_in_a_later_part_leaves_the_model_as_it_was_before_the_step()
    {
        Sequential<double> model = Model("batch");
        int calls = 0;
        var plan = new TrainingPlan { BatchSize = 8, MicroBatches = 4 };
        var trainer = new Trainer<double>(model, new Sgd<double>(model.Parameters(), 0.1), SmallTraining.Data<double>(), plan)
        {
            Loss = (outputs, batch) => (++calls > 6 ? double.NaN : 1.0) * Losses.CrossEntropy(outputs, batch.Labels),
        };
        Should.Throw<NonFiniteException>(() => trainer.Train()).Message.ShouldContain("Step 2 of");

        trainer.Step.ShouldBe(1);
        model.Counters()[0].Value.ShouldBe(4);
        model.Parameters().ShouldAllBe(parameter => parameter.Gradient!.AsSpan().ToArray().All(value => value == 0));
    }

    [Fact]
    public void A_batch_that_cannot_be_cut_evenly_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new TrainingPlan { MicroBatches = 0 });
        Should.Throw<ArgumentException>(() => new TrainingPlan { BatchSize = 10, MicroBatches = 4 }.StepsPerEpoch(100)).Message
            .ShouldContain("10 cannot be cut into 4");
    }

    private static double Distance(string norm, int parts, bool dropLast) =>
        Distance(Train(norm, 1, dropLast), Train(norm, parts, dropLast));

    private static double Distance(Sequential<double> a, Sequential<double> b) => a.Parameters().Zip(b.Parameters())
        .SelectMany(pair => pair.First.Value.AsSpan().ToArray().Zip(pair.Second.Value.AsSpan().ToArray()))
        .Max(values => Math.Abs(values.First - values.Second));

    private static Sequential<double> Train(string norm, int parts, bool dropLast)
    {
        Sequential<double> model = Model(norm);
        NewTrainer(model, parts, dropLast).Train();
        return model;
    }

    private static Trainer<double> NewTrainer(Sequential<double> model, int parts, bool dropLast, double? maxNorm = null) =>
        new(
            model,
            new Sgd<double>(model.Parameters(), learningRate: 0.1, momentum: 0.9),
            SmallTraining.Data<double>(),
            new TrainingPlan { Epochs = 2, BatchSize = 8, MicroBatches = parts, DropLast = dropLast, Seed = 5 })
        {
            MaxGradientNorm = maxNorm,
        };

    private static Sequential<double> Model(string norm)
    {
        // An image of 8 channels and 4 places for the normalizations that need places.
        Layer<double> normalization = norm switch
        {
            "layer" => LayerNorm([8, 2, 2]),
            "group" => GroupNorm(2, 8),
            "instance" => InstanceNorm(8, weight: true, bias: true),
            "rms" => RmsNorm([8, 2, 2]),
            "batch" => BatchNorm(8),
            _ => Sequential(),
        };
        Sequential<double> model = Sequential(Dense(2, 32), new AsImages(), normalization, Tanh(), Flatten(), Dense(32, 3));
        model.Initialize(new Generator(seed: 1));
        return model;
    }

    private sealed class AsImages : Layer<double>
    {
        protected override Variable<double> ForwardCore(Variable<double> input) => input.Reshape(-1, 8, 2, 2);
    }
}
