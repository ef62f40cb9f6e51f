using System.Globalization;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Data;

[Collection(nameof(Workers))]
public sealed class SequencesTests
{
    [Fact]
    public void Sums_are_right_and_written_with_all_their_digits()
    {
        foreach ((string question, string answer) in Read(Sequences.Addition<float>(500, digits: 3, new Generator(seed: 1))))
        {
            question.ShouldMatch(@"^\d{3}\+\d{3}=____$");
            (int.Parse(question[..3], CultureInfo.InvariantCulture) + int.Parse(question[4..7], CultureInfo.InvariantCulture))
                .ShouldBe(int.Parse(answer, CultureInfo.InvariantCulture));
            answer.Length.ShouldBe(4);
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(3, 2)]
    public void Numbers_are_put_in_order(int numbers, int digits)
    {
        foreach ((string question, string answer) in Read(Sequences.Sorting<double>(300, numbers, new Generator(seed: 2), digits)))
        {
            question.ShouldMatch($"^\\d{{{numbers * digits}}}=_{{{numbers * digits}}}$");
            int[] Values(string text) =>
                [.. text.Chunk(digits).Take(numbers).Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
            Values(answer).ShouldBe(Values(question).Order());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Digits_are_written_again(int times)
    {
        foreach ((string question, string answer) in Read(Sequences.Copy<float>(100, length: 6, new Generator(seed: 3), times)))
        {
            question.ShouldMatch($"^\\d{{6}}=_{{{6 * times}}}$");
            answer.ShouldBe(string.Concat(Enumerable.Repeat(question[..6], times)));
        }
    }

    [Fact]
    public void No_question_comes_twice_and_all_of_them_can_be_had()
    {
        Read(Sequences.Addition<float>(100, digits: 1, new Generator(seed: 4))).Distinct().Count().ShouldBe(100);
        Read(Sequences.Copy<float>(1000, length: 3, new Generator(seed: 4))).Distinct().Count().ShouldBe(1000);
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Addition<float>(101, digits: 1, new Generator(seed: 4)))
            .Message.ShouldContain("none comes twice");
    }

    [Fact]
    public void A_longer_set_begins_with_the_shorter_one()
    {
        var shorter = Read(Sequences.Sorting<float>(50, numbers: 4, new Generator(seed: 5)));

        Read(Sequences.Sorting<float>(200, numbers: 4, new Generator(seed: 5))).Take(50).ShouldBe(shorter);
        Read(Sequences.Sorting<float>(50, numbers: 4, new Generator(seed: 6))).ShouldNotBe(shorter);
    }

    [Fact]
    public void One_hot_vectors_say_the_same_and_text_refuses_what_is_none()
    {
        var tasks = Sequences.Addition<float>(20, digits: 2, new Generator(seed: 7));

        var vectors = Sequences.OneHot(tasks);

        vectors.SampleShape.ShouldBe(Shape.Of(9, 13));
        vectors.Inputs.ArgMax(axis: 2).AsSpan().ToArray().ShouldBe(tasks.Inputs.AsSpan().ToArray().Select(value => (int)value));
        vectors.Inputs.AsSpan().ToArray().Sum().ShouldBe(20 * 9);
        vectors.Labels.ShouldBeSameAs(vectors.Labels);
        Should.Throw<ArgumentException>(() => Sequences.Text<float>([1, 13])).Message.ShouldContain("13");
        Should.Throw<ArgumentException>(() => Sequences.Text<double>([0.5])).Message.ShouldContain("0.5");
        Should.Throw<ArgumentException>(() => Sequences.Text<int>([-1])).Message.ShouldContain("-1");
        Should.Throw<ArgumentException>(() => Sequences.OneHot(vectors)).Message.ShouldContain("(9, 13)");
    }

    [Fact]
    public void The_next_value_of_a_sine_wave_follows_from_the_last_two_and_the_speed()
    {
        var waves = Sequences.Sine<double>(200, length: 6, new Generator(seed: 8));

        waves.SampleShape.ShouldBe(Shape.Of(6, 1));
        for (int i = 0; i < waves.Count; i++)
        {
            double At(int t) => t < 6 ? waves.Inputs[i, t, 0] : waves.Targets[i, 0];

            // sin((t+1)ω) = 2·cos ω·sin(tω) − sin((t−1)ω): the same factor in every place.
            int middle = Math.Abs(At(2)) > 0.2 ? 2 : 3;
            double factor = (At(middle + 1) + At(middle - 1)) / At(middle);
            Math.Acos(factor / 2).ShouldBeInRange(0.2, 1);
            At(6).ShouldBe((factor * At(5)) - At(4), 1e-12);
        }
    }

    [Fact]
    public void Noise_is_on_the_inputs_of_a_wave_only()
    {
        var clean = Sequences.Sine<double>(1, length: 1000, new Generator(seed: 9));
        var noisy = Sequences.Sine<double>(1, length: 1000, new Generator(seed: 9), noise: 0.1);

        noisy.Targets[0, 0].ShouldBe(clean.Targets[0, 0]);
        double[] noise = [.. noisy.Inputs.AsSpan().ToArray().Zip(clean.Inputs.AsSpan().ToArray(), (a, b) => a - b)];
        Math.Sqrt(noise.Average(value => value * value)).ShouldBe(0.1, 0.012);
    }

    [Fact]
    public void A_model_learns_labels_of_several_places_and_is_counted_by_their_share()
    {
        var tasks = Sequences.OneHot(Sequences.Copy<float>(400, length: 3, new Generator(seed: 10)));
        var (train, test) = tasks.Split(0.25, new Generator(seed: 11));
        Sequential<float> model = Nn<float>.Sequential(Nn<float>.Flatten(), Nn<float>.Dense(7 * 13, 10 * 3), new Places());
        model.Initialize(new Generator(seed: 12));
        var optimizer = new Adam<float>(model.Parameters(), learningRate: 0.05);
        var trainer = new Trainer<float>(model, optimizer, train, new TrainingPlan { Epochs = 8, BatchSize = 25, Seed = 1 });

        trainer.Train();

        Evaluation evaluation = Evaluation.Of(model, test);
        evaluation.Predictions.Count.ShouldBe(300);
        evaluation.Accuracy!.Value.ShouldBeGreaterThan(0.95);
        trainer.History[^1].TrainAccuracy!.Value.ShouldBeInRange(0.95, 1);
    }

    [Fact]
    public void What_cannot_be_made_is_refused()
    {
        var generator = new Generator(seed: 13);
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Addition<float>(0, 2, generator)).Message.ShouldContain("count");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Addition<float>(1, 0, generator)).Message.ShouldContain("digits");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Addition<float>(1, 19, generator)).Message.ShouldContain("digits");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Sorting<float>(1, 1, generator)).Message.ShouldContain("numbers");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Copy<float>(1, 0, generator)).Message.ShouldContain("length");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Copy<float>(1, 2, generator, times: int.MaxValue))
            .Message.ShouldContain("times");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Sine<float>(1, 0, generator)).Message.ShouldContain("length");
        Should.Throw<ArgumentOutOfRangeException>(() => Sequences.Sine<float>(1, 2, generator, noise: -1)).Message.ShouldContain("noise");
    }

    private static (string Question, string Answer)[] Read<T>(DataSet<T> tasks)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int length = tasks.SampleShape[0], answer = tasks.LabelShape[0];
        return [.. Enumerable.Range(0, tasks.Count).Select(i => (
            Sequences.Text(tasks.Inputs.AsSpan().Slice(i * length, length)),
            Sequences.Text(tasks.Labels.AsSpan().Slice(i * answer, answer))))];
    }

    /// <summary>(N, 30) as (N, 10, 3): scores for each of three places.</summary>
    private sealed class Places : Layer<float>
    {
        public override Variable<float> Forward(Variable<float> input) => input.Reshape(-1, 10, 3);
    }
}
