using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Playground;
using NormNet.Tensors;
using Spectre.Console;

namespace NormNet.Tests.Samples.Playground;

public class HalfBlocksTests
{
    private const string Reset = "\e[0m";

    // An undecided network is white everywhere; class 0 is drawn in #0072B2, class 1 in #E69F00.
    private static readonly DataSet<float> Points = new(Tensor<float>.From([[-0.5f, 0.5f], [0.5f, -0.5f]]), IndexTensor.From([0, 1]));

    [Fact]
    public void A_character_has_the_colours_of_the_pixel_above_and_the_pixel_below()
    {
        Render(ColorSystemSupport.TrueColor).ShouldBe(
            $"\e[38;2;0;114;178;48;2;255;255;255m▀{Reset}\e[38;2;255;255;255;48;2;230;159;0m▀{Reset}\n");
    }

    [Fact]
    public void A_terminal_of_256_colours_gets_the_nearest_of_its_cube()
    {
        // 0, 114, 178 is nearest to 0, 95, 175 (16 + 36·0 + 6·1 + 3), and 230, 159, 0 to 215, 175, 0 (16 + 36·4 + 6·3).
        Render(ColorSystemSupport.EightBit).ShouldBe($"\e[38;5;25;48;5;231m▀{Reset}\e[38;5;231;48;5;178m▀{Reset}\n");
    }

    private static string Render(ColorSystemSupport colors)
    {
        using var output = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors,
            Out = new AnsiConsoleOutput(output),
        });
        var layer = new Dense<float>(2, 2, bias: false);
        layer.Weight.Value.AsWritableSpan().Clear();
        var square = new Square(Left: -1, Bottom: -1, Side: 2);
        console.Write(new HalfBlocks(DecisionMap.Of(layer, square, pixels: 2), square, Points));
        return output.ToString();
    }
}
