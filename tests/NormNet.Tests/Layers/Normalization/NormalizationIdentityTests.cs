using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>What the members of the family owe each other, and what the papers say of them.</summary>
public sealed class NormalizationIdentityTests
{
    private const double Exact = 1e-12;
    private readonly Generator _generator = new(seed: 31);

    [Fact]
    public void One_group_is_layer_normalization_over_channels_and_places()
    {
        Tensor<double> x = _generator.Normal<double>([3, 4, 5, 2], mean: 1);
        Same(Nn<double>.GroupNorm(1, 4).Forward(x), Nn<double>.LayerNorm([4, 5, 2]).Forward(x));
    }

    [Fact]
    public void As_many_groups_as_channels_are_instance_normalization()
    {
        Tensor<double> x = _generator.Normal<double>([3, 4, 5, 2], mean: 1);
        Same(Nn<double>.GroupNorm(4, 4).Forward(x), Nn<double>.InstanceNorm(4).Forward(x));
    }

    [Fact]
    public void Batch_normalization_of_one_sample_is_instance_normalization()
    {
        Tensor<double> x = _generator.Normal<double>([1, 4, 5, 2], mean: 1);
        Same(Nn<double>.BatchNorm(4).Forward(x), Nn<double>.InstanceNorm(4).Forward(x));
    }

    [Fact]
    public void Root_mean_square_of_centred_values_is_layer_normalization()
    {
        Tensor<double> x = _generator.Normal<double>([6, 8], mean: 1);
        Variable<double> input = x;
        Variable<double> centred = input - input.Mean([1], keepDimensions: true);
        Same(new RmsNorm<double>([8], epsilon: 1e-5).Forward(centred), new LayerNorm<double>([8]).Forward(x));
    }

    [Fact]
    public void The_input_gradient_sums_to_zero_and_its_product_with_xhat_to_what_epsilon_leaves()
    {
        Tensor<double> x = _generator.Normal<double>([9, 3], mean: 1), upstream = _generator.Normal<double>([9, 3]);
        var layer = new BatchNorm<double>(3, epsilon: 0.1);
        layer.Weight!.Value.CopyFrom(_generator.Normal<double>([3], mean: 1));
        using var tape = Tape<double>.Record();
        Variable<double> input = tape.Input(x), y = layer.Forward(input);
        Tensor<double> dx = tape.Gradients(y, [input], upstream)[0].Value;

        Tensor<double> normalized = y.Node!.Saved["xhat"], inverse = y.Node.Saved["invStd"], variance = y.Node.Saved["variance"];
        for (int c = 0; c < 3; c++)
        {
            double sum = 0, product = 0, expected = 0;
            for (int n = 0; n < 9; n++)
            {
                sum += dx[n, c];
                product += dx[n, c] * normalized[n, c];
                expected += layer.Weight.Value[c] * upstream[n, c] * normalized[n, c];
            }

            sum.ShouldBe(0, Exact);
            product.ShouldBe(inverse[0, c] * expected * 0.1 / (variance[0, c] + 0.1), Exact);
        }
    }

    [Fact]
    public void A_bias_in_front_of_batch_normalization_has_no_gradient_and_its_weight_a_gradient_at_right_angles()
    {
        var dense = new Dense<double>(4, 3);
        var layer = new BatchNorm<double>(3, epsilon: 0);
        using var tape = Tape<double>.Record();
        Variable<double> y = layer.Forward(dense.Forward(_generator.Normal<double>([7, 4])));
        tape.Backward((y * _generator.Normal<double>([7, 3])).Sum());

        foreach (double gradient in dense.Bias!.Gradient!.AsSpan())
            gradient.ShouldBe(0, Exact);
        for (int c = 0; c < 3; c++)
            Enumerable.Range(0, 4).Sum(i => dense.Weight.Value[c, i] * dense.Weight.Gradient![c, i]).ShouldBe(0, Exact);
    }

    // Table 1 of the Layer Norm paper (Ba, Kiros & Hinton 2016), at ε = 0, for a dense layer in front; weight normalization with g held.
    [Theory]
    [InlineData("weight matrix re-scaled", true, true, true)]
    [InlineData("weight matrix re-centred", false, false, true)]
    [InlineData("weight vector re-scaled", true, true, false)]
    [InlineData("data re-scaled", true, false, true)]
    [InlineData("data re-centred", true, false, false)]
    [InlineData("single case re-scaled", false, false, true)]
    public void Invariances_are_those_of_the_layer_norm_papers_table(string change, bool batchInvariant, bool weightInvariant, bool layerInvariant)
    {
        Tensor<double> x = _generator.Normal<double>([8, 5]), w = _generator.Normal<double>([6, 5]);
        Tensor<double> x2 = x.Clone(), w2 = w.Clone(), shift = _generator.Normal<double>([5]);
        for (int i = 0; i < w2.Count; i++)
        {
            w2.AsWritableSpan()[i] = change switch
            {
                "weight matrix re-scaled" => 2.5 * w.AsSpan()[i],
                "weight matrix re-centred" => w.AsSpan()[i] + shift[i % 5],
                "weight vector re-scaled" => w.AsSpan()[i] * (i / 5 == 2 ? 3 : 1),
                _ => w.AsSpan()[i],
            };
        }

        for (int i = 0; i < x2.Count; i++)
        {
            x2.AsWritableSpan()[i] = change switch
            {
                "data re-scaled" => 2.5 * x.AsSpan()[i],
                "data re-centred" => x.AsSpan()[i] + shift[i % 5],
                "single case re-scaled" => x.AsSpan()[i] * (i / 5 == 2 ? 3 : 1),
                _ => x.AsSpan()[i],
            };
        }

        double Change(Layer<double> layer)
        {
            double[] before = layer.Forward(Product(x, w)).Value.AsSpan().ToArray(), after = layer.Forward(Product(x2, w2)).Value.AsSpan().ToArray();
            return before.Zip(after, (a, b) => Math.Abs(a - b)).Max();
        }

        (Change(new BatchNorm<double>(6, epsilon: 0)) < 1e-9).ShouldBe(batchInvariant);
        (Change(new LayerNorm<double>([6], epsilon: 0)) < 1e-9).ShouldBe(layerInvariant);

        double[] WeightNormalized(Tensor<double> data, Tensor<double> weight)
        {
            Dense<double> dense = Nn<double>.WeightNorm(Nn<double>.Dense(5, 6));
            dense.Weight.Value.CopyFrom(weight);
            ((WeightNorm<double>)dense.Reparametrization!).Length.Value.CopyFrom(Tensor<double>.From([1, 2, 3, 4, 5, 6]).Reshape(6, 1));
            return dense.Forward(data).Value.AsSpan().ToArray();
        }

        (WeightNormalized(x, w).Zip(WeightNormalized(x2, w2), (a, b) => Math.Abs(a - b)).Max() < 1e-9).ShouldBe(weightInvariant);
    }

    [Fact]
    public void Instance_normalization_forgets_contrast()
    {
        // A 1×1 convolution without bias is a product over the channels.
        Tensor<double> x = _generator.Normal<double>([2, 3, 4, 4]), w = _generator.Normal<double>([5, 3]);
        Variable<double> Convolved(double contrast) =>
            ((contrast * new Variable<double>(x)).Reshape(2, 3, 16).Permute(0, 2, 1).MatMul(w, transposeB: true)).Permute(0, 2, 1).Reshape(2, 5, 4, 4);

        var layer = new InstanceNorm<double>(5, epsilon: 0);
        Same(layer.Forward(Convolved(0.25)), layer.Forward(Convolved(4)));
    }

    [Fact]
    public void Layers_without_a_batch_treat_samples_alone_and_modes_alike()
    {
        Tensor<double> x = _generator.Normal<double>([6, 4, 3]);
        foreach (Layer<double> layer in new Layer<double>[]
            { Nn<double>.GroupNorm(2, 4), Nn<double>.LayerNorm([4, 3]), Nn<double>.RmsNorm(3), Nn<double>.InstanceNorm(4) })
        {
            double[] together = layer.Forward(x).Value.AsSpan().ToArray();
            double[] alone = layer.Forward(Tensor<double>.From(x.AsSpan().Slice(12, 12), [1, 4, 3])).Value.AsSpan().ToArray();
            alone.ShouldBe(together[12..24]);
            layer.Eval();
            layer.Forward(x).Value.AsSpan().ToArray().ShouldBe(together);
            layer.StateDict().Keys.ShouldBeSubsetOf(["weight", "bias"]);
        }
    }

    [Fact]
    public void One_value_to_centre_is_an_error_and_to_scale_is_none()
    {
        Should.Throw<ArgumentException>(() => Nn<double>.LayerNorm(1).Forward(Tensor<double>.Ones([3, 1]))).Message.ShouldContain("RmsNorm");
        Should.Throw<ArgumentException>(() => Nn<double>.GroupNorm(4, 4).Forward(Tensor<double>.Ones([3, 4]))).Message.ShouldContain("fewer groups");
        Should.Throw<ArgumentException>(() => Nn<double>.InstanceNorm(4).Forward(Tensor<double>.Ones([3, 4, 1, 1]))).Message.ShouldContain("GroupNorm");
        Nn<double>.RmsNorm(1).Forward(Tensor<double>.Full([3, 1], -2)).Value[0, 0].ShouldBe(-1, 1e-6);
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused_with_both_numbers()
    {
        string message = Should.Throw<ArgumentException>(() => Nn<float>.GroupNorm(groups: 32, channels: 8)).Message;
        message.ShouldContain("32");
        message.ShouldContain("8");
    }

    private static Tensor<double> Product(Tensor<double> x, Tensor<double> w) => new Variable<double>(x).MatMul(w, transposeB: true).Value;

    private static void Same(Variable<double> a, Variable<double> b)
    {
        a.Shape.ShouldBe(b.Shape);
        for (int i = 0; i < a.Value.Count; i++)
            a.Value.AsSpan()[i].ShouldBe(b.Value.AsSpan()[i], Exact * 10);
    }
}
