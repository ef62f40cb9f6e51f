using NormNet.Layers;
using NormNet.Training;

namespace NormNet.Tests.Training;

public class HistoryTests
{
    private static readonly EpochRecord First = new(1, 100, 0.5, 0.75, 0.25, 0.9, 0.001, 1.23456);

    private static readonly EpochRecord Second = new(2, 200, 0.1, null, null, null, 1e-05, 2.5);

    [Fact]
    public void As_text_it_has_a_line_an_epoch_and_leaves_out_what_there_is_not() => NewHistory(First, Second).ToCsv().ShouldBe(
        """
        epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds
        1,100,0.5,0.75,0.25,0.9,0.001,1.235
        2,200,0.1,,,,1E-05,2.500

        """);

    [Fact]
    public void The_file_is_the_text_and_replaces_an_older_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["history.csv"], "old");
        NewHistory(First).WriteCsv(folder["history.csv"]);
        File.ReadAllText(folder["history.csv"]).ShouldBe(NewHistory(First).ToCsv());
        folder.FileNames.ShouldBe(["history.csv"]);
        Should.Throw<IOException>(() => NewHistory(First).WriteCsv(Path.Combine(folder["absent"], "history.csv")));
    }

    [Fact]
    public void An_epoch_recorded_again_takes_the_place_of_its_first_part()
    {
        EpochRecord whole = First with { Step = 150 };
        NewHistory(First, whole, Second).ShouldBe([whole, Second]);
    }

    [Fact]
    public void It_survives_a_checkpoint_to_the_bit()
    {
        EpochRecord odd = new(3, 1L << 52, 1.0 / 3, null, Math.PI, 1.0 / 7, double.Epsilon, 0);
        StateTensor kept = StateTensor.From(History.ToTensor([First, Second, odd]));
        History.FromTensor(kept, "history").ShouldBe([First, Second, odd]);
    }

    private static History NewHistory(params EpochRecord[] records)
    {
        var history = new History();
        foreach (EpochRecord record in records)
            history.Add(record);
        return history;
    }
}
