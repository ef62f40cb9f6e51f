using NormNet.Samples.Common;
using NormNet.Samples.Playground;
using SkiaSharp;

namespace NormNet.Tests.Samples.Playground;

public class PlaygroundTests
{
    [Theory]
    [InlineData("--data moons --noise 0.05 --epochs 60", 0.97)]
    [InlineData("--data circles --noise 0.05 --epochs 60 --norm none --activation relu", 0.97)]
    [InlineData("--data blobs --noise 0.1 --epochs 20 --norm layer --optimizer sgd", 0.99)]
    [InlineData("--data spirals --epochs 150 --hidden 24,24", 0.95)]
    public void Each_set_is_learned(string arguments, double accuracy)
    {
        (int code, RunSummary? summary, string error) = Run($"{arguments} --samples 300");
        error.ShouldBeEmpty();
        code.ShouldBe(0);
        summary!.TestAccuracy.ShouldBeGreaterThan(accuracy);
    }

    [Theory]
    [InlineData("--data stars")]
    [InlineData("--samples 1")]
    [InlineData("--samples 99999999")]
    [InlineData("--noise -0.1")]
    [InlineData("--noise NaN")]
    [InlineData("--hidden 16,,16")]
    [InlineData("--hidden 0")]
    [InlineData("--hidden 5000")]
    [InlineData("--hidden many")]
    [InlineData("--norm instance")]
    [InlineData("--norm layer --hidden 1")]
    [InlineData("--epochs 0")]
    [InlineData("--json /no/such/folder/result.json")]
    [InlineData("--out /dev/null/pictures")]
    [InlineData("--precision double")]
    public void Bad_input_is_one_line_and_exit_code_2(string arguments)
    {
        (int code, _, string error) = Run(arguments);
        code.ShouldBe(ProgramHost.BadInput);
        error.ShouldNotBeEmpty();
        error.TrimEnd().ShouldNotContain('\n');
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_whether_it_is_drawn_or_not()
    {
        using var folder = new TemporaryFolder();
        const string Arguments = "--epochs 3 --samples 60";
        RunSummary plain = Run(Arguments).Summary!, drawn = Run($"{Arguments} --out {folder["pictures"]}").Summary!;
        (drawn.TrainLoss, drawn.TestLoss).ShouldBe((plain.TrainLoss, plain.TestLoss));
        Run($"{Arguments} --seed 2").Summary!.TrainLoss.ShouldNotBe(plain.TrainLoss);
    }

    [Fact]
    public void The_folder_holds_an_animation_from_before_training_and_the_last_boundary()
    {
        using var folder = new TemporaryFolder();
        string pictures = folder["pictures"];
        Run($"--epochs 4 --samples 60 --out {pictures} --json {folder["result.json"]}").Code.ShouldBe(0);
        Directory.GetFiles(pictures).Select(Path.GetFileName).Order().ShouldBe(["animation.png", "boundary.png", "loss.png"]);
        byte[] animation = File.ReadAllBytes(Path.Combine(pictures, "animation.png"));
        animation.AsSpan(37, 8).SequenceEqual("acTL\0\0\0\x05"u8).ShouldBeTrue();
        using SKBitmap first = SKBitmap.Decode(animation), last = SKBitmap.Decode(Path.Combine(pictures, "boundary.png"));
        (first.Width, last.Width).ShouldBe((480, 760));
        File.ReadAllText(folder["result.json"]).ShouldContain("\"program\": \"Playground\"");
    }

    private static (int Code, RunSummary? Summary, string Error) Run(string arguments)
    {
        using var errors = new StringWriter();
        var command = new PlaygroundCommand();
        RunSummary? summary = null;
        int code = ProgramHost.Run(
            [.. arguments.Split(' '), "--quiet"],
            command.Command,
            (line, cancellation) =>
            {
                summary = PlaygroundProgram.Run(command.Read(line), cancellation);
                return 0;
            },
            errors);
        return (code, summary, errors.ToString());
    }
}
