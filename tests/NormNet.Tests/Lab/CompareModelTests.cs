using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

public class CompareModelTests
{
    private static readonly IndexTensor Labels = IndexTensor.From(0, 1, 2, 1, 0, 2, 1, 0);

    [Fact]
    public void A_layer_inside_a_float_model_is_compared_on_its_real_batch_in_float_and_double()
    {
        Sequential<float> model = Model();
        Comparison comparison = Compare.Layer(model, "1", (Inputs(), Labels));
        comparison.Agrees.ShouldBeTrue(comparison.ToString());
        comparison.Parts.Select(part => part.Precision).ShouldBe(["float", "double"]);
        comparison.Parts[0].Shape.ShouldBe(Shape.Of(8, 5));
    }

    [Fact]
    public void The_gradient_of_gamma_is_the_one_that_training_computes()
    {
        Sequential<float> model = Model();
        var norm = (BatchNorm<float>)model.Children.ElementAt(1);
        RouteValue found = Compare.Layer(model, "1", (Inputs(), Labels)).Parts[0].Reference[Quantity.WeightGradient]!;
        using var tape = Tape<float>.Record();
        tape.Backward(Losses.CrossEntropy(model.Forward(Inputs()), Labels));
        for (int c = 0; c < 5; c++)
            found.Values.AsSpan()[c].ShouldBe(norm.Weight!.Gradient!.AsSpan()[c], 1e-6);
    }

    [Fact]
    public void Comparing_leaves_the_model_as_it_was()
    {
        Sequential<float> model = Model();
        var norm = (BatchNorm<float>)model.Children.ElementAt(1);
        norm.Implementation = NormalizationImplementation.Composed;
        Compare.Layer(model, "1", (Inputs(), Labels));
        norm.Running!.Batches.ShouldBe(0);
        norm.Implementation.ShouldBe(NormalizationImplementation.Composed);
        norm.UpdatesStatistics.ShouldBeTrue();
        model.Parameters().ShouldAllBe(parameter => parameter.Gradient == null);
    }

    [Fact]
    public void In_evaluation_the_running_statistics_are_used()
    {
        Sequential<float> model = Model();
        model.Eval();
        Comparison comparison = Compare.Layer(model, "1", (Inputs(), Labels));
        comparison.Agrees.ShouldBeTrue(comparison.ToString());
        comparison.Parts[0].Title.ShouldContain("eval");
    }

    [Fact]
    public void A_path_that_is_no_normalization_is_refused_with_those_that_are() =>
        Should.Throw<ArgumentException>(() => Compare.Layer(Model(), "0", (Inputs(), Labels))).Message.ShouldContain("\"1\" BatchNorm(5)");

    private static Sequential<float> Model()
    {
        Sequential<float> model = Nn<float>.Sequential(Nn<float>.Dense(4, 5), Nn<float>.BatchNorm(5), Nn<float>.Relu(), Nn<float>.Dense(5, 3));
        model.Initialize(new Generator(seed: 1));
        return model;
    }

    private static Tensor<float> Inputs() => new Generator(seed: 2).Normal<float>([8, 4], mean: 1, deviation: 2);
}
