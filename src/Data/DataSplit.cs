using System.Numerics;

namespace NormNet.Data;

/// <summary>A data set to train on and one to test on, of the same kind.</summary>
public sealed record DataSplit<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Pairs two data sets.</summary>
    /// <exception cref="ArgumentException">Their samples have different shapes or their labels count different classes.</exception>
    public DataSplit(DataSet<T> train, DataSet<T> test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        if (!train.SampleShape.Equals(test.SampleShape) || train.ClassCount != test.ClassCount)
        {
            throw new ArgumentException(
                $"DataSplit: training samples of shape {train.SampleShape} in {train.ClassCount} classes and test samples of shape " +
                $"{test.SampleShape} in {test.ClassCount} classes do not belong together.",
                nameof(test));
        }

        (Train, Test) = (train, test);
    }

    /// <summary>What the model learns from.</summary>
    public DataSet<T> Train { get; }

    /// <summary>What it is measured on.</summary>
    public DataSet<T> Test { get; }

    /// <summary>Both sets standardized by the mean and deviation of the training set.</summary>
    public DataSplit<T> Standardize()
    {
        var standardization = Standardization.Fit(Train);
        return new DataSplit<T>(standardization.Apply(Train), standardization.Apply(Test));
    }

    /// <summary>Makes <c>var (train, test) = split;</c> work.</summary>
    public void Deconstruct(out DataSet<T> train, out DataSet<T> test) => (train, test) = (Train, Test);
}
