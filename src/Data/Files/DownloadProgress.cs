namespace NormNet.Data;

/// <summary>How far the download of a file is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Bytes">How much of it is there, what an earlier call left included.</param>
/// <param name="TotalBytes">How much it will be; null where the server does not say.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long? TotalBytes);
