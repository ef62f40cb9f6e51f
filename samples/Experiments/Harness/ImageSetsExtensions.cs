using NormNet.Data;

namespace NormNet.Samples.Experiments;

/// <summary>Pictures as experiments want them, computed once and kept, so that a batch is a copy.</summary>
internal static class ImageSetsExtensions
{
    /// <summary>1 where a pixel is above the threshold, 0 elsewhere.</summary>
    public static DataSplit<float> Binary(this DataSplit<float> split, float threshold = 0.5f) =>
        split.Kept(set => set.Map(set.SampleShape, (from, to) =>
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = from[i] > threshold ? 1 : 0;
        }));

    private static DataSplit<float> Kept(this DataSplit<float> split, Func<DataSet<float>, DataSet<float>> map) =>
        new(Kept(map(split.Train)), Kept(map(split.Test)));

    private static DataSet<float> Kept(DataSet<float> set) => new(set.Inputs, set.Labels, set.ClassCount);
}
