namespace NormNet.Data;

public static partial class Mnist
{
    /// <summary>Fetches the four files into a folder, from where <see cref="Load"/> reads them; they stay compressed.</summary>
    /// <param name="directory">The folder, made if it is not there. Files that are there already and right are not fetched again.</param>
    /// <param name="source">Where from; if absent, <see cref="MnistSource.Mnist"/>.</param>
    /// <param name="progress">Told what has arrived.</param>
    /// <param name="cancellationToken">Ends the call; what has arrived is kept for the next.</param>
    /// <remarks>
    /// A file that is on its way is called .part, and an interrupted one is gone on with, in the same call or in a later one, if the server
    /// can do that. A file gets its name when its checksum is right and it has been read as the IDX file it should be.
    /// </remarks>
    /// <exception cref="ArgumentException">The address is none of http or https, or a file's name leads out of the folder.</exception>
    /// <exception cref="IOException">A server cannot be reached, refuses, or breaks off repeatedly; a file cannot be written.</exception>
    /// <exception cref="InvalidDataException">What came, or what was in the folder already, is another file.</exception>
    public static Task DownloadAsync(
        string directory,
        MnistSource? source = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default) => DownloadAsync(
            directory,
            source ?? MnistSource.Mnist,
            progress,
            pause: TimeSpan.FromSeconds(1),
            patience: TimeSpan.FromSeconds(60),
            cancellationToken);

    internal static async Task DownloadAsync(
        string directory,
        MnistSource source,
        IProgress<DownloadProgress>? progress,
        TimeSpan pause,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!source.BaseAddress.IsAbsoluteUri || source.BaseAddress.Scheme is not ("http" or "https"))
            throw new ArgumentException($"Mnist: '{source.BaseAddress}' is no address of http or https.", nameof(source));
        if (source.Files.Keys.FirstOrDefault(name => name.Length == 0 || name != Path.GetFileName(name)) is { } outside)
            throw new ArgumentException($"Mnist: '{outside}' is no name of a file in a folder.", nameof(source));

        string address = source.BaseAddress.AbsoluteUri.TrimEnd('/');
        Directory.CreateDirectory(directory);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        foreach ((string name, string checksum) in source.Files)
        {
            var download = new Download(client, new Uri($"{address}/{name}"), Path.Combine(directory, name), checksum)
            {
                Pause = pause,
                Patience = patience,
            };
            await download.RunAsync(file => IdxFile.Read(file), progress, cancellationToken).ConfigureAwait(false);
        }
    }
}
