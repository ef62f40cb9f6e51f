using NormNet.Tensors;

namespace NormNet.Peers;

/// <summary>Draws configurations: every member, mode and option, ranks 2 to 5, odd and even extents, means up to ten deviations away.</summary>
internal static class FamilyCases
{
    private static readonly double[] Epsilons = [1e-5, 1e-3, 1e-6];
    private static readonly double[] Momenta = [0.1, 0.01, 0.5, 1];
    private static readonly double[] Deviations = [0.1, 1, 5];
    private static readonly double[] MeansInDeviations = [0, 0.5, -3, 10];

    /// <summary>An endless list, the same for the same seed; members take turns.</summary>
    /// <param name="seed">Where the list starts.</param>
    /// <param name="largest">The most elements of an input.</param>
    internal static IEnumerable<FamilyCase> Draw(int seed, int largest)
    {
        var generator = new Generator(seed);
        FamilyMember[] members = Enum.GetValues<FamilyMember>();
        for (int i = 0; ; i++)
            yield return Draw(generator, members[i % members.Length], largest);
    }

    private static FamilyCase Draw(Generator generator, FamilyMember member, int largest)
    {
        while (true)
        {
            int rank = member is FamilyMember.Instance or FamilyMember.Group ? 3 + generator.NextInt(3) : 2 + generator.NextInt(4);
            Shape shape = Shape.Of([.. Enumerable.Range(0, rank).Select(_ => Extent(generator))]);
            int groups = Pick(generator, [.. Enumerable.Range(1, shape[1]).Where(g => shape[1] % g == 0)]);
            FamilyCase empty = new(member, FamilyMode.Train, shape, Pick(generator, Epsilons))
            {
                Groups = groups,
                TrailingAxes = 1 + generator.NextInt(rank - 1),
                X = Tensor<float>.Scalar(0),
                Upstream = Tensor<float>.Scalar(0),
            };
            if (shape.Count <= largest && empty.Plan.ValuesPerStatistic >= 2)
                return Fill(generator, empty);
        }
    }

    private static FamilyCase Fill(Generator generator, FamilyCase empty)
    {
        double deviation = Pick(generator, Deviations), mean = deviation * Pick(generator, MeansInDeviations);
        bool keeps = empty.Member == FamilyMember.Batch || (empty.Member == FamilyMember.Instance && generator.NextInt(2) == 0);
        Shape affine = empty.AffineShape;
        return empty with
        {
            Mode = keeps ? (FamilyMode)generator.NextInt(3) : (FamilyMode)generator.NextInt(2),
            Momentum = Pick(generator, Momenta),
            Composed = generator.NextInt(3) == 0,
            X = generator.Normal<float>(empty.Shape, mean, deviation),
            Upstream = generator.Normal<float>(empty.Shape),
            Weight = generator.NextInt(4) > 0 ? generator.Normal<float>(affine, mean: 1, deviation: 0.5) : null,
            Bias = empty.Member != FamilyMember.Rms && generator.NextInt(4) > 0 ? generator.Normal<float>(affine) : null,
            RunningMean = keeps ? generator.Normal<float>(affine, mean, deviation) : null,
            RunningVariance = keeps ? generator.Uniform<float>(affine, 0.5 * deviation * deviation, 2 * deviation * deviation) : null,
        };
    }

    /// <summary>Mostly small, sometimes past a vector's length and a block's.</summary>
    private static int Extent(Generator generator) => generator.NextInt(6) == 0 ? 10 + generator.NextInt(60) : 1 + generator.NextInt(9);

    private static TChoice Pick<TChoice>(Generator generator, TChoice[] choices) => choices[generator.NextInt(choices.Length)];
}
