using System.Globalization;
using System.Text.RegularExpressions;
using NormNet.Lab;
using NormNet.Samples.StepThroughTape;

namespace NormNet.Tests.Samples.StepThroughTape;

public class ScreenTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("batchnorm")]
    [InlineData("shared")]
    public void Every_step_of_every_model_fits_a_terminal_of_80_by_24(string model)
    {
        var stepper = new TraceStepper(Models.Trace(model, seed: 1));
        stepper.Watch("%0");
        do
        {
            foreach (bool colors in new[] { false, true })
            {
                IReadOnlyList<string> lines = Render(stepper, colors: colors);
                lines.Count.ShouldBe(24);
                lines.ShouldAllBe(line => Columns(line) == 80);
            }
        }
        while (stepper.Next());
    }

    [Fact]
    public void The_meeting_of_gradients_shows_the_sum_before_and_after()
    {
        var stepper = new TraceStepper(Models.Trace("shared", seed: 1));
        stepper.JumpTo(StepTarget.Meeting).ShouldBeTrue();
        string screen = string.Join('\n', Render(stepper));
        screen.ShouldContain("before ∂ℓ/∂a");
        screen.ShouldContain("+= ∂ℓ/∂a");
        screen.ShouldContain("→ ∂ℓ/∂a");
        screen.ShouldContain("←");
    }

    [Fact]
    public void A_breakpoint_that_stops_on_the_way_back_is_marked_too()
    {
        var stepper = new TraceStepper(Models.Trace("shared", seed: 1));
        stepper.Breakpoints.Add(StepTarget.Meeting);
        Render(stepper).Where(line => line.Contains('●')).ShouldHaveSingleItem().ShouldContain("%0 Add");
    }

    [Fact]
    public void What_a_formula_says_of_axes_and_sizes_is_said_once()
    {
        string screen = string.Join('\n', Render(new TraceStepper(Models.Trace("batchnorm", seed: 1))));
        Regex.Count(screen, "variance over axes").ShouldBe(1);
        screen.ShouldContain("%0 = weight · (x − μ)/√(σ² + ε) + bias");
    }

    [Fact]
    public void A_tensor_of_many_values_is_shaded_and_scrolled()
    {
        var stepper = new TraceStepper(Models.Trace("cnn", seed: 1));
        IReadOnlyList<string> top = Render(stepper), further = Render(stepper, scroll: 5);
        string.Concat(top).ShouldContain("█");
        further.ShouldNotBe(top);
    }

    [Fact]
    public void Inside_a_normalization_its_variables_have_names_and_hats_take_no_column()
    {
        TraceStepper unfolded = new TraceStepper(Models.Trace("batchnorm", seed: 1)).Unfold()!;
        unfolded.JumpTo("x̂").ShouldBeTrue();
        int scroll = 0;
        IReadOnlyList<string> lines = Screen.Render(unfolded, width: 80, height: 24, ref scroll, inside: "%0 Normalize");
        lines[0].ShouldStartWith("inside %0 Normalize: step");
        string.Concat(lines).ShouldContain("x̂");
        lines.ShouldAllBe(line => Columns(line) == 80);
    }

    [Fact]
    public void Scrolling_too_far_stops_at_the_last_page()
    {
        var stepper = new TraceStepper(Models.Trace("cnn", seed: 1));
        int scroll = 10_000;
        string top = Screen.Render(stepper, width: 80, height: 24, ref scroll)[0];
        scroll.ShouldBeInRange(1, 1000);
        top.ShouldContain("more above");
    }

    [Theory]
    [InlineData(39, 24)]
    [InlineData(80, 9)]
    [InlineData(1, 1)]
    public void A_terminal_that_is_too_small_says_so_within_its_size(int width, int height)
    {
        int scroll = 0;
        IReadOnlyList<string> lines = Screen.Render(new TraceStepper(Models.Trace("mlp", seed: 1)), width, height, ref scroll);
        lines.Count.ShouldBe(height);
        lines.ShouldAllBe(line => line.Length == width);
    }

    [Fact]
    public void The_help_fits_80_by_24() => Screen.Help(80, 24).ShouldAllBe(line => Columns(line) == 80 && !line.Contains('…'));

    private static IReadOnlyList<string> Render(TraceStepper stepper, int scroll = 0, bool colors = false) =>
        Screen.Render(stepper, width: 80, height: 24, ref scroll, colors);

    /// <summary>What is seen: without escape sequences and without marks above letters.</summary>
    private static int Columns(string line) =>
        Regex.Replace(line, "\u001b\\[[0-9;]*m", "").Count(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark);
}
