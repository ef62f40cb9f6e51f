using System.Globalization;
using System.Text;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What a normalization layer does with an input of one shape: <see cref="NormalizationLayer{T}.Explain"/> makes it, its text
/// explains it.</summary>
/// <param name="Layer">The layer with its settings.</param>
/// <param name="Plan">The plan that the kernel runs: view, shared axes, shapes of statistics and affine, divisor, ε.</param>
/// <param name="HasWeight">Whether there is a γ.</param>
/// <param name="HasBias">Whether there is a β.</param>
/// <param name="IsTraining">The layer's mode.</param>
/// <param name="Implementation">One fused operation, or single ones.</param>
public record NormalizationExplanation(
    string Layer, NormalizationPlan Plan, bool HasWeight, bool HasBias, bool IsTraining, NormalizationImplementation Implementation)
{
    /// <summary>Whose statistics are used: the input's own (<see cref="StatisticsSource.Batch"/>) or the running ones.</summary>
    public StatisticsSource Source { get; init; } = StatisticsSource.Batch;

    /// <summary>The rule of the running statistics and how many batches they have followed; null where none are kept.</summary>
    public string? Running { get; init; }

    /// <summary>Whether the running statistics are kept as they are and used in training too.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Whether γ and β are learned; else they are as fixed as the statistics.</summary>
    public bool IsLearned { get; init; } = true;

    /// <summary>Whether the pass updates the running statistics.</summary>
    public bool UpdatesRunning { get; init; }

    /// <summary>How many statistics the pass uses: those of the plan, or running ones, one for each channel.</summary>
    public int Statistics => Source == StatisticsSource.Running ? Plan.AffineShape.Count : Plan.Statistics;

    /// <summary>The formula, with what there is of γ and β.</summary>
    public string Formula
    {
        get
        {
            string normalized = Plan.Centers ? "(x − μ)/√(σ² + ε)" : "x/√(Σx²/m + ε)";
            return $"y = {(HasWeight ? "γ · " : "")}{normalized}{(HasBias ? " + β" : "")}";
        }
    }

    /// <summary>The values that share the first statistic, in a grid of samples and channels; see <see cref="ToString"/>.</summary>
    public string Picture => AxesPicture.Of(Plan);

    /// <summary>All of it as text of several lines, with a picture of the axes: █ shares the first statistic in all its places, ▒ in
    /// some.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Layer);
        Line("formula", Formula);
        Line("input", $"{Plan.Input}");
        if (!Plan.View.Equals(Plan.Input))
            Line("seen as", $"{Plan.View}");
        Line(
            "statistics", $"{(Plan.Centers ? "mean and variance" : "mean square")} over axes "
                + $"[{string.Join(", ", Plan.SharedAxes.ToArray())}] of {Plan.View}");
        Line("", $"{Plan.Statistics} of {Plan.ValuesPerStatistic} values each, shape {Plan.StatisticsShape}");
        Line("come from", Origin());
        Line("divisor", Invariant($"{Plan.Divisor}{(Plan.Divisor == Plan.ValuesPerStatistic ? " = m, biased" : "")}"));
        Line("ε", Invariant($"{Plan.Epsilon}"));
        Line("learned", Learned());
        Line("mode", $"{(IsTraining ? "training" : "evaluation")}, {Implementation.ToString().ToLowerInvariant()}");
        foreach ((string name, string value) in Details())
            Line(name, value);
        return text.AppendLine().Append(Picture).ToString().ReplaceLineEndings("\n").TrimEnd();

        void Line(string name, string value) => text.AppendLine($"  {name,-10}  {value}");
    }

    /// <summary>Further lines of the text, for layers that do more than the family's formula.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Details() => [];

    private string Origin()
    {
        if (Source == StatisticsSource.Running)
            return $"running statistics, one for each of {Plan.AffineShape.Count} channels{(IsFrozen ? ", frozen" : "")} ({Running})";
        if (Running is null)
            return "the input itself, in training and in evaluation";
        return $"the batch; the running statistics {(UpdatesRunning ? "follow" : "do not follow")} ({Running})";
    }

    private string Learned() => !IsLearned ? "nothing: γ and β are fixed" : (HasWeight, HasBias) switch
    {
        (true, true) => $"γ and β, each {Plan.AffineShape}",
        (true, false) => $"γ {Plan.AffineShape}",
        (false, true) => $"β {Plan.AffineShape}",
        _ => "nothing",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
