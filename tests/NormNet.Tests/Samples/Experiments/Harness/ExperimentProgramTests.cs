using System.Text.Json;
using NormNet.Data;
using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public sealed class ExperimentProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("normnet");
    private readonly MadeExperiment _experiment = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_finished_run_is_not_repeated_and_more_seeds_add_runs_alone()
    {
        Run(seeds: 2);
        _experiment.Computed.ShouldBe(4);
        Run(seeds: 2);
        _experiment.Computed.ShouldBe(4);
        Run(seeds: 3);
        _experiment.Computed.ShouldBe(6);
    }

    [Fact]
    public void Other_settings_and_a_damaged_file_repeat_a_run()
    {
        Run(seeds: 1);
        Run(seeds: 1, "louder");
        _experiment.Computed.ShouldBe(4);
        File.WriteAllText(Path.Combine(_folder.FullName, "made", "runs", "good", "seed=1.json"), "{ \"key\": ");
        Run(seeds: 1, "louder");
        _experiment.Computed.ShouldBe(5);
        _experiment.Version = 2;
        Run(seeds: 1, "louder");
        _experiment.Computed.ShouldBe(7);
    }

    [Fact]
    public void A_diverged_run_keeps_what_it_had_and_is_counted()
    {
        Run(seeds: 2).ShouldContain("4 runs, 2 of them diverged");
        Run(seeds: 2).ShouldContain("holds: bad diverges (all did)");
        File.ReadAllText(Path.Combine(_folder.FullName, "made", "runs", "bad", "seed=1.json")).ShouldContain("\"diverged\":true");
    }

    [Fact]
    public void A_claim_that_does_not_hold_and_one_undecided_are_told_and_the_program_ends_well()
    {
        string text = Run(seeds: 1);
        text.ShouldContain("does not hold: good diverges (none did)");
        text.ShouldContain("undecided: nobody knows (no figures)");
    }

    [Fact]
    public void The_folder_holds_every_kind_of_report()
    {
        Run(seeds: 3);
        string folder = Path.Combine(_folder.FullName, "made");
        File.ReadAllText(Path.Combine(folder, "numbers.csv")).ShouldBe(
            "variant,value,\"value, deviation\"\ngood,2,1\n\"bad, \"\"worst\"\"\",NaN,\n");
        File.Exists(Path.Combine(folder, "curve.png")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, "curve.svg")).ShouldBeTrue();
        File.ReadAllText(Path.Combine(folder, "report.md")).ShouldContain("| good | 2.0 ± 1.0 |");
        string page = File.ReadAllText(Path.Combine(folder, "report.html"));
        page.ShouldContain("<h1>Made &lt;numbers&gt;</h1>");
        page.ShouldContain("src=\"data:image/png;base64,");
        page.ShouldNotContain("src=\"curve.png");
        File.ReadAllText(Path.Combine(_folder.FullName, "index.html")).ShouldContain("href=\"made/report.html\"");
    }

    [Fact]
    public void Json_has_each_claim_with_its_verdict_and_the_numbers()
    {
        Run(seeds: 3);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "all.json")));
        JsonElement experiment = json.RootElement[0];
        JsonElement[] claims = [.. experiment.GetProperty("claims").EnumerateArray()];
        claims.Select(claim => claim.GetProperty("holds").ToString()).ShouldBe(["True", "False", ""]);
        claims[0].GetProperty("claim").GetString().ShouldBe("bad diverges");
        claims[0].GetProperty("figures").GetString().ShouldBe("all did");
        experiment.GetProperty("tables")[0].GetProperty("rows")[0][1].GetProperty("mean").GetDouble().ShouldBe(2);
        experiment.GetProperty("divergedRuns").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void A_cancelled_program_keeps_what_was_finished()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Should.Throw<OperationCanceledException>(() => ExperimentProgram.Run(Options(1, []), TextWriter.Null, cancellation.Token));
        _experiment.Computed.ShouldBe(0);
        Directory.Exists(Path.Combine(_folder.FullName, "made", "runs")).ShouldBeFalse();
    }

    [Fact]
    public void The_command_line_names_experiments_and_has_their_switches()
    {
        var command = new ExperimentsCommand([_experiment]);
        ExperimentsOptions options = command.Read(command.Command.Parse("made --quick --louder --seeds 2 --seed 5 --threads 1"));
        options.Experiments.ShouldBe([_experiment]);
        options.Settings.Quick.ShouldBeTrue();
        options.Settings.SeedNumbers.ShouldBe([5, 6]);
        options.Settings.Switches.ShouldBe(["louder"]);
        command.Read(command.Command.Parse("all")).Settings.Seeds.ShouldBe(3);
        command.Read(command.Command.Parse("all --quick")).Settings.Seeds.ShouldBe(1);
        command.Command.Parse("").Errors.ShouldNotBeEmpty();
        command.Command.Parse("none-such").Errors.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("--seeds 0")]
    [InlineData("--seeds 1001")]
    [InlineData("--seed -1")]
    [InlineData("--seed 2147483647")]
    [InlineData("--threads 0")]
    public void Numbers_out_of_their_range_are_refused(string wrong) =>
        new ExperimentsCommand([_experiment]).Command.Parse($"made {wrong}").Errors.ShouldNotBeEmpty();

    [Fact]
    public void A_folder_of_other_pictures_is_refused_before_anything_is_made_or_printed()
    {
        using var output = new StringWriter();
        string pictures = Directory.CreateDirectory(Path.Combine(_folder.FullName, "pictures")).FullName;
        ExperimentsOptions options = Options(1, []) with { Data = pictures, Out = Path.Combine(_folder.FullName, "out") };

        Should.Throw<FileNotFoundException>(() => ExperimentProgram.Run(options, output, default)).Message.ShouldContain("train-images");
        foreach ((string part, int count) in new[] { ("train", 6), ("t10k", 4) })
        {
            IdxFile.Write(Path.Combine(pictures, $"{part}-images-idx3-ubyte"), [count, 5, 3], new byte[count * 5 * 3]);
            IdxFile.Write(Path.Combine(pictures, $"{part}-labels-idx1-ubyte"), [count], new byte[count]);
        }

        Should.Throw<InvalidDataException>(() => ExperimentProgram.Run(options, output, default)).Message
            .ShouldContain("6 images to train on and 4 to test on, of 5×3 pixels");
        output.ToString().ShouldBeEmpty();
        Directory.Exists(options.Out).ShouldBeFalse();
        _experiment.Computed.ShouldBe(0);
    }

    private string Run(int seeds, params string[] switches)
    {
        using var output = new StringWriter();
        ExperimentProgram.Run(Options(seeds, switches), output, default).ShouldBe(0);
        return output.ToString();
    }

    private ExperimentsOptions Options(int seeds, string[] switches) => new()
    {
        Experiments = [_experiment],
        All = true,
        Effort = Effort.Tiny,
        Seeds = seeds,
        Out = _folder.FullName,
        Json = Path.Combine(_folder.FullName, "all.json"),
        Switches = switches.ToHashSet(),
    };
}
