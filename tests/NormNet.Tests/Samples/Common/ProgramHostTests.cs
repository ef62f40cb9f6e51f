using System.CommandLine;
using NormNet.Samples.Common;

namespace NormNet.Tests.Samples.Common;

public class ProgramHostTests
{
    public static TheoryData<Exception> BadInput =>
    [
        new ArgumentException("MatMul: 2×3 by 2×3", "right"), new FileNotFoundException("weights.safetensors is not there"),
        new InvalidDataException("labels.idx: magic\n number 7"), new UnauthorizedAccessException("out: no permission"),
    ];

    [Theory]
    [MemberData(nameof(BadInput))]
    public void An_exception_about_the_input_is_one_line_and_exit_code_2(Exception exception)
    {
        var (code, error) = Run(() => throw exception);
        code.ShouldBe(ProgramHost.BadInput);
        error.TrimEnd().ShouldNotContain('\n');
        error.ShouldNotContain(" at ");
        error.ShouldNotContain("Parameter");
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_one_line_and_exit_code_1()
    {
        var (code, error) = Run(() => throw new NotFiniteNumberException("step 7: the loss is NaN"));
        code.ShouldBe(ProgramHost.Failed);
        error.ShouldContain("step 7");
    }

    [Fact]
    public void A_mistake_of_the_program_itself_is_not_hidden() =>
        Should.Throw<InvalidOperationException>(() => Run(() => throw new InvalidOperationException()));

    [Fact]
    public void The_programs_exit_code_is_passed_on() => Run(() => 7).Code.ShouldBe(7);

    [Theory]
    [InlineData("", "name one of train, test")]
    [InlineData("tset", "'tset' is not one of train, test")]
    [InlineData("train --faster", "'--faster'")]
    public void A_command_that_is_not_there_is_told_which_there_are(string line, string message)
    {
        using var errors = new StringWriter();
        var command = new RootCommand("Does it.") { new Command("train"), new Command("test") };
        string[] arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ProgramHost.Run(arguments, command, (_, _) => 0, errors).ShouldBe(ProgramHost.BadInput);
        errors.ToString().ShouldContain(message);
    }

    private static (int Code, string Error) Run(Func<int> program)
    {
        using var errors = new StringWriter();
        return (ProgramHost.Run([], new RootCommand("Does it."), (_, _) => program(), errors), errors.ToString());
    }
}
