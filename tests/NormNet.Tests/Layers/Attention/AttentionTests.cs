using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public abstract class AttentionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Output_is_the_mean_of_values_by_the_softmax_of_scaled_products()
    {
        MultiheadAttention<T> attention = Nn<T>.MultiheadAttention(2, heads: 1);
        attention.InputWeight.Value.CopyFrom(Tensor<T>.From([[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]));
        attention.OutputProjection.Weight.Value.CopyFrom(Tensor<T>.From([[1, 0], [0, 1]]));
        var query = Tensor<T>.From([[[1, 0]]]);
        var keys = Tensor<T>.From([[[1, 5], [3, -5]]]);
        (Variable<T> output, Variable<T> weights) = attention.Attend(query, keys, keys);

        // The scores are 1/√2 and 3/√2.
        double second = 1 / (1 + Math.Exp(-2 / Math.Sqrt(2)));
        weights.Shape.ShouldBe([1, 1, 1, 2]);
        weights.Value.ToDoubles().ShouldBe([1 - second, second], Tolerance.For<T>(4));
        output.Value.ToDoubles().ShouldBe([1 + (2 * second), 5 - (10 * second)], 20 * Tolerance.For<T>(4));
    }

    [Fact]
    public void A_causal_layer_does_not_see_what_comes_later()
    {
        foreach (Layer<T> layer in (Layer<T>[])[Nn<T>.MultiheadAttention(4, heads: 2, causal: true), Block(causal: true)])
        {
            Tensor<T> x = Input(2, 5, 4), other = x.Clone();
            other.AsWritableSpan()[^4..].Fill(T.CreateChecked(3));
            double[] before = layer.Forward(x).Value.ToDoubles(), after = layer.Forward(other).Value.ToDoubles();
            after[..^4].ShouldBe(before[..^4]);
            after[^4..].ShouldNotBe(before[^4..]);
        }
    }

    [Fact]
    public void Filled_up_sequences_give_what_the_short_ones_give()
    {
        TransformerEncoder<T> encoder = Nn<T>.TransformerEncoder(2, () => Block(normFirst: true), Nn<T>.LayerNorm(4));
        Tensor<T> whole = Input(2, 5, 4), beginning = whole.Slice(1, 0, 3);
        Tensor<T> keyMask = Tensor<T>.From([[1, 1, 1, 0, 0], [1, 1, 1, 0, 0]]);
        encoder.Forward(whole, mask: null, keyMask).Value.Slice(1, 0, 3).ToDoubles()
            .ShouldBe(encoder.Forward(beginning).Value.ToDoubles(), Tolerance.For<T>(256) * 4);
    }

    [Fact]
    public void Order_of_the_places_does_not_matter_without_positions_and_does_with_them()
    {
        TransformerEncoderLayer<T> block = Block();
        Tensor<T> x = Input(1, 3, 4), turned = Tensor<T>.Concatenate([x.Slice(1, 2, 1), x.Slice(1, 1, 1), x.Slice(1, 0, 1)], axis: 1);
        First(block.Forward(x)).ShouldBe(Last(block.Forward(turned)), Tolerance.For<T>(256) * 4);
        foreach (Layer<T> positions in (Layer<T>[])[Nn<T>.SinusoidalPositions(4), Nn<T>.LearnedPositions(3, 4)])
        {
            Layer<T> model = Nn<T>.Sequential(positions, block);
            Distance(First(model.Forward(x)), Last(model.Forward(turned))).ShouldBeGreaterThan(1e-3, positions.ToString());
        }

        static double[] First(Variable<T> y) => y.Value.Slice(1, 0, 1).ToDoubles();
        static double[] Last(Variable<T> y) => y.Value.Slice(1, 2, 1).ToDoubles();
        static double Distance(double[] a, double[] b) => a.Zip(b, (one, other) => Math.Abs(one - other)).Max();
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_nothing_and_gives_no_gradient()
    {
        MultiheadAttention<T> attention = Nn<T>.MultiheadAttention(4, heads: 2);
        attention.OutputProjection.Bias!.Value.CopyFrom(Tensor<T>.From([1, 2, 3, 4]));
        using var tape = Tape<T>.Record();
        Variable<T> query = tape.Input(Input(1, 2, 4)), key = tape.Input(Input(1, 3, 4));
        (Variable<T> output, Variable<T> weights) = attention.Attend(query, key, key, Tensor<T>.From([[0, 0, 0], [1, 0, 1]]));
        tape.Backward(output, Input(1, 2, 4));

        weights.Value.ToDoubles()[..3].ShouldBe([0, 0, 0]);
        weights.Value.ToDoubles()[3..6].Sum().ShouldBe(1, Tolerance.For<T>(3));
        weights.Value.ToDoubles()[4].ShouldBe(0);
        output.Value.ToDoubles()[..4].ShouldBe([1, 2, 3, 4]);
        query.Gradient!.ToDoubles()[..4].ShouldBe([0, 0, 0, 0]);
        query.Gradient!.ToDoubles()[4..].ShouldAllBe(value => double.IsFinite(value) && value != 0);
        key.Gradient!.ToDoubles()[4..8].ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public void All_masks_have_to_allow_a_key()
    {
        MultiheadAttention<T> attention = Nn<T>.MultiheadAttention(4, heads: 2, causal: true);
        Tensor<T> x = Input(1, 3, 4);
        Tensor<T> mask = Tensor<T>.From([[1, 1, 1], [1, 1, 1], [1, 0, 1]]), keyMask = Tensor<T>.From([[0, 1, 1]]);
        double[] weights = attention.Attend(x, x, x, mask, keyMask).Weights.Value.ToDoubles();
        weights[..9].ShouldBe([0, 0, 0, 0, 1, 0, 0, 0, 1]);
    }

    [Fact]
    public void Weights_are_dropped_in_training_only_and_shown_whole()
    {
        MultiheadAttention<T> attention = Nn<T>.MultiheadAttention(4, heads: 2, dropout: 0.5);
        Tensor<T> x = Input(2, 6, 4);
        (Variable<T> trained, Variable<T> weights) = attention.Attend(x, x, x);
        weights.Value.Sum([3]).ToDoubles().ShouldAllBe(sum => Math.Abs(sum - 1) <= Tolerance.For<T>(6));
        attention.Eval();
        double[] evaluated = attention.Forward(x).Value.ToDoubles();
        evaluated.ShouldNotBe(trained.Value.ToDoubles());
        attention.Forward(x).Value.ToDoubles().ShouldBe(evaluated);
    }

    [Fact]
    public void Sinusoids_are_those_of_the_paper()
    {
        Tensor<T> zeros = Tensor<T>.Zeros([1, 3, 4]);
        SinusoidalPositions<T> positions = Nn<T>.SinusoidalPositions(4);
        double[] expected =
        [
            0, 1, 0, 1,
            Math.Sin(1), Math.Cos(1), Math.Sin(0.01), Math.Cos(0.01),
            Math.Sin(2), Math.Cos(2), Math.Sin(0.02), Math.Cos(0.02),
        ];
        positions.Forward(zeros).Value.ToDoubles().ShouldBe(expected, Tolerance.For<T>(1));
        positions.Forward(zeros.Slice(1, 0, 2)).Value.ToDoubles().ShouldBe(expected[..8], Tolerance.For<T>(1));
        Nn<T>.SinusoidalPositions(3, waveBase: 8).Forward(Tensor<T>.Zeros([2, 3])).Value.ToDoubles()[3..].ShouldBe(
            [Math.Sin(1), Math.Cos(1), Math.Sin(0.25)], Tolerance.For<T>(1));
    }

    [Fact]
    public void Attention_starts_as_in_PyTorch()
    {
        MultiheadAttention<T> attention = Nn<T>.MultiheadAttention(64, heads: 4);
        attention.Initialize(new Generator(seed: 1));
        double bound = Math.Sqrt(6.0 / (64 + 192));
        double[] weight = attention.InputWeight.Value.ToDoubles();
        weight.Max(Math.Abs).ShouldBeInRange(0.99 * bound, bound);
        attention.InputBias!.Value.ToDoubles().ShouldAllBe(value => value == 0);
        attention.OutputProjection.Bias!.Value.ToDoubles().ShouldAllBe(value => value == 0);
        attention.OutputProjection.Weight.Value.ToDoubles().Max(Math.Abs).ShouldBeInRange(0.99 / 8, 1.0 / 8);
    }

    [Fact]
    public void Blocks_of_an_encoder_start_from_numbers_of_their_own()
    {
        TransformerEncoder<T> encoder = Nn<T>.TransformerEncoder(2, () => Block());
        encoder.Initialize(new Generator(seed: 1));
        encoder.Layers[0].Linear1.Weight.Value.ToDoubles().ShouldNotBe(encoder.Layers[1].Linear1.Weight.Value.ToDoubles());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        MultiheadAttention<T> attention = Nn<T>.MultiheadAttention(4, heads: 2), causal = Nn<T>.MultiheadAttention(4, heads: 2, causal: true);
        Tensor<T> x = Input(2, 3, 4), longer = Input(2, 5, 4);
        Refused(() => Nn<T>.MultiheadAttention(6, heads: 4), "4 heads cannot share 6 features");
        Refused(() => attention.Forward(Input(2, 3, 6)), "(N, T, 4)");
        Refused(() => attention.Forward(Tensor<T>.Zeros([3, 4])), "(3, 4)");
        Refused(() => attention.Forward(x, longer, x), "(2, 5, 4)");
        Refused(() => attention.Forward(x, Input(1, 3, 4), Input(1, 3, 4)), "(1, 3, 4)");
        Refused(() => attention.Forward(x, x, x, Tensor<T>.Ones([3, 2])), "(3, 3), (2, 3, 3) or (2, 2, 3, 3)");
        Refused(() => attention.Forward(x, x, x, Tensor<T>.Ones([9])), "this one is (9)");
        Refused(() => attention.Forward(x, x, x, keyMask: Tensor<T>.Ones([3, 2])), "a mask of keys is (2, 3)");
        Refused(() => attention.Forward(x, x, x, Tensor<T>.Full([3, 3], -1e9)), "this one holds -1");
        Refused(() => causal.Forward(x, longer, longer), "5 keys");
        Refused(() => Nn<T>.LearnedPositions(2, 4).Forward(x), "3 places");
        Refused(() => Nn<T>.SinusoidalPositions(5).Forward(x), "(..., T, 5)");
        Refused(() => new TransformerEncoder<T>([]), "at least one layer");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.MultiheadAttention(4, heads: 0)).ParamName.ShouldBe("heads");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.SinusoidalPositions(4, waveBase: 1)).ParamName.ShouldBe("waveBase");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.LearnedPositions(0, 4)).ParamName.ShouldBe("places");
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.TransformerEncoder(0, () => Block())).ParamName.ShouldBe("count");

        static void Refused(Func<object> act, string reason) => Should.Throw<ArgumentException>(act).Message.ShouldContain(reason);
    }

    [Fact]
    public void A_model_of_language_is_built_summarized_cloned_and_saved()
    {
        Sequential<T> model = Nn<T>.Sequential(
            Nn<T>.Embedding(7, 4), Nn<T>.LearnedPositions(6, 4),
            Nn<T>.TransformerEncoder(
                2, () => Nn<T>.TransformerEncoderLayer(4, heads: 2, norm: Nn<T>.RmsNorm, normFirst: true, causal: true), Nn<T>.RmsNorm(4)),
            Nn<T>.Dense(4, 7));
        model.ToString().ShouldContain("TransformerEncoderLayer(4, heads: 2, hidden: 16, RmsNorm(4), normFirst, causal)");
        ModuleSummary summary = model.Summary([1, 6]);
        summary.Parameters.ShouldBe(28 + 24 + (2 * (60 + 20 + 80 + 68 + 8)) + 4 + 35);
        summary.Rows.Single(row => row.Name == "2.layers.1.self_attn").OutputShape.ShouldBe([1, 6, 4]);
        model.StateDict().Keys.ShouldContain("2.layers.1.self_attn.in_proj_weight");
        model.StateDict().Keys.ShouldContain("2.norm.weight");

        var clone = (Sequential<T>)model.Clone();
        Tensor<T> texts = Tensor<T>.From([[0, 1, 2, 3], [4, 5, 6, 0]]);
        clone.Predict(texts).ToDoubles().ShouldBe(model.Predict(texts).ToDoubles());
        clone.ToString().ShouldBe(model.ToString());
    }

    private static TransformerEncoderLayer<T> Block(bool normFirst = false, bool causal = false) =>
        Nn<T>.TransformerEncoderLayer(4, heads: 2, hidden: 6, dropout: 0, normFirst: normFirst, causal: causal);

    private static Tensor<T> Input(params int[] shape) => RandomTensors.Make<T>(new Random(5), Shape.Of(shape));
}

public sealed class AttentionTestsInSingle : AttentionTests<float>;

public sealed class AttentionTestsInDouble : AttentionTests<double>;
