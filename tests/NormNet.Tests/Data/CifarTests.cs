using NormNet.Data;

namespace NormNet.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private const int ImageBytes = 3 * 32 * 32;

    private readonly TemporaryFolder _folder = new();

    private string Directory => Path.GetDirectoryName(_folder["any"])!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_six_files_of_CIFAR_10_are_read_in_their_order()
    {
        Write10();

        var (train, test) = Cifar.Load10<float>(Directory);

        train.ToString().ShouldBe("10 samples of (3, 32, 32) in 10 classes");
        train.Labels.AsSpan().ToArray().ShouldBe([1, 0, 2, 1, 3, 2, 4, 3, 5, 4]);
        test.Labels.AsSpan().ToArray().ShouldBe([9]);
        train.Inputs[3, 0, 0, 0].ShouldBe(Pixel(2, 1, 0) / 255f);
        train.Inputs[9, 2, 31, 30].ShouldBe(Pixel(5, 1, (2 * 1024) + (31 * 32) + 30) / 255f);
    }

    [Fact]
    public void The_labels_of_CIFAR_100_are_told_apart()
    {
        Write("train.bin", [7, 99], [19, 0]);
        Write("test.bin", [3, 42]);

        var fine = Cifar.Load100<double>(Directory);
        var coarse = Cifar.Load100<double>(Directory, coarse: true);

        fine.Train.Labels.AsSpan().ToArray().ShouldBe([99, 0]);
        fine.Test.ClassCount.ShouldBe(100);
        coarse.Train.Labels.AsSpan().ToArray().ShouldBe([7, 19]);
        coarse.Test.ClassCount.ShouldBe(20);
        fine.Train.Inputs[1, 1, 0, 5].ShouldBe(Pixel(0, 1, 1024 + 5) / 255.0);
    }

    [Theory]
    [InlineData(0, "it is empty")]
    [InlineData(ImageBytes + 2 + 1, "within the fine label of record 1")]
    [InlineData(ImageBytes + 1, "within the blue pixels of record 0")]
    [InlineData(ImageBytes + 2 + 2 + 1023, "within the red pixels of record 1")]
    [InlineData(ImageBytes + 2 + 2 + 1024, "within the green pixels of record 1")]
    public void A_file_that_is_cut_off_is_named_with_the_field(int length, string finding)
    {
        File.WriteAllBytes(_folder["train.bin"], new byte[length]);
        Write("test.bin", [0, 0]);

        string message = Should.Throw<InvalidDataException>(() => Cifar.Load100<float>(Directory)).Message;

        message.ShouldContain("train.bin");
        message.ShouldContain(finding);
    }

    [Fact]
    public void A_label_that_is_no_class_is_named_with_its_record()
    {
        Write10();
        Write("data_batch_4.bin", [9], [10]);
        Should.Throw<InvalidDataException>(() => Cifar.Load10<float>(Directory)).Message
            .ShouldBe($"CIFAR file '{_folder["data_batch_4.bin"]}': the label of record 1 is 10; it must be 0 to 9.");

        Write("train.bin", [20, 3]);
        Write("test.bin", [0, 100]);
        Should.Throw<InvalidDataException>(() => Cifar.Load100<float>(Directory)).Message.ShouldContain("coarse label of record 0 is 20");
        Write("train.bin", [19, 3]);
        Should.Throw<InvalidDataException>(() => Cifar.Load100<float>(Directory, coarse: true))
            .Message.ShouldContain("fine label of record 0 is 100");
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_unread()
    {
        using (var file = File.Create(_folder["train.bin"]))
            file.SetLength(1L << 30);
        Write("test.bin", [0, 0]);

        Should.Throw<InvalidDataException>(() => Cifar.Load100<float>(Directory)).Message.ShouldContain("longer than 250000 records");
    }

    [Fact]
    public void What_is_missing_is_named_before_anything_is_read()
    {
        Should.Throw<DirectoryNotFoundException>(() => Cifar.Load10<float>(_folder["nowhere"])).Message.ShouldContain("nowhere");

        Write10();
        File.WriteAllBytes(_folder["data_batch_1.bin"], [1]);
        File.Delete(_folder["test_batch.bin"]);
        Should.Throw<FileNotFoundException>(() => Cifar.Load10<float>(Directory)).Message.ShouldContain("no file 'test_batch.bin'");
        Should.Throw<FileNotFoundException>(() => Cifar.Load100<float>(Directory)).Message.ShouldContain("unpacked binary version");
    }

    private void Write10()
    {
        for (int i = 1; i <= 5; i++)
            Write($"data_batch_{i}.bin", [(byte)i], [(byte)(i - 1)]);
        Write("test_batch.bin", [9]);
    }

    private void Write(string name, params byte[][] labels)
    {
        int file = char.IsDigit(name[^5]) ? name[^5] - '0' : 0;
        File.WriteAllBytes(_folder[name], [.. labels.SelectMany((label, record) => (byte[])[.. label, .. Image(file, record)])]);
    }

    private static IEnumerable<byte> Image(int file, int record) => Enumerable.Range(0, ImageBytes).Select(i => Pixel(file, record, i));

    private static byte Pixel(int file, int record, int index) => (byte)((file * 31) + (record * 7) + (index * 13) + (index / 1024));
}
