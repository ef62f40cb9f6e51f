using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace NormNet.Data;

/// <summary>One file from a server: what arrives is kept beside it as .part, and becomes the file when it is whole and right.</summary>
internal sealed class Download(HttpClient client, Uri address, string path, string checksum)
{
    /// <summary>More than any file of MNIST's format is known to have, compressed.</summary>
    internal const long MostBytes = 1L << 30;

    internal const int Attempts = 4;

    private const int BufferBytes = 1 << 16;

    private readonly string _part = $"{path}.part";

    private long PartBytes => File.Exists(_part) ? new FileInfo(_part).Length : 0;

    /// <summary>How long a server may send nothing.</summary>
    internal required TimeSpan Patience { get; init; }

    /// <summary>How long is waited before the connection is tried again, times the attempts so far.</summary>
    internal required TimeSpan Pause { get; init; }

    /// <summary>Fetches the file, from where an earlier call was cut off; a file that is there already is only checked.</summary>
    /// <param name="check">Throws if the file, complete and of the right checksum, is not what it should be.</param>
    /// <param name="progress">Told after every piece.</param>
    /// <param name="cancellationToken">Ends the call; what has arrived is kept.</param>
    /// <exception cref="IOException">The server cannot be reached, refuses, or breaks off again and again.</exception>
    /// <exception cref="InvalidDataException">The file is not the one that is wanted; its part is removed.</exception>
    internal async Task RunAsync(Action<string> check, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            if (await HasChecksumAsync(path, cancellationToken).ConfigureAwait(false) is { } found)
            {
                throw new InvalidDataException(
                    $"'{path}' is there already and is another file (checksum {found} instead of {checksum}); move it away.");
            }

            return;
        }

        try
        {
            await FetchAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (PartBytes == 0)
                File.Delete(_part);
        }

        if (await HasChecksumAsync(_part, cancellationToken).ConfigureAwait(false) is { } wrong)
        {
            File.Delete(_part);
            throw new InvalidDataException($"{address}: what came has the checksum {wrong} instead of {checksum}, and was removed.");
        }

        try
        {
            check(_part);
        }
        catch (InvalidDataException fault)
        {
            File.Delete(_part);
            throw new InvalidDataException($"{address}: what came is not the file, and was removed. {fault.Message}");
        }

        File.Move(_part, path);
    }

    private async Task FetchAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await ReceiveAsync(progress, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (IsBreak(fault) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Attempts)
                {
                    throw new IOException(
                        $"{address}: {Reason(fault)}, {Attempts} times. The {PartBytes} bytes that came are kept; "
                        + "another call goes on from there.",
                        fault);
                }

                await Task.Delay(attempt * Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks for what is missing and appends it to the part.</summary>
    private async Task ReceiveAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using FileStream file = new(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (file.Length > 0)
            request.Headers.Range = new RangeHeaderValue(file.Length, null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using HttpResponseMessage response =
            await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && file.Length > 0)
        {
            // The part is the whole file, which is then checked; or longer, and there is nothing to go on from.
            if (response.Content.Headers.ContentRange?.Length == file.Length)
                return;
            file.SetLength(0);
            throw new HttpIOException(HttpRequestError.InvalidResponse, "the server has less than was kept of it");
        }

        if (!response.IsSuccessStatusCode)
            throw new IOException($"{address}: the server answers {(int)response.StatusCode} ({response.ReasonPhrase}).");
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == file.Length;
        if (!goesOn)
            file.SetLength(0);
        file.Position = file.Length;
        await CopyAsync(response, file, progress, patience).ConfigureAwait(false);
    }

    private async Task CopyAsync(
        HttpResponseMessage response, FileStream file, IProgress<DownloadProgress>? progress, CancellationTokenSource patience)
    {
        long? total = file.Position + response.Content.Headers.ContentLength;
        using Stream content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0)
            {
                if (file.Position + read > MostBytes)
                {
                    file.SetLength(0);
                    throw new InvalidDataException(
                        $"{address}: more than {MostBytes} bytes come, which is no file of this kind; they were removed.");
                }

                await file.WriteAsync(buffer.AsMemory(0, read), patience.Token).ConfigureAwait(false);
                patience.CancelAfter(Patience);
                progress?.Report(new DownloadProgress(Path.GetFileName(path), file.Position, total));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>The checksum of a file where it is not the one that is wanted, and null where it is.</summary>
    private async Task<string?> HasChecksumAsync(string file, CancellationToken cancellationToken)
    {
        if (checksum.Length == 0)
            return null;

        using FileStream stream = File.OpenRead(file);
        byte[] hash = checksum.Length == 2 * MD5.HashSizeInBytes
            ? await MD5.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)
            : await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        string found = Convert.ToHexStringLower(hash);
        return string.Equals(found, checksum, StringComparison.OrdinalIgnoreCase) ? null : found;
    }

    /// <summary>Whether another attempt may help: the connection failed or fell silent.</summary>
    private static bool IsBreak(Exception fault) => fault is HttpRequestException or HttpIOException or OperationCanceledException
        || fault is IOException { InnerException: System.Net.Sockets.SocketException };

    private static string Reason(Exception fault) => fault switch
    {
        OperationCanceledException => "the server sends nothing",
        HttpIOException => "the connection broke off",
        _ => (fault.InnerException ?? fault).Message.TrimEnd('.'),
    };
}
