using NormNet.Data;
using NormNet.Layers;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class InceptionNetworkTests
{
    [Fact]
    public void Batch_normalization_follows_each_convolution_and_takes_its_bias()
    {
        Sequential<float> plain = Build(InceptionVariant.Inception), normalized = Build(InceptionVariant.Baseline);
        plain.Modules().OfType<BatchNorm<float>>().ShouldBeEmpty();
        plain.Modules().OfType<Conv2D<float>>().ShouldAllBe(layer => layer.HasBias);
        normalized.Modules().OfType<BatchNorm<float>>().Count().ShouldBe(normalized.Modules().OfType<Conv2D<float>>().Count());
        normalized.Modules().OfType<Conv2D<float>>().ShouldAllBe(layer => !layer.HasBias);
        normalized.Modules().OfType<Sigmoid<float>>().ShouldBeEmpty();
        Build(InceptionVariant.Times5Sigmoid).Modules().OfType<Relu<float>>().ShouldBeEmpty();
        plain.ParameterCount().ShouldBe(12_554);
    }

    [Fact]
    public void Side_changes_take_out_dropout_and_local_response_normalization()
    {
        InceptionVariant[] variants = [InceptionVariant.Baseline, InceptionVariant.Times5, .. InceptionVariant.Ablation];
        foreach (InceptionVariant variant in variants)
        {
            Sequential<float> network = Build(variant);
            network.Modules().OfType<Dropout<float>>().Any().ShouldBe(!variant.Has(SideChanges.NoDropout), variant.Title);
            network.Modules().OfType<LocalResponseNorm<float>>().Any()
                .ShouldBe(!variant.Has(SideChanges.NoLocalResponseNorm), variant.Title);
        }
    }

    [Fact]
    public void Each_change_has_its_row_in_the_ablation()
    {
        InceptionVariant.Ablation.Select(variant => variant.Key).ShouldBeUnique();
        SideChanges[] kept = [.. InceptionVariant.Ablation.Skip(3).Select(variant => SideChanges.All & ~variant.Changes)];
        kept.ShouldBe([.. SideChange.Each.Select(change => change.Flag)]);
        kept.Aggregate((all, change) => all | change).ShouldBe(SideChanges.All);
    }

    [Fact]
    public void The_rate_falls_to_a_half_or_six_times_as_fast()
    {
        var recipe = new InceptionRecipe(64, 32, Steps: 100, TestEvery: 10);
        recipe.ScheduleOf(InceptionVariant.Baseline).Factor(100).ShouldBe(0.5, 1e-12);
        recipe.ScheduleOf(InceptionVariant.Times5).Factor(100).ShouldBe(1.0 / 64, 1e-12);
        InceptionRecipe.PenaltyOf(InceptionVariant.Baseline).ShouldBe(5 * InceptionRecipe.PenaltyOf(InceptionVariant.Times5), 1e-15);
    }

    [Fact]
    public void Without_shuffling_every_epoch_has_the_same_batches()
    {
        DataSet<float> images = Digits.Create<float>(96, seed: 1);
        Labels(shuffling: false)[..3].ShouldBe(Labels(shuffling: false)[3..]);
        Labels(shuffling: true)[..3].ShouldNotBe(Labels(shuffling: true)[3..]);
        Labels(shuffling: true).ShouldBe(Labels(shuffling: true));

        string[] Labels(bool shuffling) =>
        [
            .. InceptionTraining.Batches(images, new Generator(1), shuffling).Take(6)
                .Select(batch => string.Join(' ', batch.Labels.AsSpan().ToArray())),
        ];
    }

    [Fact]
    public void Contrast_and_brightness_are_one_of_an_image()
    {
        float[] image = [-1, 0, 1, 2], changed = new float[4], again = new float[4], untouched = new float[4];
        var distortion = new PhotometricDistortion(0.5);
        distortion.Apply<float>(image, [1, 2, 2], changed, new Generator(1));
        distortion.Apply<float>(image, [1, 2, 2], again, new Generator(1));
        distortion.Apply<float>(image, [1, 2, 2], untouched, chance: null);
        untouched.ShouldBe(image);
        again.ShouldBe(changed);
        float contrast = changed[2] - changed[1];
        contrast.ShouldBeGreaterThan(0);
        contrast.ShouldNotBe(1);
        changed.ShouldBe([.. image.Select(value => (contrast * value) + changed[1])], 1e-5f);
    }

    private static Sequential<float> Build(InceptionVariant variant) => InceptionNetwork.Build(variant, 10, new Generator(1));
}
