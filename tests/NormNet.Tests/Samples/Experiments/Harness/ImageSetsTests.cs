using NormNet.Data;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public sealed class ImageSetsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("normnet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Binary_pictures_are_ink_above_the_threshold_and_paper_at_it()
    {
        var set = new DataSet<float>(Tensor<float>.From([[0f, 0.5f], [0.51f, 1f]]), IndexTensor.From([0, 1]));
        new DataSplit<float>(set, set).Binary().Train.Inputs.AsSpan().ToArray().ShouldBe([0f, 0f, 1f, 1f]);
    }

    [Fact]
    public void A_folders_identity_changes_with_a_byte_of_a_file_and_not_with_other_files()
    {
        string file = Path.Combine(_folder.FullName, "train-images-idx3-ubyte");
        File.WriteAllBytes(file, [1, 2, 3]);
        string first = ImageSets.FromFolder(_folder.FullName).Identity;
        File.WriteAllText(Path.Combine(_folder.FullName, "README.md"), "about");
        ImageSets.FromFolder(_folder.FullName).Identity.ShouldBe(first);
        File.WriteAllBytes(file, [1, 2, 4]);
        ImageSets.FromFolder(_folder.FullName).Identity.ShouldNotBe(first);
    }

    [Fact]
    public void More_pictures_than_there_are_is_all_of_them() =>
        ImageSets.Made(train: 20, test: 10).Take(train: 30, test: 5).ShouldSatisfyAllConditions(
            split => split.Train.Count.ShouldBe(20), split => split.Test.Count.ShouldBe(5));
}
