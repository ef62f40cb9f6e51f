using NormNet.Data;
using NormNet.Optimizers;

namespace NormNet.Samples.Experiments;

/// <summary>How the Inception networks are trained.</summary>
/// <param name="TrainImages">Images to train on, chosen by the seed.</param>
/// <param name="TestImages">Images to test with, the first of the test set.</param>
/// <param name="Steps">Optimizer steps.</param>
/// <param name="TestEvery">Steps between two tests.</param>
internal sealed record InceptionRecipe(int TrainImages, int TestImages, int Steps, int TestEvery)
{
    internal const double BaseRate = 0.01;
    internal const int Batch = 32;
    internal const double Momentum = 0.9;
    internal const double Penalty = 2e-4;
    internal const double ReducedPenalty = Penalty / 5;

    /// <summary>What is left of the rate at the end by Inception's decay; six times as fast, it is the sixth power.</summary>
    internal const double LastRate = 0.5;

    internal const int FasterBy = 6;
    internal const int ShiftPixels = 2;

    /// <summary>The deviation of the logarithm of the contrast, and of the brightness in deviations of the pixels.</summary>
    internal const double Distortion = 0.5;

    internal const double ReducedDistortion = 0.15;

    /// <summary>What the paper leaves open, or a small run cannot follow.</summary>
    internal IReadOnlyList<string> Choices =>
    [
        "Network: four Inception modules (1×1, 3×3, 5×5 and pooled branches) with 12,600 parameters on digits of 28×28; the paper's has "
        + "13.6 million on photographs. The pooled branch reduces its channels before it pools. BN stands before each nonlinearity, as in "
        + "the paper.",
        $"Data: digits saturate quickly, so there are {TrainImages:N0} images to train on, chosen by the seed, shifted by up to "
        + $"{ShiftPixels} pixels and changed in contrast and brightness; the accuracy is that on {TestImages:N0} test images after every "
        + $"{TestEvery} of {Steps:N0} steps.",
        $"Batch {Batch} and SGD with momentum {Momentum}, as far as the paper says (its training was asynchronous on five workers). Base "
        + $"rate {BaseRate} (paper: 0.0015): of 0.003, 0.01, 0.03, 0.1 and 0.2 the best for Inception without BN, by two seeds of their "
        + "own on images of MNIST's training set held out for it; none of the other networks was tuned. Weights start as He et al. have "
        + "it, for the sigmoid as Glorot & Bengio.",
        "Steps to the baseline's best accuracy: the first test at which a network reaches the best accuracy that Inception with the same "
        + "seed has at any time. The best accuracy is the greatest of all tests, as in the paper.",
        "The paper gives no numbers for the side changes. Inception and BN-Baseline have dropout 0.4 before the classifier, an L2 penalty "
        + $"of {Penalty} on weights, a rate that falls to {LastRate} over the run, LRN over 5 channels after the stem, the same batches in "
        + $"every epoch, and contrast (e to the power of a) and brightness distorted by a deviation of {Distortion}. BN-x5, BN-x30 and "
        + $"BN-x5-Sigmoid: no dropout, a fifth of the penalty, a rate that falls to {LastRate} to the power of {FasterBy}, no LRN, batches "
        + $"shuffled anew in every epoch, distortion {ReducedDistortion}. Inception at other rates keeps its own recipe.",
    ];

    /// <summary>The L2 penalty of a variant.</summary>
    internal static double PenaltyOf(InceptionVariant variant) => variant.Has(SideChanges.LessDecayOfWeights) ? ReducedPenalty : Penalty;

    /// <summary>Exponential decay.</summary>
    internal Schedule ScheduleOf(InceptionVariant variant) => Schedule.Exponential(
        Math.Pow(LastRate, variant.Has(SideChanges.FasterDecayOfRate) ? FasterBy : 1), every: Steps);

    /// <summary>How an image is distorted.</summary>
    internal static Augmentation[] DistortionOf(InceptionVariant variant) =>
    [
        Augmentation.Shift(ShiftPixels),
        new PhotometricDistortion(variant.Has(SideChanges.LessDistortion) ? ReducedDistortion : Distortion),
    ];

    /// <summary>The images of a seed, standardized by those to train on.</summary>
    internal DataSplit<float> Data(ImageSets images, int seed)
    {
        (DataSet<float> train, DataSet<float> test) = images.Pixels;
        return new DataSplit<float>(
            SeedImages.Choose(train, TrainImages, seed), test.Take(Math.Min(TestImages, test.Count))).Standardize();
    }
}
