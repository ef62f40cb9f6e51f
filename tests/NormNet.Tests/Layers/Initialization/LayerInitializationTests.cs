using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>How layers and models choose their initializers.</summary>
public abstract class LayerInitializationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_layer_starts_as_it_was_told_and_draws_nothing_before()
    {
        Sequential<T> model = Nn<T>.Sequential(
            Nn<T>.Dense(2, 3).WithInitializers(weight: Initializer.Constant(0.5), bias: Initializer.Constant(2)),
            Nn<T>.Conv2D(1, 2, kernel: 2).WithInitializers(bias: Initializer.Zeros));
        model.Initialize(new Generator(seed: 1));

        All(model, "0.weight").ShouldAllBe(value => value == 0.5);
        All(model, "0.bias").ShouldAllBe(value => value == 2);
        All(model, "1.bias").ShouldAllBe(value => value == 0);

        // The constants took nothing from the generator, so the kernel is the first that was drawn.
        Conv2D<T> alone = Nn<T>.Conv2D(1, 2, kernel: 2);
        alone.Initialize(new Generator(seed: 1));
        All(model, "1.weight").ShouldBe(All(alone, "weight"));
    }

    [Fact]
    public void A_model_chooses_for_layers_that_did_not_and_this_time_only()
    {
        Sequential<T> model = Nn<T>.Sequential(
            Nn<T>.Dense(2, 2).WithInitializers(weight: Initializer.Constant(7)), Nn<T>.BatchNorm(2), Nn<T>.Dense(2, 1));
        model.Initialize(new Generator(seed: 1), weight: Initializer.Constant(3), bias: Initializer.Zeros);
        All(model, "0.weight").ShouldAllBe(value => value == 7);
        All(model, "0.bias").ShouldAllBe(value => value == 0);
        All(model, "1.weight").ShouldAllBe(value => value == 1);
        All(model, "2.weight").ShouldAllBe(value => value == 3);

        model.Initialize(new Generator(seed: 1));
        All(model, "2.weight").ShouldAllBe(value => Math.Abs(value) <= 1 / Math.Sqrt(2));
        All(model, "2.bias").ShouldAllBe(value => value != 0);
    }

    [Fact]
    public void A_clone_keeps_the_choice()
    {
        Layer<T> clone = Nn<T>.Dense(2, 3).WithInitializers(Initializer.Constant(0.5), Initializer.Constant(2)).Clone();
        clone.Initialize(new Generator(seed: 1));
        All(clone, "weight").ShouldAllBe(value => value == 0.5);
        All(clone, "bias").ShouldAllBe(value => value == 2);
    }

    [Fact]
    public void The_default_is_uniform_within_the_root_of_the_fan_for_the_bias_too()
    {
        Dense<T> layer = Nn<T>.Dense(16, 500);
        layer.Initialize(new Generator(seed: 3));
        foreach (string name in (string[])["weight", "bias"])
        {
            double[] values = All(layer, name);
            values.Max().ShouldBeInRange(0.24, 0.25);
            values.Min().ShouldBeInRange(-0.25, -0.24);
        }
    }

    [Fact]
    public void A_bias_is_no_matrix_and_nothing_is_drawn_for_one()
    {
        Dense<T> layer = Nn<T>.Dense(2, 3);
        double[] before = All(layer, "weight");
        Should.Throw<ArgumentException>(() => layer.WithInitializers(Initializer.Zeros, Initializer.Orthogonal()))
            .Message.ShouldContain("orthogonal");
        layer.WeightInitializer.ShouldBeNull();
        Should.Throw<ArgumentException>(() => layer.Initialize(new Generator(2), Initializer.Zeros, Initializer.Orthogonal()));
        All(layer, "weight").ShouldBe(before);
    }

    private static double[] All(Module<T> model, string name) =>
        [.. model.Parameters().Single(parameter => parameter.Name == name).Value.AsSpan().ToArray().Select(double.CreateChecked)];
}

public sealed class LayerInitializationTestsInSingle : LayerInitializationTests<float>;

public sealed class LayerInitializationTestsInDouble : LayerInitializationTests<double>;
