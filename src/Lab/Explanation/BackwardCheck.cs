using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A way to check ∂ℓ/∂x of a backward; some cannot notice some mistakes, whatever the numbers.</summary>
public sealed class BackwardCheck
{
    private readonly Func<NormalizationCase<double>, WrongBackward<double>, bool?> _notices;

    private BackwardCheck(
        string name, bool catchesAll, string limits, Func<NormalizationCase<double>, WrongBackward<double>, bool?> notices)
    {
        Name = name;
        CatchesAll = catchesAll;
        Limits = limits;
        _notices = notices;
    }

    /// <summary>All checks: first those that can catch every mistake, last the vacuous ones.</summary>
    public static IReadOnlyList<BackwardCheck> All { get; } =
    [
        new("tape, double", true, "", (at, wrong) => DiffersFromTape(at, wrong.Run)),
        new("finite differences", true, "", DiffersFromDifferences),
        new(
            "tape, float", false, "blind to what is below float's rounding, such as ε",
            (at, wrong) => DiffersFromTape(at.Cast<float>(), WrongBackwards<float>.Named(wrong.Name).Run)),
        new(
            "γ = 1", false, "blind to a missing γ",
            (at, wrong) => DiffersFromTape(at.WithAffine(Tensor<double>.Ones(at.Plan.AffineShape), at.Bias), wrong.Run)),
        new("Σ∂ℓ/∂x = 0", false, "blind to the variance path", SumIsNotZero),
        new(
            "upstream 1", false, "vacuous: ℓ = Σy does not depend on x",
            (at, wrong) => DiffersFromTape(at.WithUpstream(Tensor<double>.Ones(at.Plan.Input)), wrong.Run)),
        new(
            "ℓ = Σx̂²", false, "nearly vacuous: Σx̂² does not depend on x but for ε",
            (at, wrong) => DiffersFromTape(
                at.WithAffine(null, null).WithUpstream((2 * new ForwardValues<double>(at).Normalized).Reshape(at.Plan.Input)), wrong.Run)),
    ];

    /// <summary>What is checked.</summary>
    public string Name { get; }

    /// <summary>Whether there is no mistake that it cannot notice.</summary>
    public bool CatchesAll { get; }

    /// <summary>What it cannot notice, and why.</summary>
    public string Limits { get; }

    /// <summary>Whether the check fails a backward on a case, as it should; null where it says nothing about the case's mode.</summary>
    public bool? Notices(NormalizationCase<double> at, WrongBackward<double> wrong)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(wrong);
        return _notices(at, wrong);
    }

    /// <summary>Name and limits.</summary>
    public override string ToString() => Limits.Length == 0 ? Name : $"{Name} ({Limits})";

    private static bool? DiffersFromTape<T>(NormalizationCase<T> at, HandWrittenBackward<T> backward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Differs(at, backward, TapeRoute.Run(at), byDifferences: false);

    private static bool? DiffersFromDifferences(NormalizationCase<double> at, WrongBackward<double> wrong) =>
        Differs(at, wrong.Run, FiniteDifferences.Run(at), byDifferences: true);

    private static bool Differs<T>(NormalizationCase<T> at, HandWrittenBackward<T> backward, Route reference, bool byDifferences)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scales = new Scales(at.Cast<double>());
        RouteValue right = reference[Quantity.InputGradient]!;
        Tensor<double> found = ClosedRoutes.HandWritten("wrong", at, backward)[Quantity.InputGradient]!.Values;
        string precision = Route.PrecisionOf<T>();
        return !Difference.Between(
            (right.Project?.Invoke(found) ?? found).AsSpan(),
            right.Values.AsSpan(),
            scales[Quantity.InputGradient],
            Bounds.Of(precision, byDifferences, scales.MeanOverDeviation),
            precision).Agrees;
    }

    private static bool? SumIsNotZero(NormalizationCase<double> at, WrongBackward<double> wrong)
    {
        if (!at.UsesBatchStatistics || !at.Plan.Centers)
            return null;

        var forward = new ForwardValues<double>(at);
        Tensor<double> u = at.Upstream.Reshape(at.Plan.View);
        Tensor<double> sums = forward.SumShared(wrong.Run(forward, u).Input!).Abs();
        Tensor<double> scale = forward.SumShared((u * forward.Weight * forward.InverseDeviation).Abs());
        double bound = Bounds.Of("double", byDifferences: false, new Scales(at).MeanOverDeviation);
        return (sums - (scale * bound)).Max().Item() > 0;
    }
}
