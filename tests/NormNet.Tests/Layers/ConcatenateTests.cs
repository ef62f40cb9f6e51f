using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Layers;

public class ConcatenateTests
{
    [Fact]
    public void The_branches_channels_lie_side_by_side_in_their_order()
    {
        Tensor<double> x = new Generator(seed: 3).Normal<double>([2, 3, 4, 5]);
        Layer<double>[] branches = [Conv2D(3, 2, kernel: 1), Sequential(), Sequential(Conv2D(3, 4, kernel: 3, padding: 1), Relu())];
        Concatenate<double> layer = Concatenate(branches);

        Tensor<double> y = layer.Forward(x).Value;

        y.Shape.ShouldBe([2, 9, 4, 5]);
        int channel = 0;
        foreach (Layer<double> branch in branches)
        {
            Tensor<double> part = branch.Forward(x).Value;
            y.Slice(1, channel, part.Shape[1]).AsSpan().ToArray().ShouldBe(part.AsSpan().ToArray());
            channel += part.Shape[1];
        }

        layer.Branches.ShouldBe(branches);
    }

    [Fact]
    public void The_state_names_branches_by_their_places()
    {
        Layer<double> layer = Concatenate(Dense(3, 2), Sequential(Dense(3, 4, bias: false), BatchNorm(4)));
        layer.StateDict().Keys.ShouldBe(
            ["0.weight", "0.bias", "1.0.weight", "1.1.weight", "1.1.bias", "1.1.running_mean", "1.1.running_var", "1.1.num_batches_tracked"],
            ignoreOrder: true);
        layer.ToString().ShouldBe("Concatenate(Dense(3, 2), Sequential(Dense(3, 4, bias: false), BatchNorm(4)))");
    }

    [Fact]
    public void Branches_that_do_not_fit_beside_each_other_are_refused_with_their_shapes()
    {
        string message = Should.Throw<ArgumentException>(
            () => Concatenate(Sequential(), MaxPool2D(2)).Forward(Tensor<double>.Ones([1, 3, 4, 4]))).Message;
        message.ShouldContain("(1, 3, 4, 4)");
        message.ShouldContain("(1, 3, 2, 2)");
        Should.Throw<ArgumentException>(() => Concatenate(Sequential(), Flatten()).Forward(Tensor<double>.Ones([1, 3, 4, 4]))).Message.ShouldContain("(1, 48)");
        Should.Throw<ArgumentException>(() => Concatenate(Sequential()).Forward(Tensor<double>.Ones([3]))).Message.ShouldContain("(3)");
    }

    [Fact]
    public void No_branch_is_refused() => Should.Throw<ArgumentException>(() => Concatenate()).Message.ShouldContain("at least one branch");

    /// <summary>The block of GoogLeNet (Szegedy et al. 2015, table 1, "inception (3a)"): 192 channels become 64 + 128 + 32 + 32.</summary>
    [Fact]
    public void An_Inception_block_is_branches_side_by_side()
    {
        Layer<double> block = Inception(192, one: 64, three: (96, 128), five: (16, 32), pool: 32);
        block.ParameterCount().ShouldBe(163_696);
        Inception(6, one: 2, three: (3, 4), five: (1, 2), pool: 3).Forward(Tensor<double>.Ones([2, 6, 7, 5])).Shape.ShouldBe([2, 11, 7, 5]);

        // The example of Concatenate's documentation.
        static Layer<double> Inception(
            int inputs, int one, (int Reduced, int Made) three, (int Reduced, int Made) five, int pool) => Concatenate(
            Sequential(Conv2D(inputs, one, kernel: 1), Relu()),
            Sequential(Conv2D(inputs, three.Reduced, kernel: 1), Relu(), Conv2D(three.Reduced, three.Made, kernel: 3, padding: 1), Relu()),
            Sequential(Conv2D(inputs, five.Reduced, kernel: 1), Relu(), Conv2D(five.Reduced, five.Made, kernel: 5, padding: 2), Relu()),
            Sequential(MaxPool2D(3, stride: 1, padding: 1), Conv2D(inputs, pool, kernel: 1), Relu()));
    }
}
