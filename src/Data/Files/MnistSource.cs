namespace NormNet.Data;

/// <summary>Where the four files of a data set in MNIST's format are to be had, and by what they are known.</summary>
/// <param name="BaseAddress">What a file's name is put behind; another server of the files is <c>with { BaseAddress = ... }</c>.</param>
/// <param name="Files">The names of the files, each with its checksum (MD5 or SHA-256, in hexadecimal digits), or an empty one.</param>
/// <remarks>
/// The checksums find damage and mistaken files. MD5, which the publishers use, is no defence against somebody who makes files on purpose,
/// nor is a plain HTTP address; what reads the files takes them for untrusted.
/// </remarks>
public sealed record MnistSource(Uri BaseAddress, IReadOnlyDictionary<string, string> Files)
{
    private const string TrainImages = "train-images-idx3-ubyte.gz", TrainLabels = "train-labels-idx1-ubyte.gz";
    private const string TestImages = "t10k-images-idx3-ubyte.gz", TestLabels = "t10k-labels-idx1-ubyte.gz";

    /// <summary>MNIST (LeCun, Cortes &amp; Burges), at the address and with the checksums of torchvision's <c>MNIST</c>; 11.6 MB.</summary>
    public static MnistSource Mnist { get; } = new(new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"), new Dictionary<string, string>
    {
        [TrainImages] = "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        [TrainLabels] = "d53e105ee54ea40749a09fcbcd1e9432",
        [TestImages] = "9fb629c4189551a2d022fa330f9573f3",
        [TestLabels] = "ec29112dd5afa0611ce80d1b7f02629c",
    });

    /// <summary>
    /// Fashion-MNIST (Xiao, Rasul &amp; Vollgraf 2017), at the address and with the checksums of
    /// https://github.com/zalandoresearch/fashion-mnist; 31 MB.
    /// </summary>
    public static MnistSource FashionMnist { get; } = new(
        new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"), new Dictionary<string, string>
        {
            [TrainImages] = "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            [TrainLabels] = "25c81989df183df01b3e8a0aad5dffbe",
            [TestImages] = "bef4ecab320f06d8554ea6380940ec79",
            [TestLabels] = "bb300cfdad3c16e7a12a480ee83cd310",
        });

    /// <summary>A data set of one's own under MNIST's file names, without checksums.</summary>
    public static MnistSource At(Uri baseAddress) =>
        new(baseAddress, new[] { TrainImages, TrainLabels, TestImages, TestLabels }.ToDictionary(name => name, _ => ""));
}
