using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public sealed class EveryExperimentTests : IDisposable
{
    private static readonly ImageSets Images = ImageSets.Made(train: 600, test: 200);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("normnet");

    public static TheoryData<string> Names => [.. ExperimentList.All.Select(experiment => experiment.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tiny_setting_gives_the_same_numbers_however_many_runs_are_under_way(string name)
    {
        Experiment experiment = ExperimentList.All.Single(experiment => experiment.Name == name);
        RunResults together = Run(experiment, "together", threads: 3), alone = Run(experiment, "alone", threads: 1);
        foreach ((RunResult first, RunResult second) in together.All.Zip(alone.All))
        {
            second.Values.ShouldBe(first.Values);
            second.Diverged.ShouldBe(first.Diverged);
            second.Samples.ShouldBe(first.Samples);
            foreach ((string curve, Series series) in first.Curves)
                second.Curve(curve).Y.ShouldBe(series.Y);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tiny_setting_ends_in_a_report_with_tables_charts_and_verdicts(string name)
    {
        Experiment experiment = ExperimentList.All.Single(experiment => experiment.Name == name);
        var report = new Report(experiment, Settings, Run(experiment, "report", threads: 2));
        report.Findings.Tables.ShouldNotBeEmpty();
        report.Findings.Claims.ShouldNotBeEmpty();
        report.Findings.Claims.ShouldAllBe(claim => claim.Text.Length > 0 && claim.Figures.Length > 0);
        foreach (FindingTable table in report.Findings.Tables)
            table.Rows.ShouldAllBe(row => row.Count == table.Columns.Count);
        ReportFolder.Write(_folder.FullName, report);
        string page = File.ReadAllText(Path.Combine(_folder.FullName, "report.html"));
        foreach (FindingChart chart in report.Findings.Charts)
            page.ShouldContain(ReportPage.Escaped(chart.Caption));
    }

    [Fact]
    public void Names_and_runs_of_experiments_are_unique()
    {
        ExperimentList.All.Select(experiment => experiment.Name).ShouldBeUnique();
        foreach (Experiment experiment in ExperimentList.All)
        {
            foreach (Effort effort in Enum.GetValues<Effort>())
                experiment.Runs(Settings with { Effort = effort, Seeds = 2 }).Select(run => run.Key).ShouldBeUnique();
        }
    }

    private static ExperimentSettings Settings => new(Effort.Tiny, Seeds: 1, FirstSeed: 1, Images);

    private RunResults Run(Experiment experiment, string folder, int threads) => ExperimentProgram.Compute(
        experiment,
        Settings,
        new ExperimentsOptions
        {
            Experiments = [experiment],
            Out = Path.Combine(_folder.FullName, folder),
            Threads = threads,
            Quiet = true,
        },
        TextWriter.Null,
        default);
}
