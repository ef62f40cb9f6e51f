using NormNet.Data;
using NormNet.Optimizers;

namespace NormNet.Samples.Experiments;

/// <summary>How the small residual network is trained: Wu &amp; He 2018, §4.1, in the proportions of a small run.</summary>
/// <param name="TrainImages">Images to train on, chosen by the seed.</param>
/// <param name="TestImages">Images to test with, the first of the test set.</param>
/// <param name="Epochs">The same for every batch size.</param>
/// <param name="LastEpochs">Of so many last epochs the median is taken.</param>
internal sealed record ResidualRecipe(int TrainImages, int TestImages, int Epochs, int LastEpochs)
{
    internal const double RateAtUsualBatch = 0.1;
    internal const int UsualBatch = 32;
    internal const double Momentum = 0.9;
    internal const double WeightDecay = 1e-4;
    internal const int ShiftPixels = 2;

    /// <summary>The share of the steps after which batch renormalization begins to correct.</summary>
    internal const double RenormWarmUp = 0.1;

    /// <summary>Images a batch when population statistics are estimated anew.</summary>
    internal const int EstimationBatch = 250;

    private static readonly double[] Drops = [0.3, 0.6, 0.9];

    /// <summary>Samples that pass through a training.</summary>
    internal long Samples => (long)Epochs * TrainImages;

    /// <summary>Linear in the batch.</summary>
    internal static double RateOf(int batch) => RateAtUsualBatch * batch / UsualBatch;

    /// <summary>A tenth of the rate after each of the drops.</summary>
    internal static Schedule ScheduleOf(long steps) => Schedule.MultiStep([.. Drops.Select(share => (long)(share * steps))]);

    /// <summary>The images of a seed, standardized by those to train on, which are shifted by chance.</summary>
    internal DataSplit<float> Data(ImageSets images, int seed)
    {
        (DataSet<float> train, DataSet<float> test) = images.Pixels;
        DataSplit<float> split = new DataSplit<float>(
            SeedImages.Choose(train, TrainImages, seed), test.Take(Math.Min(TestImages, test.Count))).Standardize();
        return new DataSplit<float>(split.Train.Augment(Augmentation.Shift(ShiftPixels)), split.Test);
    }

    /// <summary>What the paper leaves open, or a small run cannot follow.</summary>
    internal IReadOnlyList<string> Choices =>
    [
        "Network: the paper's ResNet-50 on 224×224 photographs is a ResNet of 8 layers with 8, 16, 32 channels on 28×28 digits. Its blocks "
        + "work on maps of 7×7, 4×4 and 2×2, so that few values share a statistic, as the effect of the batch size needs: at 2 images a "
        + "batch, 98 in the first block and 8 in the last.",
        $"Data: {TrainImages:N0} images chosen by the seed, shifted by up to {ShiftPixels} pixels; the error is that on {TestImages:N0} "
        + "test images, in the paper that on ImageNet's validation images.",
        "Optimizer: SGD with momentum 0.9, weight decay 0.0001 on everything, γ and β too, as in the paper; the rate is 0.1·N/32 for N "
        + $"images a batch and falls to a tenth after 30, 60 and 90 % of {Epochs} epochs (paper: of 100). The paper's batch is 8 workers "
        + "of N images each with statistics of their own; here it is one worker.",
        $"Error: the median of the last {LastEpochs} epochs (paper: 5).",
        "He initialization, biases 0, γ = 0 in the last normalization of each block, as in the paper.",
        $"GN has {ResidualNorm.Groups} groups (paper: 32 of 64 to 2,048 channels). LN is GN of one group: statistics over channels and "
        + "places, one γ and β for each channel.",
    ];
}
