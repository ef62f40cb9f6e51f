using NormNet.Samples.Common;

namespace NormNet.Tests.Samples.Common;

public class TrainingCommandTests
{
    private static readonly TrainingOptions Defaults = new()
    {
        Epochs = 3,
        Batch = 64,
        LearningRate = 0.01,
        Optimizer = "adam",
        Schedule = "one-cycle",
        Norm = "batch",
        Activation = "relu",
        Precision = "float",
        Seed = 1,
    };

    [Fact]
    public void Without_arguments_the_programs_defaults_hold()
    {
        var (code, options, _) = Run();
        code.ShouldBe(0);
        options.ShouldBe(Defaults);
    }

    [Fact]
    public void Each_option_reaches_its_property()
    {
        var (_, options, _) = Run(
            "--data", "d", "--download", "fashion-mnist", "--train-count", "100", "--epochs", "7", "--steps", "50", "--batch", "32", "--learning-rate", "0.5",
            "--optimizer", "sgd", "--schedule", "cosine", "--norm", "none", "--activation", "tanh", "--precision", "double",
            "--seed", "-3", "--threads", "2", "--save", "s", "--resume", "r", "--out", "o", "--json", "j", "--profile",
            "--find-learning-rate", "f.png", "--quiet");
        options.ShouldBe(new TrainingOptions
        {
            Data = "d",
            Download = "fashion-mnist",
            TrainCount = 100,
            Epochs = 7,
            Steps = 50,
            Batch = 32,
            LearningRate = 0.5,
            Optimizer = "sgd",
            Schedule = "cosine",
            Norm = "none",
            Activation = "tanh",
            Precision = "double",
            Seed = -3,
            Threads = 2,
            Save = "s",
            Resume = "r",
            Out = "o",
            Json = "j",
            Profile = true,
            FindLearningRate = "f.png",
            Quiet = true,
        });
    }

    [Theory]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "-1")]
    [InlineData("--batch", "many")]
    [InlineData("--batch", "99999999999")]
    [InlineData("--epochs", "0")]
    [InlineData("--steps", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--train-count", "0")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--learning-rate", "Infinity")]
    [InlineData("--learning-rate", "0")]
    [InlineData("--learning-rate", "-0.1")]
    [InlineData("--norm", "bach")]
    [InlineData("--optimizer", "")]
    [InlineData("--data", "")]
    [InlineData("--download", "cifar")]
    [InlineData("--download", "mnist")]
    [InlineData("--find-learning-rate", "rates.jpg")]
    [InlineData("--find-learning-rate", "folder")]
    [InlineData("--epoch", "3")]
    public void A_bad_argument_is_one_line_that_names_it_and_exit_code_2(string option, string value)
    {
        var (code, options, error) = Run(option, value);
        code.ShouldBe(ProgramHost.BadInput);
        options.ShouldBeNull();
        error.ShouldContain(option);
        error.TrimEnd().ShouldNotContain('\n');
    }

    private static (int Code, TrainingOptions? Options, string Error) Run(params string[] arguments)
    {
        var command = new TrainingCommand("Trains nothing.", Defaults);
        TrainingOptions? options = null;
        using var errors = new StringWriter();
        var code = ProgramHost.Run(
            arguments,
            command.Command,
            (line, _) =>
            {
                options = command.Read(line);
                return 0;
            },
            errors);
        return (code, options, errors.ToString());
    }
}
