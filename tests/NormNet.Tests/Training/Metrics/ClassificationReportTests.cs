using NormNet.Training;

namespace NormNet.Tests.Training;

public sealed class ClassificationReportTests
{
    // Class 0: 3 samples, 2 right; class 1: 2 samples, 1 right; class 2 never answered; class 3 without samples; class 4 with neither.
    private static readonly ClassificationReport Report = new(new[,]
    {
        { 2, 1, 0, 0, 0 },
        { 0, 1, 0, 1, 0 },
        { 1, 0, 0, 0, 0 },
        { 0, 0, 0, 0, 0 },
        { 0, 0, 0, 0, 0 },
    });

    [Fact]
    public void Each_class_has_its_shares_of_answers_and_samples()
    {
        Report.Classes[0].ShouldBe(new ClassScores(0, Samples: 3, Answers: 3, Right: 2, new Scores(2 / 3.0, 2 / 3.0, 2 / 3.0)));
        Report.Classes[1].ShouldBe(new ClassScores(1, Samples: 2, Answers: 2, Right: 1, new Scores(0.5, 0.5, 0.5)));
        Report.Classes[2].Scores.ShouldBe(new Scores(0, 0, 0));
        Report.Classes[3].Scores.ShouldBe(new Scores(0, 0, 0));
        Report.Classes[4].Scores.ShouldBe(new Scores(double.NaN, double.NaN, double.NaN));
    }

    [Fact]
    public void F1_is_the_harmonic_mean()
    {
        Scores scores = new ClassificationReport(new[,] { { 3, 1 }, { 5, 7 } }).Classes[0].Scores;
        scores.Precision.ShouldBe(3 / 8.0);
        scores.Recall.ShouldBe(3 / 4.0);
        scores.F1.ShouldBe(2 / ((1 / scores.Precision) + (1 / scores.Recall)), 1e-15);
    }

    [Fact]
    public void Macro_averages_the_classes_that_occur_and_micro_is_the_accuracy()
    {
        Report.Macro.F1.ShouldBe(((2 / 3.0) + 0.5) / 4, 1e-15);
        Report.Macro.Precision.ShouldBe(((2 / 3.0) + 0.5) / 4, 1e-15);
        Report.Micro.ShouldBe(new Scores(0.5, 0.5, 0.5));
    }

    [Fact]
    public void Nothing_has_no_averages()
    {
        var nothing = new ClassificationReport(new int[0, 0]);
        nothing.Classes.ShouldBeEmpty();
        nothing.Macro.F1.ShouldBe(double.NaN);
        nothing.Micro.F1.ShouldBe(double.NaN);
    }

    [Fact]
    public void The_text_has_a_line_for_each_class_and_average()
    {
        string[] lines = Report.ToString().TrimEnd().Split('\n');
        lines.Length.ShouldBe(1 + 5 + 2);
        lines[1].ShouldContain("0.6667");
        lines[^1].ShouldContain("0.5000");
    }

    [Fact]
    public void What_is_no_confusion_matrix_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ClassificationReport(new int[2, 3])).Message.ShouldContain("2×3");
        Should.Throw<ArgumentException>(() => new ClassificationReport(new[,] { { 1, -1 }, { 0, 2 } })).Message.ShouldContain("negative");
    }
}
