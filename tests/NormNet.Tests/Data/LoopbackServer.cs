using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NormNet.Tests.Data;

/// <summary>A small HTTP server on this machine's loopback address, which can be told to misbehave.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    internal LoopbackServer()
    {
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    /// <summary>What is served, by file name.</summary>
    internal Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The requests so far: <c>name</c>, or <c>name from N</c> for one with a range.</summary>
    internal List<string> Requests { get; } = [];

    internal bool KnowsRanges { get; init; } = true;

    internal bool SaysLength { get; init; } = true;

    /// <summary>How many bytes of a body each of the next requests gets before the connection is closed.</summary>
    internal Queue<int> Breaks { get; } = [];

    /// <summary>Answers headers and then nothing.</summary>
    internal bool FallsSilent { get; init; }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/files");

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _work.Wait();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client has gone, or the test has ended.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        (string name, int from) = await ReadRequestAsync(stream);
        Requests.Add(from == 0 ? name : $"{name} from {from}");
        if (!Files.TryGetValue(name, out byte[]? file))
        {
            await WriteAsync(stream, "404 Not Found", length: 0);
            return;
        }

        if (KnowsRanges && from >= file.Length && from > 0)
        {
            await WriteAsync(stream, "416 Range Not Satisfiable", length: 0, $"Content-Range: bytes */{file.Length}\r\n");
            return;
        }

        bool partial = KnowsRanges && from > 0;
        byte[] body = partial ? file[from..] : file;
        await WriteAsync(
            stream,
            partial ? "206 Partial Content" : "200 OK",
            SaysLength ? body.Length : null,
            partial ? $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n" : "");
        if (FallsSilent)
            await Task.Delay(Timeout.Infinite, _end.Token);
        await stream.WriteAsync(Breaks.TryDequeue(out int length) ? body.AsMemory(0, Math.Min(length, body.Length)) : body);
    }

    private static async Task<(string Name, int From)> ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string name = (await reader.ReadLineAsync())!.Split(' ')[1]["/files/".Length..];
        int from = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = int.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        return (name, from);
    }

    private static async Task WriteAsync(NetworkStream stream, string status, int? length, string more = "")
    {
        string size = length is null ? "" : $"Content-Length: {length}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{size}{more}\r\n"));
    }
}
