using System.Text;

namespace NormNet.Samples.Experiments;

/// <summary>The page that leads to every experiment's report, with the verdicts.</summary>
internal static class IndexPage
{
    private const string Title = "Normalization: tables and claims";

    internal static void Write(string folder, IReadOnlyList<Report> reports)
    {
        var body = new StringBuilder($"<h1>{Title}</h1>\n");
        foreach (Report report in reports)
        {
            string name = report.Experiment.Name;
            body.Append($"<h2><a href=\"{name}/report.html\">{ReportPage.Escaped(report.Experiment.Title)}</a></h2>\n")
                .Append($"<p>{ReportPage.Escaped(report.Experiment.Source)}; <code>{name}</code>, ")
                .Append($"{ReportPage.Escaped(ReportText.Setting(report.Settings))}; {ReportPage.Escaped(ReportText.Cost(report))}.</p>\n")
                .Append(ReportPage.Verdicts(report.Findings.Claims));
        }

        ReportFolder.WriteText(Path.Combine(folder, "index.html"), ReportPage.Page(Title, body.ToString()));
    }
}
