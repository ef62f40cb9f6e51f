using System.Text;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

/// <summary>The example of docs/DATA.md, word for word.</summary>
public sealed class OwnDataSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_documents_example_reads_pictures_from_files()
    {
        foreach ((string name, byte grey) in ((string, byte)[])[("dog1", 51), ("cat1", 255), ("cat2", 102)])
            File.WriteAllBytes(_folder[$"{name}.pgm"], [.. Encoding.ASCII.GetBytes("P5 8 8 255\n"), .. Enumerable.Repeat(grey, 64)]);

        var data = PicturesIn(Path.GetDirectoryName(_folder["any"])!);

        data.ToString().ShouldBe("3 samples of (1, 8, 8) in 2 classes");
        data.Labels.AsSpan().ToArray().ShouldBe([1, 1, 0]);
        data.Inputs[1, 0, 7, 7].ShouldBe(0.4f);
        foreach (var batch in data.Batches(2, new Generator(seed: 1)))
            batch.Inputs[0, 0, 0, 0].ShouldBeOneOf(batch.Labels[0] == 1 ? [1f, 0.4f] : [0.2f]);

        File.Delete(_folder["cat2.pgm"]);
        Should.Throw<FileNotFoundException>(() => data.Batches(3).Last()).Message.ShouldContain("cat2.pgm");
    }

    [Fact]
    public void The_document_shows_the_code_that_is_tested()
    {
        string document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "DATA.md"));
        string shown = document[document.IndexOf("<!-- own-data-set -->", StringComparison.Ordinal)..].Split("```")[1]["csharp".Length..];
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "OwnDataSetTests.cs"));

        string Unindented(string text) => string.Join('\n', text.Trim().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));
        Unindented(source).ShouldContain(Unindented(shown));
    }

    private static DataSet<float> PicturesIn(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder, "*.pgm").Order(StringComparer.Ordinal)];
        int[] labels = [.. files.Select(file => Path.GetFileName(file).StartsWith("cat", StringComparison.Ordinal) ? 1 : 0)];
        return DataSet<float>.From([1, 8, 8], labels, (index, pixels) =>
        {
            byte[] bytes = File.ReadAllBytes(files[index])[^64..];
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = bytes[i] / 255f;
        });
    }
}
