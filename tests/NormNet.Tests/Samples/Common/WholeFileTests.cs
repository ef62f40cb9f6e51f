using NormNet.Samples.Common;

namespace NormNet.Tests.Samples.Common;

public sealed class WholeFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("normnet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_new_content_replaces_the_old_and_nothing_else_is_left()
    {
        var path = Path.Combine(_folder.FullName, "a.txt");
        File.WriteAllText(path, "a much longer old content");
        WholeFile.Write(path, "new");
        File.ReadAllText(path).ShouldBe("new");
        _folder.GetFiles().Length.ShouldBe(1);
    }

    [Fact]
    public void A_target_that_cannot_be_replaced_leaves_no_temporary_file()
    {
        var path = _folder.CreateSubdirectory("taken").FullName;
        Should.Throw<SystemException>(() => WholeFile.Write(path, "text"));
        _folder.GetFiles().ShouldBeEmpty();
    }
}
