using NormNet.Layers;
using NormNet.Samples.Common;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Common;

public class NormChoicesTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 1,
        Batch = 64,
        LearningRate = 0.01,
        Optimizer = "adam",
        Schedule = "constant",
        Norm = "none",
        Activation = "relu",
        Precision = "float",
        Seed = 1,
    };

    public static TheoryData<string> Words => [.. NormChoices.Words];

    [Theory]
    [MemberData(nameof(Words))]
    public void Each_word_makes_hidden_layers_of_its_own_in_images_and_units(string word)
    {
        Sequential<float> images = Images(word), units = Units(word);
        images.Forward(new Generator(seed: 1).Normal<float>([4, 2, 6, 6])).Shape.ShouldBe(Shape.Of(4, 8, 6, 6));
        units.Forward(new Generator(seed: 1).Normal<float>([4, 5])).Shape.ShouldBe(Shape.Of(4, 8));
        NormChoices.Words.Except([word]).ShouldAllBe(other => Images(other).ToString() != images.ToString());
    }

    [Theory]
    [InlineData("batch", "Conv2D(2, 8, kernel: 3, padding: 1, bias: false), BatchNorm(8), Relu")]
    [InlineData("instance", "Conv2D(2, 8, kernel: 3, padding: 1, bias: false), InstanceNorm(8, weight: true, bias: true), Relu")]
    [InlineData("renorm", "Conv2D(2, 8, kernel: 3, padding: 1, bias: false), BatchRenorm(8, 3, 5), Relu")]
    [InlineData("layer", "Conv2D(2, 8, kernel: 3, padding: 1), LayerNorm(8, 6, 6), Relu")]
    [InlineData("frn", "Conv2D(2, 8, kernel: 3, padding: 1), FilterResponseNorm(8), ThresholdedLinearUnit(8)")]
    [InlineData("lrn", "Conv2D(2, 8, kernel: 3, padding: 1), Relu, LocalResponseNorm(5)")]
    [InlineData("weight", "Conv2D(2, 8, kernel: 3, padding: 1, WeightNorm), Relu")]
    public void The_order_is_that_of_the_paper_and_a_bias_that_would_be_subtracted_is_left_out(string word, string expected) =>
        Images(word).ToString().ShouldBe($"Sequential({expected})");

    [Theory]
    [InlineData("instance")]
    [InlineData("lrn")]
    [InlineData("frn")]
    public void What_needs_feature_maps_is_refused_where_there_are_none_with_the_choices(string word)
    {
        string message = Should.Throw<ArgumentException>(() => NormChoices.CheckForUnits(Options with { Norm = word })).Message;
        message.ShouldContain($"'{word}'");
        message.ShouldContain("none, batch");
        Units(word).ToString().ShouldBe("Sequential(Dense(5, 8), Relu)");
        NormChoices.CheckForUnits(Options with { Norm = "layer" });
    }

    private static Sequential<float> Images(string word) => Nn<float>.Sequential(
    [
        .. NormChoices.HiddenLayer<float>(
            Options with { Norm = word }, bias => Nn<float>.Conv2D(2, 8, kernel: 3, padding: 1, bias: bias), [8, 6, 6]),
    ]);

    private static Sequential<float> Units(string word) => Nn<float>.Sequential(
        [.. NormChoices.HiddenLayer<float>(Options with { Norm = word }, bias => Nn<float>.Dense(5, 8, bias), [8])]);
}
