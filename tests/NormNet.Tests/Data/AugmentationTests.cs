using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Training;
using NormNet.Training;

namespace NormNet.Tests.Data;

[Collection(nameof(Workers))]
public sealed class AugmentationTests : IDisposable
{
    private const int Count = 40, Height = 4, Width = 5;

    private static readonly Augmentation[] All =
    [
        Augmentation.Shift(2),
        Augmentation.FlipHorizontally(),
        Augmentation.FlipVertically(0.3),
        Augmentation.Crop(3, 4),
        Augmentation.Noise(0.1),
    ];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Images of two planes whose every value tells its sample and place.</summary>
    private readonly DataSet<double> _images = new(
        Tensor<double>.Wrap([.. Enumerable.Range(0, Count * 2 * Height * Width).Select(i => (double)i)], [Count, 2, Height, Width]),
        IndexTensor.From([.. Enumerable.Range(0, Count)]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sample_depends_on_the_epochs_generator_and_its_position_and_not_on_its_batch()
    {
        var data = _images.Augment(All);

        var small = Collect(data.Batches(3, new Generator(seed: 1).Fork(7)));
        var large = Collect(data.Batches(16, new Generator(seed: 1).Fork(7)));
        var resumed = Collect(data.Batches(3, new Generator(seed: 1).Fork(7), skip: 5));
        var next = Collect(data.Batches(3, new Generator(seed: 1).Fork(8)));

        for (int i = 0; i < Count; i++)
        {
            small[i].ShouldBe(large[i]);
            next[i].ShouldNotBe(small[i]);
        }

        resumed.Count.ShouldBe(Count - 15);
        foreach ((int sample, double[] values) in resumed)
            values.ShouldBe(small[sample]);
    }

    [Fact]
    public void In_its_own_order_a_set_is_left_to_no_chance()
    {
        var cropped = _images.Augment(All);
        var data = _images.Augment(Augmentation.Shift(2), Augmentation.FlipHorizontally(1), Augmentation.Noise(5));

        data.Inputs.AsSpan().ToArray().ShouldBe(_images.Inputs.AsSpan().ToArray());
        Collect(data.Batches(7))[33].ShouldBe(Sample(33));
        cropped.SampleShape.ShouldBe(Shape.Of(2, 3, 4));
        cropped.Inputs.AsSpan()[..4].ToArray().ShouldBe(Sample(0)[..4]);
        cropped.Batches(7).First().Inputs.Shape.ShouldBe(Shape.Of(7, 2, 3, 4));
    }

    [Fact]
    public void A_shift_moves_all_planes_alike_repeats_the_edge_and_reaches_every_offset()
    {
        var seen = new HashSet<(int, int)>();
        foreach (int epoch in Enumerable.Range(0, 20))
        {
            foreach ((int sample, double[] values) in Collect(_images.Augment(Augmentation.Shift(1)).Batches(8, new Generator(epoch))))
                seen.Add(OffsetOf(sample, values, reach: 1).ShouldNotBeNull());
        }

        seen.Count.ShouldBe(9);
    }

    [Fact]
    public void A_shift_wider_than_the_image_leaves_its_edge()
    {
        var data = _images.Augment(Augmentation.Shift(1000));

        foreach ((int sample, double[] values) in Collect(data.Batches(8, new Generator(seed: 2))))
            values.Except(Sample(sample)).ShouldBeEmpty();
    }

    [Fact]
    public void Flips_mirror_each_plane_as_often_as_asked()
    {
        double[] original = Sample(0);
        double[] mirrored = [.. original.Chunk(Width).SelectMany(row => row.Reverse())];
        double[] upsideDown = [.. original.Chunk(Height * Width).SelectMany(plane => plane.Chunk(Width).Reverse().SelectMany(row => row))];

        Collect(_images.Augment(Augmentation.FlipHorizontally(1)).Batches(8, new Generator(seed: 3)))[0].ShouldBe(mirrored);
        Collect(_images.Augment(Augmentation.FlipVertically(1)).Batches(8, new Generator(seed: 3)))[0].ShouldBe(upsideDown);
        var often = Enumerable.Range(0, 25).SelectMany(
            epoch => Collect(_images.Augment(Augmentation.FlipHorizontally(0.3)).Batches(8, new Generator(epoch))));

        // Five deviations of a binomial share of 1,000: √(0.3 · 0.7 / 1000) = 0.0145.
        often.Average(pair => pair.Value.SequenceEqual(Sample(pair.Key)) ? 0.0 : 1.0).ShouldBe(0.3, 0.073);
    }

    [Fact]
    public void A_crop_is_a_part_of_the_image_at_every_place_that_fits()
    {
        var seen = new HashSet<int>();
        foreach (int epoch in Enumerable.Range(0, 10))
        {
            foreach ((int sample, double[] values) in Collect(_images.Augment(Augmentation.Crop(3, 3)).Batches(8, new Generator(epoch))))
            {
                int corner = (int)values[0] - (sample * 2 * Height * Width);
                seen.Add(corner);
                for (int i = 0; i < values.Length; i++)
                    values[i].ShouldBe(values[0] + (i / 9 * Height * Width) + (i / 3 % 3 * Width) + (i % 3));
            }
        }

        seen.Order().ShouldBe([0, 1, 2, 5, 6, 7]);
        _images.Augment(Augmentation.Crop(2, 3)).Inputs[0, 0, 0, 0].ShouldBe(Width + 1);
    }

    [Fact]
    public void Noise_has_its_deviation_and_each_value_its_own()
    {
        double[] noise = [.. Collect(_images.Augment(Augmentation.Noise(0.5)).Batches(8, new Generator(seed: 4)))
            .SelectMany(pair => pair.Value.Zip(Sample(pair.Key), (changed, original) => changed - original))];

        // 1,600 values: the mean's deviation is 0.0125, that of the deviation 0.009.
        noise.Average().ShouldBe(0, 0.05);
        Math.Sqrt(noise.Average(value => value * value)).ShouldBe(0.5, 0.045);
        noise.Distinct().Count().ShouldBe(noise.Length);
    }

    [Fact]
    public void Standardizing_comes_before_and_parts_keep_their_augmentation()
    {
        var augmented = _images.Augment(Augmentation.FlipHorizontally(1));
        var standardized = Standardization.Fit(augmented).Apply(augmented);
        var expected = Standardization.Fit(_images).Apply(_images).Augment(Augmentation.FlipHorizontally(1));

        Collect(standardized.Batches(8, new Generator(seed: 5)))[9].ShouldBe(Collect(expected.Batches(8, new Generator(seed: 5)))[9]);
        Collect(augmented.Split(0.5, new Generator(seed: 6)).Train.Batches(8, new Generator(seed: 5)))
            .ShouldAllBe(pair => pair.Value[0] == Sample(pair.Key)[Width - 1]);
    }

    [Fact]
    public void An_augmentation_of_ones_own_is_a_class()
    {
        var data = _images.Augment(new Darken(), Augmentation.Crop(1, 1));

        foreach ((int sample, double[] values) in Collect(data.Batches(8, new Generator(seed: 7))))
            values.Length.ShouldBe(2, $"sample {sample}");
        Collect(data.Batches(8, new Generator(seed: 7)))[5][1].ShouldBeLessThan(Collect(data.Batches(8))[5][1]);
    }

    [Fact]
    public void Training_resumed_within_an_epoch_ends_with_the_bits_of_the_uninterrupted_one()
    {
        Trainer<double> whole = NewTrainer(atStep: _ => { });
        whole.Train();

        using var cancellation = new CancellationTokenSource();
        Trainer<double> cut = NewTrainer(atStep: step =>
        {
            if (step == 7)
                cancellation.Cancel();
        });
        Should.Throw<OperationCanceledException>(() => cut.Train(cancellationToken: cancellation.Token));
        Trainer<double> resumed = NewTrainer(atStep: _ => { });
        resumed.Resume(_folder["checkpoint"]);
        resumed.Train();

        resumed.Bits().ShouldBeSameBits(whole.Bits());
    }

    [Fact]
    public void What_cannot_be_done_is_refused_with_the_shape()
    {
        var rows = new DataSet<double>(Tensor<double>.Zeros([3, 4]), IndexTensor.From(0, 1, 2));

        Should.Throw<ArgumentException>(() => rows.Augment(Augmentation.Shift(1))).Message.ShouldContain("shape (4) are no images");
        Should.Throw<ArgumentException>(() => rows.Augment(Augmentation.FlipVertically())).Message.ShouldContain("Flip");
        Should.Throw<ArgumentException>(() => _images.Augment(Augmentation.Crop(3, 6))).Message.ShouldContain("3×6");
        Should.Throw<ArgumentException>(() => _images.Augment(Augmentation.Crop(3, 3), Augmentation.Crop(4, 3)))
            .Message.ShouldContain("(2, 3, 3)");
        Should.Throw<ArgumentOutOfRangeException>(() => Augmentation.Shift(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Augmentation.Crop(0, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => Augmentation.FlipHorizontally(1.1)).Message.ShouldContain("between 0 and 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Augmentation.Noise(double.NaN)).Message.ShouldContain("finite");

        var augmented = _images.Augment(Augmentation.Shift(1));
        Should.Throw<InvalidOperationException>(() => augmented.Map([1], (_, _) => { })).Message.ShouldContain("comes last");
        Should.Throw<InvalidOperationException>(() => DataSet<double>.Concatenate(_images, augmented)).Message.ShouldContain("comes last");
    }

    private Trainer<double> NewTrainer(Action<int> atStep)
    {
        Sequential<double> model = Nn<double>.Sequential(Nn<double>.Flatten(), Nn<double>.Dense(2 * 3 * 4, Count));
        model.Initialize(new Generator(seed: 8));
        DataSet<double> data = Standardization.Fit(_images).Apply(_images).Augment(All);
        return new Trainer<double>(model, SmallTraining.Optimizer(model), data, new TrainingPlan { Epochs = 3, BatchSize = 8, Seed = 9 })
        {
            Loss = SmallTraining.LossWith<double>(atStep),
            CheckpointPath = _folder["checkpoint"],
        };
    }

    private double[] Sample(int index) => _images.Inputs.AsSpan().Slice(index * 2 * Height * Width, 2 * Height * Width).ToArray();

    /// <summary>The offset that explains a shifted image, all planes and the repeated edge included.</summary>
    private (int Down, int Right)? OffsetOf(int sample, double[] values, int reach)
    {
        double[] original = Sample(sample);
        for (int down = -reach; down <= reach; down++)
        {
            for (int right = -reach; right <= reach; right++)
            {
                if (Enumerable.Range(0, values.Length).All(i => values[i] == original[Source(i, down, right)]))
                    return (down, right);
            }
        }

        return null;
    }

    private static int Source(int index, int down, int right)
    {
        int plane = index / (Height * Width), row = index / Width % Height, column = index % Width;
        return (((plane * Height) + Math.Clamp(row - down, 0, Height - 1)) * Width) + Math.Clamp(column - right, 0, Width - 1);
    }

    private static Dictionary<int, double[]> Collect(Batches<double> batches)
    {
        var samples = new Dictionary<int, double[]>();
        foreach (var batch in batches)
        {
            int size = batch.Inputs.Count / batch.Count;
            for (int i = 0; i < batch.Count; i++)
                samples.Add(batch.Labels[i], batch.Inputs.AsSpan().Slice(i * size, size).ToArray());
        }

        return samples;
    }

    private sealed class Darken : Augmentation
    {
        public override void Apply<T>(ReadOnlySpan<T> sample, Shape shape, Span<T> result, Generator? chance)
        {
            T factor = T.CreateTruncating(chance?.NextDouble() ?? 1);
            for (int i = 0; i < sample.Length; i++)
                result[i] = factor * sample[i];
        }
    }
}
