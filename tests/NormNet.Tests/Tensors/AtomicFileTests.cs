using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_replaced_and_no_temporary_file_stays()
    {
        File.WriteAllText(_folder["a"], "an older and longer content");
        AtomicFile.Write(_folder["a"], stream => stream.Write("new"u8));
        File.ReadAllText(_folder["a"]).ShouldBe("new");
        _folder.FileNames.ShouldBe(["a"]);
    }

    [Fact]
    public void When_writing_fails_the_old_file_stays_as_it_was()
    {
        File.WriteAllText(_folder["a"], "old");
        Should.Throw<InvalidOperationException>(() => AtomicFile.Write(_folder["a"], stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        File.ReadAllText(_folder["a"]).ShouldBe("old");
        _folder.FileNames.ShouldBe(["a"]);
    }

    [Fact]
    public void The_old_file_can_be_read_until_the_new_one_is_complete()
    {
        File.WriteAllText(_folder["a"], "old");
        AtomicFile.Write(_folder["a"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            File.ReadAllText(_folder["a"]).ShouldBe("old");
        });
    }

    [Fact]
    public void A_missing_folder_is_an_error_that_names_it() =>
        Should.Throw<DirectoryNotFoundException>(() => AtomicFile.Write(_folder["missing/a"], _ => { }))
            .Message.ShouldBe($"'{_folder["missing/a"]}' cannot be written: its folder does not exist.");
}
