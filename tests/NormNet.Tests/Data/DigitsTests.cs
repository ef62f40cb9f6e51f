using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

[Collection(nameof(Workers))]
public sealed class DigitsTests
{
    [Fact]
    public void A_longer_set_begins_with_the_shorter_one()
    {
        var shorter = Digits.Create<float>(50, seed: 3);
        var longer = Digits.Create<float>(200, seed: 3);

        longer.Take(50).Inputs.AsSpan().SequenceEqual(shorter.Inputs.AsSpan()).ShouldBeTrue();
        longer.Take(50).Labels.AsSpan().SequenceEqual(shorter.Labels.AsSpan()).ShouldBeTrue();
    }

    [Fact]
    public void Any_number_of_threads_makes_the_same_bytes()
    {
        int threads = Workers.Count;
        try
        {
            Workers.Count = 1;
            var alone = Digits.Create<float>(1000, seed: 4);
            Workers.Count = 4;
            var together = Digits.Create<float>(1000, seed: 4);

            together.Inputs.AsSpan().SequenceEqual(alone.Inputs.AsSpan()).ShouldBeTrue();
            together.Labels.AsSpan().SequenceEqual(alone.Labels.AsSpan()).ShouldBeTrue();
        }
        finally
        {
            Workers.Count = threads;
        }
    }

    [Fact]
    public void Training_and_test_set_share_no_picture_and_another_seed_gives_others()
    {
        var (train, test) = Digits.CreateSplit<float>(500, 500, seed: 1);
        var other = Digits.Create<float>(500, seed: 2);

        HashSet<string> pictures = [.. Pictures(train), .. Pictures(test), .. Pictures(other)];

        pictures.Count.ShouldBe(1500);
    }

    [Fact]
    public void Every_digit_is_drawn_about_equally_often()
    {
        int[] counts = new int[10];
        foreach (int label in Digits.Create<float>(4000, seed: 5).Labels.AsSpan())
            counts[label]++;

        // Five deviations of a binomial count: √(4000 · 0.1 · 0.9) = 19.
        foreach (int count in counts)
            count.ShouldBeInRange(400 - 95, 400 + 95);
    }

    [Fact]
    public void Pictures_are_28_by_28_from_0_to_1_and_their_ink_is_in_the_middle()
    {
        var digits = Digits.Create<double>(2000, seed: 6);
        ReadOnlySpan<double> pixels = digits.Inputs.AsSpan();
        double low = 1, high = 0, middle = 0, border = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            (low, high) = (Math.Min(low, pixels[i]), Math.Max(high, pixels[i]));
            int row = i / Digits.Size % Digits.Size, column = i % Digits.Size;
            if (Math.Abs(row - 13.5) < 7 && Math.Abs(column - 13.5) < 7)
                middle += pixels[i] / (14 * 14);
            else
                border += pixels[i] / ((28 * 28) - (14 * 14));
        }

        (low, high).ShouldBe((0, 1));
        digits.SampleShape.ShouldBe(Shape.Of(1, 28, 28));
        digits.ClassCount.ShouldBe(10);
        middle.ShouldBeGreaterThan(2 * border);
    }

    [Fact]
    public void A_linear_classifier_learns_something_and_stays_under_90_percent()
    {
        var (train, test) = Digits.CreateSplit<float>(trainCount: 8_000, testCount: 2_000, seed: 1).Standardize();
        var classifier = new LinearClassifier(Digits.Size * Digits.Size, classes: 10);

        classifier.Train(train, epochs: 4, learningRate: 0.02f);

        classifier.Accuracy(test).ShouldBeInRange(0.75, 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_count_that_cannot_be_made_is_refused(int count) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Digits.Create<float>(count, seed: 1)).Message.ShouldContain($"{count}");

    private static IEnumerable<string> Pictures(DataSet<float> data)
    {
        byte[] bytes = Array.ConvertAll(data.Inputs.AsSpan().ToArray(), value => (byte)Math.Round(255 * value));
        return bytes.Chunk(Digits.Size * Digits.Size).Select(Convert.ToHexString);
    }
}
