using System.Numerics;
using NormNet.Data;

namespace NormNet.Samples.Common;

/// <summary>The images that a program trains on and is tested with.</summary>
internal static class ImageData
{
    /// <summary>How many digits are made where no folder and no count is given.</summary>
    internal const int MadeTrainImages = 16_000;

    private const int MadeTestImages = 4_000;

    /// <summary>What can be fetched, by its word on the command line.</summary>
    internal static IReadOnlyDictionary<string, MnistSource> Sources { get; } = new Dictionary<string, MnistSource>
    {
        ["mnist"] = MnistSource.Mnist,
        ["fashion-mnist"] = MnistSource.FashionMnist,
    };

    /// <summary>The folder's images, or made digits; standardized by the training images' mean and deviation.</summary>
    internal static DataSplit<T> Load<T>(TrainingOptions options, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (options.Data is null)
            return Digits.CreateSplit<T>(options.TrainCount ?? MadeTrainImages, MadeTestImages, options.Seed).Standardize();

        if (options.Download is not null)
            Mnist.DownloadAsync(options.Data, Sources[options.Download], cancellationToken: cancellation).GetAwaiter().GetResult();
        DataSplit<T> all = Mnist.Load<T>(options.Data);
        if (options.TrainCount > all.Train.Count)
        {
            throw new ArgumentException(
                $"--train-count {options.TrainCount} asks for more than the {all.Train.Count} images in {options.Data}");
        }

        return new DataSplit<T>(all.Train.Take(options.TrainCount ?? all.Train.Count), all.Test).Standardize();
    }
}
