using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class DataSplittingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_parts_hold_every_sample_once_in_their_order(bool stratified)
    {
        var data = Numbered([.. Enumerable.Range(0, 40).Select(i => i % 3)]);

        var (train, test) = data.Split(0.25, new Generator(seed: 1), stratified);

        float[] trainRows = train.Inputs.AsSpan().ToArray(), testRows = test.Inputs.AsSpan().ToArray();
        testRows.Length.ShouldBe(10);
        trainRows.ShouldBe(trainRows.Order());
        testRows.ShouldBe(testRows.Order());
        trainRows.Concat(testRows).Order().ShouldBe(Enumerable.Range(0, 40).Select(i => (float)i));
        testRows.ShouldNotBe(Enumerable.Range(0, 10).Select(i => (float)i));
        test.Labels.AsSpan().ToArray().ShouldBe(testRows.Select(row => (int)row % 3));
    }

    [Fact]
    public void The_generator_alone_decides()
    {
        var data = Numbered(new int[50]);

        float[] Test(int seed) => data.Split(0.3, new Generator(seed)).Test.Inputs.AsSpan().ToArray();

        Test(1).ShouldBe(Test(1));
        Test(1).ShouldNotBe(Test(2));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.33)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Stratified_each_class_gives_its_share_to_within_one_sample(double share)
    {
        // 57 of class 0, 30 of class 1, 10 of class 2, 3 of class 3: what is drawn without strata misses the rare ones.
        int[] labels = [.. Enumerable.Repeat(0, 57), .. Enumerable.Repeat(1, 30), .. Enumerable.Repeat(2, 10), .. Enumerable.Repeat(3, 3)];
        var data = Numbered(labels);

        for (int seed = 0; seed < 20; seed++)
        {
            var test = data.Split(share, new Generator(seed), stratified: true).Test;
            test.Count.ShouldBe((int)Math.Round(100 * share));
            for (int k = 0; k < 4; k++)
                Math.Abs(test.Labels.AsSpan().Count(k) - (share * labels.AsSpan().Count(k))).ShouldBeLessThan(1);
        }
    }

    [Fact]
    public void Without_strata_a_rare_class_is_missed_now_and_then()
    {
        var data = Numbered([.. Enumerable.Repeat(0, 95), .. Enumerable.Repeat(1, 5)]);

        Enumerable.Range(0, 20).Select(seed => data.Split(0.2, new Generator(seed)).Test.Labels.AsSpan().Count(1)).Distinct().Count()
            .ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_part_of_a_part_is_one_of_the_whole()
    {
        var data = Numbered([.. Enumerable.Range(0, 30)]).Subset([.. Enumerable.Range(0, 30).Reverse()]);

        var (train, validation) = data.Split(0.5, new Generator(seed: 3)).Train.Split(0.4, new Generator(seed: 4));

        (train.Count, validation.Count).ShouldBe((9, 6));
        foreach (var part in (DataSet<float>[])[train, validation])
            part.Labels.AsSpan().ToArray().ShouldBe(part.Inputs.AsSpan().ToArray().Select(row => (int)row));
    }

    [Fact]
    public void What_cannot_be_parted_is_refused_with_the_reason()
    {
        var data = Numbered([0, 1, 0]);
        var generator = new Generator(seed: 5);
        var targets = new DataSet<float>(Tensor<float>.Zeros([4, 1]), Tensor<float>.Zeros([4, 1]));
        var several = new DataSet<float>(Tensor<float>.Zeros([4, 1]), IndexTensor.Wrap(new int[8], [4, 2]));

        foreach (double share in (double[])[0, 1, -0.5, double.NaN])
            Should.Throw<ArgumentOutOfRangeException>(() => data.Split(share, generator)).Message.ShouldContain("between 0 and 1");
        Should.Throw<ArgumentException>(() => data.Split(0.1, generator)).Message.ShouldContain("0.1 of 3 samples");
        Should.Throw<ArgumentException>(() => data.Split(0.9, generator)).Message.ShouldContain("one part empty");
        Should.Throw<ArgumentException>(() => targets.Split(0.5, generator, stratified: true)).Message.ShouldContain("with targets of (1)");
        Should.Throw<ArgumentException>(() => several.Split(0.5, generator, stratified: true)).Message.ShouldContain("one label each");
        targets.Split(0.5, generator).Train.Targets.Shape.ShouldBe(Shape.Of(2, 1));
    }

    private static DataSet<float> Numbered(int[] labels) => new(
        Tensor<float>.Wrap([.. Enumerable.Range(0, labels.Length).Select(i => (float)i)], [labels.Length, 1]), IndexTensor.From(labels));
}
