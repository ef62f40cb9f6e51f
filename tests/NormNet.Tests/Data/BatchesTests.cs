using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class BatchesTests
{
    private readonly DataSet<float> _ten = DataSet<float>.FromBytes([.. Enumerable.Range(0, 30).Select(i => (byte)i)], [10, 3], [.. Enumerable.Range(0, 10)]);

    [Theory]
    [InlineData(4, false, new[] { 4, 4, 2 })]
    [InlineData(4, true, new[] { 4, 4 })]
    [InlineData(5, true, new[] { 5, 5 })]
    [InlineData(10, true, new[] { 10 })]
    [InlineData(64, false, new[] { 10 })]
    [InlineData(int.MaxValue, false, new[] { 10 })]
    public void Sizes_are_those_asked_for(int size, bool dropLast, int[] expected)
    {
        var batches = _ten.Batches(size, dropLast: dropLast);

        batches.Select(batch => batch.Count).ShouldBe(expected);
        batches.Count.ShouldBe(expected.Length);
    }

    [Fact]
    public void Without_shuffle_samples_come_in_their_own_order() => Labels(_ten.Batches(3)).ShouldBe(Enumerable.Range(0, 10));

    [Fact]
    public void Shuffled_batches_hold_every_sample_once_with_its_own_label()
    {
        var labels = new List<int>();
        foreach (var batch in _ten.Batches(4, shuffle: new Generator(seed: 1)))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int label = batch.Labels[i];
                labels.Add(label);
                for (int k = 0; k < 3; k++)
                    batch.Inputs[i, k].ShouldBe(((3 * label) + k) / 255f);
            }
        }

        labels.ShouldNotBe(Enumerable.Range(0, 10));
        labels.Order().ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public void The_order_depends_on_the_generator_only()
    {
        var epochs = new Generator(seed: 2);

        Labels(_ten.Batches(4, epochs.Fork(0))).ShouldBe(Labels(_ten.Batches(4, new Generator(seed: 2).Fork(0))));
        Labels(_ten.Batches(4, epochs.Fork(0))).ShouldNotBe(Labels(_ten.Batches(4, epochs.Fork(1))));
    }

    [Fact]
    public void Enumerating_again_gives_the_same_batches()
    {
        var batches = _ten.Batches(3, new Generator(seed: 3));

        Labels(batches).ShouldBe(Labels(batches));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Skipping_goes_on_in_the_middle_of_the_same_epoch(int skip)
    {
        var all = Labels(_ten.Batches(4, new Generator(seed: 4)));
        var rest = _ten.Batches(4, new Generator(seed: 4), skip: skip);

        Labels(rest).ShouldBe(all.Skip(4 * skip));
        rest.Count.ShouldBe(3 - skip);
    }

    [Fact]
    public void The_buffers_are_filled_again_and_again()
    {
        var seen = new HashSet<Tensor<float>>();
        foreach (var batch in _ten.Batches(1))
            seen.Add(batch.Inputs);

        seen.Count.ShouldBe(2);
    }

    [Fact]
    public void A_batch_keeps_its_numbers_until_the_next_is_taken()
    {
        foreach (var batch in _ten.Batches(2))
        {
            float[] before = batch.Inputs.AsSpan().ToArray();
            int version = batch.Inputs.Version;
            Thread.Sleep(5);

            batch.Inputs.AsSpan().ToArray().ShouldBe(before);
            batch.Inputs.Version.ShouldBe(version);
        }
    }

    [Fact]
    public void Targets_come_with_their_inputs()
    {
        var data = new DataSet<double>(Tensor<double>.From([[1, 2], [3, 4], [5, 6]]), Tensor<double>.From([[10], [30], [50]]));

        foreach (var batch in data.Batches(2, new Generator(seed: 5)))
        {
            batch.Targets.Shape.ShouldBe(Shape.Of(batch.Count, 1));
            for (int i = 0; i < batch.Count; i++)
                batch.Targets[i, 0].ShouldBe(10 * batch.Inputs[i, 0]);
            Should.Throw<InvalidOperationException>(() => batch.Labels).Message.ShouldContain("no labels");
        }
    }

    [Fact]
    public void Leaving_the_loop_early_leaves_nothing_at_work()
    {
        Tensor<float>[] buffers;
        using (var batches = _ten.Batches(1).GetEnumerator())
        {
            batches.MoveNext();
            var first = batches.Current.Inputs;
            batches.MoveNext();
            buffers = [first, batches.Current.Inputs];
        }

        int[] versions = Array.ConvertAll(buffers, buffer => buffer.Version);
        Thread.Sleep(20);
        Array.ConvertAll(buffers, buffer => buffer.Version).ShouldBe(versions);
    }

    [Fact]
    public void An_error_in_the_making_reaches_whoever_takes_the_batch_as_itself()
    {
        var inputs = Tensor<float>.Uninitialized([10, 3]);
        var data = new DataSet<float>(inputs, IndexTensor.From(new int[10]));
        Tensor<float>.Return(inputs);

        Should.Throw<ObjectDisposedException>(() => Labels(data.Batches(4)));
    }

    [Fact]
    public void Sizes_that_give_no_batch_are_refused_with_the_figures()
    {
        Should.Throw<ArgumentException>(() => _ten.Batches(0)).Message.ShouldContain("'0'");
        Should.Throw<ArgumentException>(() => _ten.Batches(-64)).Message.ShouldContain("-64");
        Should.Throw<ArgumentException>(() => _ten.Batches(11, dropLast: true)).Message.ShouldContain("10 samples do not fill one batch of 11");
        Should.Throw<ArgumentException>(() => _ten.Batches(4, skip: -1)).Message.ShouldContain("-1");
        Should.Throw<ArgumentException>(() => _ten.Batches(4, skip: 4)).Message.ShouldContain("4");
    }

    private static int[] Labels(Batches<float> batches) => [.. batches.SelectMany(batch => batch.Labels.AsSpan().ToArray())];
}
