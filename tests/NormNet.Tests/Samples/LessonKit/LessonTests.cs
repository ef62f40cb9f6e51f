using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.LessonKit;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.LessonKit;

public class LessonTests
{
    private readonly Lesson _lesson = new(["--no-page"], "A lesson");
    private readonly Lesson _solved = new(["--no-page", "--solution"], "A lesson");

    [Theory]
    [InlineData(new double[] { }, 0)]
    [InlineData(new double[] { 1, 2.0005 }, 0)]
    [InlineData(new double[] { 1, 2.01 }, 1)]
    [InlineData(new double[] { 2, 1 }, 1)]
    [InlineData(new double[] { 1 }, 1)]
    [InlineData(new double[] { 1, 2, 3 }, 1)]
    [InlineData(new[] { 1, double.NaN }, 1)]
    public void Numbers_are_checked_to_three_digits_and_none_are_an_open_task(double[] answer, int exitCode)
    {
        _lesson.Task("one and two", answer, solution: [1, 2], 1, 2);
        _lesson.End(AnyTrace()).ShouldBe(exitCode);
    }

    [Fact]
    public void A_solution_is_checked_like_an_answer()
    {
        _solved.Task("one", answer: [1], solution: [3], 1);
        _solved.End(AnyTrace()).ShouldBe(1);
    }

    [Fact]
    public void Code_is_open_until_it_is_written_and_then_right_or_not()
    {
        _lesson.Check("not written", () => throw new NotImplementedException(), solution: () => false);
        _lesson.Check("right", () => true, solution: () => false);
        _lesson.End(AnyTrace()).ShouldBe(0);
        _lesson.Check("wrong", () => false, solution: () => true);
        _lesson.End(AnyTrace()).ShouldBe(1);
    }

    [Fact]
    public void The_solution_s_code_is_tried_in_place_of_the_learner_s()
    {
        _solved.Check("solved", () => false, solution: () => true);
        _solved.End(AnyTrace()).ShouldBe(0);
    }

    private static TapeTrace AnyTrace()
    {
        using var tape = Tape<double>.Record();
        return TapeTrace.Of(tape, tape.Input(Tensor<double>.Scalar(2), "x") * 3);
    }
}
