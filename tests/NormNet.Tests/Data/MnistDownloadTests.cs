using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NormNet.Data;

namespace NormNet.Tests.Data;

/// <summary>Downloads from a server on this machine; no test goes to the network.</summary>
public sealed class MnistDownloadTests : IDisposable
{
    private const string TrainImages = "train-images-idx3-ubyte.gz";

    private static readonly string[] Names = [.. MnistSource.Mnist.Files.Keys];

    private readonly TemporaryFolder _folder = new();
    private readonly List<DownloadProgress> _progress = [];

    public MnistDownloadTests()
    {
        // Noise, so that the compressed file is longer than a few packets.
        byte[] images = new byte[100 * 28 * 28];
        new Random(1).NextBytes(images);
        IdxFile.Write(_folder[TrainImages], [100, 28, 28], images);
        IdxFile.Write(_folder["train-labels-idx1-ubyte.gz"], [100], new byte[100]);
        IdxFile.Write(_folder["t10k-images-idx3-ubyte.gz"], [2, 28, 28], new byte[2 * 28 * 28]);
        IdxFile.Write(_folder["t10k-labels-idx1-ubyte.gz"], [2], new byte[2]);
        Contents = Names.ToDictionary(name => name, name => File.ReadAllBytes(_folder[name]));
    }

    private Dictionary<string, byte[]> Contents { get; }

    private string Target => _folder["target"];

    private string Part => Path.Combine(Target, $"{TrainImages}.part");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("md5")]
    [InlineData("sha-256")]
    [InlineData("none")]
    public async Task Four_files_come_whole_and_can_be_loaded(string checksum)
    {
        using LoopbackServer server = Serve();

        await Download(Source(server, checksum));

        foreach (string name in Names)
            (await File.ReadAllBytesAsync(Path.Combine(Target, name))).ShouldBe(Contents[name]);
        Directory.GetFiles(Target).Length.ShouldBe(4);
        Mnist.Load<float>(Target).Train.Count.ShouldBe(100);
        server.Requests.ShouldBe(Names);
        _progress.Where(report => report.File == TrainImages).Select(report => report.Bytes).ShouldBeInOrder();
        _progress.Last(report => report.File == TrainImages).ShouldBe(
            new DownloadProgress(TrainImages, Contents[TrainImages].Length, Contents[TrainImages].Length));
    }

    [Fact]
    public async Task What_is_there_and_right_is_not_fetched_again()
    {
        using LoopbackServer server = Serve();
        await Download(Source(server));
        File.Delete(Path.Combine(Target, Names[2]));

        await Download(Source(server));

        server.Requests.ShouldBe([.. Names, Names[2]]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_is_gone_on_with(bool ranges)
    {
        using LoopbackServer server = Serve(ranges);
        server.Breaks.Enqueue(10_000);
        server.Breaks.Enqueue(20_000);

        await Download(Source(server));

        (await File.ReadAllBytesAsync(Path.Combine(Target, TrainImages))).ShouldBe(Contents[TrainImages]);
        server.Requests[..3].ShouldBe([TrainImages, $"{TrainImages} from 10000", $"{TrainImages} from {(ranges ? 30_000 : 20_000)}"]);
        _progress.Last(report => report.File == TrainImages).TotalBytes.ShouldBe(Contents[TrainImages].Length);
    }

    [Fact]
    public async Task What_an_earlier_call_left_is_gone_on_with()
    {
        using (LoopbackServer server = Serve())
        {
            foreach (int attempt in Enumerable.Range(1, NormNet.Data.Download.Attempts))
                server.Breaks.Enqueue(1000 * attempt);
            var fault = await Should.ThrowAsync<IOException>(() => Download(Source(server)));
            fault.Message.ShouldContain("the connection broke off, 4 times. The 10000 bytes that came are kept");
            fault.Message.ShouldNotContain("\n");
            new FileInfo(Part).Length.ShouldBe(10_000);
        }

        using LoopbackServer later = Serve();
        await Download(Source(later));

        later.Requests[0].ShouldBe($"{TrainImages} from 10000");
        (await File.ReadAllBytesAsync(Path.Combine(Target, TrainImages))).ShouldBe(Contents[TrainImages]);
        File.Exists(Part).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_part_that_is_complete_or_longer_is_no_obstacle(int more)
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllBytesAsync(Part, [.. Contents[TrainImages], .. new byte[more]]);
        using LoopbackServer server = Serve();

        await Download(Source(server));

        (await File.ReadAllBytesAsync(Path.Combine(Target, TrainImages))).ShouldBe(Contents[TrainImages]);
        server.Requests.Count(request => request == TrainImages).ShouldBe(more == 0 ? 0 : 1);
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_the_file_removed()
    {
        using LoopbackServer server = Serve();
        MnistSource source = Source(server);
        server.Files[TrainImages] = [.. Contents[TrainImages][..^1], 1];

        var fault = await Should.ThrowAsync<InvalidDataException>(() => Download(source));

        fault.Message.ShouldContain($"instead of {source.Files[TrainImages]}");
        fault.Message.ShouldContain(server.Address.AbsoluteUri);
        Directory.GetFiles(Target).ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_part_of_something_else_is_found_by_the_checksum_and_does_not_stay()
    {
        Directory.CreateDirectory(Target);
        await File.WriteAllBytesAsync(Part, new byte[5000]);
        using LoopbackServer server = Serve();

        await Should.ThrowAsync<InvalidDataException>(() => Download(Source(server)));
        await Download(Source(server));

        (await File.ReadAllBytesAsync(Path.Combine(Target, TrainImages))).ShouldBe(Contents[TrainImages]);
    }

    [Fact]
    public async Task Without_checksums_a_file_that_is_no_IDX_file_is_refused()
    {
        using LoopbackServer server = Serve();
        server.Files[TrainImages] = "<html>moved</html>"u8.ToArray();
        (await Should.ThrowAsync<InvalidDataException>(() => Download(Source(server, "none"))))
            .Message.ShouldContain("what came is not the file");

        server.Files[TrainImages] = Bomb();
        (await Should.ThrowAsync<InvalidDataException>(() => Download(Source(server, "none")))).Message.ShouldContain("claims more than");
        Directory.GetFiles(Target).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_file_of_the_users_is_left_alone()
    {
        Directory.CreateDirectory(Target);
        string own = Path.Combine(Target, Names[0]);
        await File.WriteAllTextAsync(own, "mine");
        using LoopbackServer server = Serve();

        (await Should.ThrowAsync<InvalidDataException>(() => Download(Source(server))))
            .Message.ShouldContain("is there already and is another file");

        (await File.ReadAllTextAsync(own)).ShouldBe("mine");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error_of_one_line_at_once()
    {
        using LoopbackServer server = Serve();
        server.Files.Remove(TrainImages);

        var fault = await Should.ThrowAsync<IOException>(() => Download(Source(server)));

        fault.Message.ShouldBe($"{server.Address}/{TrainImages}: the server answers 404 (Not Found).");
        server.Requests.Count.ShouldBe(1);
        Directory.GetFiles(Target).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error_of_one_line()
    {
        Uri nowhere;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            nowhere = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        }

        var fault = await Should.ThrowAsync<IOException>(() => Download(MnistSource.At(nowhere)));

        fault.Message.ShouldContain($"{nowhere}{TrainImages}: ");
        fault.Message.ShouldContain("The 0 bytes that came");
        fault.Message.ShouldNotContain("\n");
        Directory.GetFiles(Target).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up_and_a_cancelled_call_is_cancelled()
    {
        using LoopbackServer server = new() { FallsSilent = true };
        foreach ((string name, byte[] content) in Contents)
            server.Files[name] = content;
        (await Should.ThrowAsync<IOException>(() => Download(Source(server), patience: TimeSpan.FromMilliseconds(50))))
            .Message.ShouldContain("the server sends nothing, 4 times");

        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(() => Download(Source(server), cancellation: cancellation.Token));
    }

    [Fact]
    public async Task A_body_of_unknown_length_that_is_cut_off_is_found_by_the_checksum()
    {
        using LoopbackServer server = new() { SaysLength = false };
        foreach ((string name, byte[] content) in Contents)
            server.Files[name] = content;
        server.Breaks.Enqueue(10_000);

        await Should.ThrowAsync<InvalidDataException>(() => Download(Source(server)));
        await Download(Source(server));

        _progress.ShouldAllBe(report => report.TotalBytes == null);
    }

    [Theory]
    [InlineData("ftp://example.org/", "t10k", "is no address of http or https")]
    [InlineData("http://127.0.0.1/", "../outside", "is no name of a file")]
    public async Task Addresses_and_names_that_lead_elsewhere_are_refused(string address, string name, string finding)
    {
        var source = new MnistSource(new Uri(address), new Dictionary<string, string> { [name] = "" });

        (await Should.ThrowAsync<ArgumentException>(() => Mnist.DownloadAsync(Target, source))).Message.ShouldContain(finding);
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public void The_customary_sources_name_the_files_that_are_loaded()
    {
        foreach (MnistSource source in (MnistSource[])[MnistSource.Mnist, MnistSource.FashionMnist])
        {
            source.Files.Keys.ShouldBe(Names);
            source.Files.Values.ShouldAllBe(checksum => checksum.Length == 32);
            source.BaseAddress.AbsoluteUri.ShouldEndWith("/");
        }
    }

    private Task Download(MnistSource source, TimeSpan? patience = null, CancellationToken cancellation = default) => Mnist.DownloadAsync(
        Target, source, new Listener(_progress), pause: TimeSpan.FromMilliseconds(1), patience ?? TimeSpan.FromSeconds(30), cancellation);

    private LoopbackServer Serve(bool ranges = true)
    {
        var server = new LoopbackServer { KnowsRanges = ranges };
        foreach ((string name, byte[] content) in Contents)
            server.Files[name] = content;
        return server;
    }

    private MnistSource Source(LoopbackServer server, string checksum = "md5") =>
        new(server.Address, Names.ToDictionary(name => name, name => checksum switch
        {
            "md5" => Convert.ToHexString(MD5.HashData(Contents[name])),
            "sha-256" => Convert.ToHexStringLower(SHA256.HashData(Contents[name])),
            _ => "",
        }));

    /// <summary>A small compressed file that claims 4 GiB.</summary>
    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write([0, 0, 8, 3, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, .. new byte[100_000]]);
        return packed.ToArray();
    }

    private sealed class Listener(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
