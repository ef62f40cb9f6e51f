using System.Globalization;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>NormNet's normalization layers against libtorch's on random configurations; where they part, libtorch in double says whose error it is.</summary>
internal sealed class FamilyComparison(TextWriter output)
{
    /// <summary>The largest difference allowed, as a part of the largest term before cancellation.</summary>
    private const double Bound = 1e-5;

    /// <summary>Beyond this, a difference is put down to the side that lies further from the numbers in double.</summary>
    private const double Questioned = 2e-6;

    /// <summary>Input sizes up to this many elements are drawn.</summary>
    private const int Largest = 60_000;

    private readonly SortedDictionary<(FamilyMember Member, string Result), Tally> _tallies = [];

    /// <summary>Compares so many configurations and prints the table.</summary>
    /// <returns>Whether all agree.</returns>
    internal bool Run(int configurations, int seed)
    {
        bool agree = true;
        foreach (FamilyCase family in FamilyCases.Draw(seed, Largest).Take(configurations))
            agree &= Compare(family);

        output.WriteLine($"{"layer",-10}{"result",-14}{"cases",6}{"largest difference",20}{"> 2e-6",8}{"NormNet nearer",16}{"libtorch nearer",17}{"NormNet - double",18}{"libtorch - double",19}");
        foreach (((FamilyMember member, string result), Tally tally) in _tallies)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{member,-10}{result,-14}{tally.Cases,6}{tally.Difference,20:0.0e0}{tally.Questioned,8}{tally.NormNetNearer,16}{tally.Questioned - tally.NormNetNearer,17}{tally.NormNetError,18:0.0e0}{tally.TorchError,19:0.0e0}"));
        }

        output.WriteLine(agree ? $"{configurations} configurations: all agree" : $"{configurations} configurations: see WRONG above");
        return agree;
    }

    private bool Compare(FamilyCase family)
    {
        FamilyScales scales = FamilyScales.Of(family);
        FamilyResult reference = FamilyByTorch.Compute(family, torch.ScalarType.Float64);
        bool agree = true;
        foreach (((string name, double[] ours), (_, double[] theirs), (_, double[] exact)) in
            FamilyByNormNet.Compute(family).Named.Zip(FamilyByTorch.Compute(family, torch.ScalarType.Float32).Named, reference.Named))
        {
            double unit = scales[name] * scales.Growth;
            double difference = Distance(ours, theirs) / unit, ourError = Distance(ours, exact) / unit, theirError = Distance(theirs, exact) / unit;
            Tally tally = _tallies.GetValueOrDefault((family.Member, name));
            _tallies[(family.Member, name)] = tally.With(difference, ourError, theirError, difference > Questioned);

            // With two or three values per statistic x̂ hangs on the last bits of x: there both are held against double alone.
            bool few = family.Plan.ValuesPerStatistic < 4;
            if (few ? ourError > Math.Max(Bound, theirError) : !(difference <= Bound))
            {
                agree = false;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"WRONG: {family}: {name} differs by {difference:0.0e0}; from double NormNet by {ourError:0.0e0}, libtorch by {theirError:0.0e0}"));
            }
        }

        return agree;
    }

    /// <summary>max|a − b|; not a number if one of them is not.</summary>
    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).DefaultIfEmpty(0).Aggregate(Math.Max);

    private readonly record struct Tally(int Cases, double Difference, int Questioned, int NormNetNearer, double NormNetError, double TorchError)
    {
        internal Tally With(double difference, double ourError, double theirError, bool questioned) => new(
            Cases + 1,
            Math.Max(Difference, difference),
            Questioned + (questioned ? 1 : 0),
            NormNetNearer + (questioned && ourError <= theirError ? 1 : 0),
            Math.Max(NormNetError, ourError),
            Math.Max(TorchError, theirError));
    }
}
