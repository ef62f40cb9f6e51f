using System.Text;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A grid of samples (down) and channels (across), every cell standing for all places: who shares the first statistic.</summary>
internal static class AxesPicture
{
    private const int MostRows = 4;
    private const int MostColumns = 8;

    internal static string Of(NormalizationPlan plan)
    {
        Shape input = plan.Input;
        if (input.Count == 0)
            return "  (an empty input)\n";

        (int samples, int channels) = input.Rank < 2 ? (1, input.Count) : (input[0], input[1]);
        int places = input.Count / (samples * channels);
        int rows = Math.Min(samples, MostRows), columns = Math.Min(channels, MostColumns);
        string more = columns < channels ? " …" : "";
        var text = new StringBuilder();
        text.Append("        C = ").Append(channels).Append(places > 1 ? $", {places} places in each cell" : "").Append('\n');
        Rule('┌', '┬', '┐');
        for (int n = 0; n < rows; n++)
        {
            text.Append(n == 0 ? $"{"N = " + samples,7} │" : $"{"",7} │");
            for (int c = 0; c < columns; c++)
                text.Append(Cell(plan, ((n * channels) + c) * places, places)).Append('│');
            text.Append(more).Append('\n');
        }

        if (rows < samples)
            text.Append($"{"",7} …").Append('\n');
        else
            Rule('└', '┴', '┘');
        return text.ToString();

        void Rule(char left, char between, char right)
        {
            text.Append($"{"",7} ").Append(left);
            for (int c = 1; c < columns; c++)
                text.Append('─').Append(between);
            text.Append('─').Append(right).Append(more).Append('\n');
        }
    }

    private static char Cell(NormalizationPlan plan, int start, int places)
    {
        int sharing = Enumerable.Range(start, places).Count(position => plan.StatisticOf(position) == 0);
        return sharing == 0 ? ' ' : sharing == places ? '█' : '▒';
    }
}
