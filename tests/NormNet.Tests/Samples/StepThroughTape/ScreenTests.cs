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
            IReadOnlyList<string> lines = Screen.Render(stepper, width: 80, height: 24);
            lines.Count.ShouldBe(24);
            lines.ShouldAllBe(line => line.Length <= 80);
        }
        while (stepper.Next());
    }

    [Fact]
    public void The_meeting_of_gradients_shows_the_sum_before_and_after()
    {
        var stepper = new TraceStepper(Models.Trace("shared", seed: 1));
        stepper.JumpTo(StepTarget.Meeting).ShouldBeTrue();
        string screen = string.Join('\n', Screen.Render(stepper, width: 80, height: 24));
        screen.ShouldContain("before ∂ℓ/∂a");
        screen.ShouldContain("+= ∂ℓ/∂a");
        screen.ShouldContain("→ ∂ℓ/∂a");
        screen.ShouldContain("←");
    }

    [Fact]
    public void A_tensor_of_many_values_is_shaded_and_scrolled()
    {
        var stepper = new TraceStepper(Models.Trace("cnn", seed: 1));
        IReadOnlyList<string> top = Screen.Render(stepper, width: 80, height: 24), further = Screen.Render(stepper, width: 80, height: 24, scroll: 5);
        string.Concat(top).ShouldContain("█");
        further.ShouldNotBe(top);
    }
}
