using NormNet.Data;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class StylePicturesTests
{
    [Fact]
    public void Waves_repeat_every_seven_rows_and_fourteen_columns_around_mid_grey()
    {
        Tensor<float> waves = StylePictures.Waves(28);
        for (int y = 0; y < 21; y++)
        {
            for (int x = 0; x < 14; x++)
            {
                ((double)waves[0, 0, y + 7, x]).ShouldBe(waves[0, 0, y, x], tolerance: 1e-6);
                ((double)waves[0, 0, y, x + 14]).ShouldBe(waves[0, 0, y, x], tolerance: 1e-6);
            }
        }

        ((double)waves.Mean().Item()).ShouldBe(0, tolerance: 1e-6);
        StylePictures.Contrast(waves).ShouldBe(0.3 / Math.Sqrt(2), tolerance: 1e-6);
    }

    [Fact]
    public void Contents_are_around_mid_grey_with_half_of_its_range()
    {
        var pixels = new DataSet<float>(Tensor<float>.From([0, 1, 0.5f, 0.75f], [1, 1, 2, 2]), IndexTensor.From([0]));
        Tensor<float> contents = StylePictures.Contents(pixels);
        contents.AsSpan().ToArray().ShouldBe([-0.25f, 0.25f, 0, 0.125f]);
        StylePictures.Contrast(contents * 2).ShouldBe(2 * StylePictures.Contrast(contents), tolerance: 1e-6);
        StylePictures.Rows(contents, 0).ShouldBe([[0.25, 0.75], [0.5, 0.625]]);
    }
}
