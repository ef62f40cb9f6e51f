using System.Text.Json;
using NormNet.Samples.Common;
using NormNet.Samples.CompareBatchNorm;

namespace NormNet.Tests.Samples.CompareBatchNorm;

public class CompareProgramTests
{
    [Theory]
    [InlineData("", 0, "verdict: rounding")]
    [InlineData("--layer layer --shape 4,6", 0, "verdict: rounding")]
    [InlineData("--layer instance --shape 2,3,4,4 --mode eval", 0, "verdict: rounding")]
    [InlineData("--layer group --groups 2 --shape 4,12 --precision float", 0, "verdict: rounding")]
    [InlineData("--layer rms --shape 4,6", 0, "verdict: rounding")]
    [InlineData("--mode frozen --shape 6,2", 0, "verdict: rounding")]
    [InlineData("--upstream ones --shape 6,2", 0, "verdict: vacuous")]
    [InlineData("--wrong no-mean-path --shape 6,2", 1, "the path through the mean is missing")]
    [InlineData("--wrong train-in-eval --shape 6,2", 1, "training's formula is used in evaluation")]
    [InlineData("--wrong no-variance-path --upstream ones --shape 6,2 --precision double", 0, "verdict: vacuous")]
    [InlineData("--gallery --shape 8,3", 0, "every mistake is caught")]
    public void The_exit_code_and_the_verdict_say_whether_the_routes_agree(string arguments, int code, string verdict)
    {
        (int found, string output, string error) = Run(arguments);
        error.ShouldBeEmpty();
        found.ShouldBe(code, output);
        output.ShouldContain(verdict);
    }

    [Theory]
    [InlineData("--shape 3")]
    [InlineData("--shape 4,0")]
    [InlineData("--shape 1,4")]
    [InlineData("--layer circle")]
    [InlineData("--wrong nothing")]
    [InlineData("--wrong no-mean-path --mode eval")]
    [InlineData("--layer group --groups 3 --shape 4,8")]
    [InlineData("--layer layer --mode frozen")]
    [InlineData("--epsilon -1")]
    [InlineData("--mean many")]
    [InlineData("--upstream /no/such/file")]
    public void Bad_input_is_one_line_and_exit_code_2(string arguments)
    {
        (int code, _, string error) = Run(arguments);
        code.ShouldBe(ProgramHost.BadInput);
        error.TrimEnd().ShouldNotContain('\n');
        error.ShouldNotBeEmpty();
    }

    [Fact]
    public void The_files_hold_every_row_and_the_verdict()
    {
        using var folder = new TemporaryFolder();
        string json = folder["c.json"], csv = folder["c.csv"];
        Run($"--shape 6,2 --json {json} --csv {csv}").Code.ShouldBe(0);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement rows = document.RootElement.GetProperty("rows");
        string[] names = [.. rows[0].EnumerateObject().Select(property => property.Name)];
        names.ShouldBe(["quantity", "route", "reference", "precision", "scaledMax", "maxAbs", "elementwiseRelative", "maxUlp", "agrees"]);
        rows.EnumerateArray().ShouldAllBe(row => row.GetProperty("agrees").GetBoolean());
        document.RootElement.GetProperty("verdict").GetString()!.ShouldStartWith("rounding");
        File.ReadAllLines(csv).Length.ShouldBe(rows.GetArrayLength() + 1);
    }

    [Fact]
    public void The_page_loads_nothing_and_shows_formulas_maps_and_the_verdict()
    {
        using var folder = new TemporaryFolder();
        Run($"--shape 6,2 --wrong no-mean-path --html {folder["c.html"]}").Code.ShouldBe(1);
        string page = File.ReadAllText(folder["c.html"]);
        page.Split("<math").Length.ShouldBe(7);
        page.ShouldContain("<svg");
        page.ShouldContain("class=\"bad\"");
        page.ShouldContain("the path through the mean is missing");
        page.ShouldNotContain("src=");
        page.ShouldNotContain("href=");
    }

    [Fact]
    public void An_upstream_gradient_is_read_from_a_file_and_its_size_is_checked()
    {
        using var folder = new TemporaryFolder();
        string path = folder["u.txt"];
        File.WriteAllText(path, "1 2 -3\n4, 5, 6.5\n0 1 0\n2 2 1");
        Run($"--shape 4,3 --upstream {path}").Code.ShouldBe(0);
        Run($"--shape 4,4 --upstream {path}").Error.ShouldContain("12 numbers");
        File.WriteAllText(path, "1 2 x");
        Run($"--shape 1,3 --layer layer --upstream {path}").Error.ShouldContain("'x'");
    }

    private static (int Code, string Output, string Error) Run(string arguments)
    {
        using StringWriter output = new(), errors = new();
        var command = new CompareCommand();
        int code = ProgramHost.Run(
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), command.Command, (line, _) => CompareProgram.Run(command.Read(line), output), errors);
        return (code, output.ToString(), errors.ToString());
    }
}
