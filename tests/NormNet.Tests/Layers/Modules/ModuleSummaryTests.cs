using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Layers;

public class ModuleSummaryTests
{
    [Fact]
    public void A_summary_lists_layers_shapes_and_parameters()
    {
        Sequential<float> model = Sequential(
            Conv2D(1, 16, kernel: 3, padding: 1), Relu(), MaxPool2D(2), Residual(Conv2D(16, 16, kernel: 3, padding: 1, bias: false)),
            GlobalAveragePool(), Dropout(0.1), Dense(16, 10));
        const string Expected = """
                      Layer                                               Output           Parameters
            ─────────────────────────────────────────────────────────────────────────────────────────
                      input                                               (2, 1, 28, 28)
            0         Conv2D(1, 16, kernel: 3, padding: 1)                (2, 16, 28, 28)         160
            1         Relu                                                (2, 16, 28, 28)           0
            2         MaxPool2D(2)                                        (2, 16, 14, 14)           0
            3.body.0  Conv2D(16, 16, kernel: 3, padding: 1, bias: false)  (2, 16, 14, 14)       2,304
            4         GlobalAveragePool                                   (2, 16)                   0
            5         Dropout(0.1)                                        (2, 16)                   0
            6         Dense(16, 10)                                       (2, 10)                 170
            ─────────────────────────────────────────────────────────────────────────────────────────
                                                                          total                 2,634

            """;
        ModuleSummary summary = model.Summary([2, 1, 28, 28]);
        summary.ToString().ReplaceLineEndings("\n").ShouldBe(Expected);
    }

    [Fact]
    public void A_summary_counts_a_shared_layer_once_and_names_what_is_frozen()
    {
        Dense<float> shared = Dense(3, 3);
        Sequential<float> model = Sequential(shared, Relu(), shared);
        shared.Bias!.RequiresGradient = false;
        ModuleSummary summary = model.Summary([1, 3]);
        summary.Parameters.ShouldBe(12);
        summary.Parameters.ShouldBe(model.ParameterCount());
        summary.Frozen.ShouldBe(3);
        summary.ToString().ShouldContain("frozen: 3");
    }

    [Fact]
    public void A_summary_changes_neither_modes_nor_randomness()
    {
        Sequential<float> model = Sequential(Dense(2, 2), Dropout());
        model.Initialize(new Generator(seed: 1));
        byte[] before = [.. model.RandomState().Values.SelectMany(tensor => tensor.Bytes.ToArray())];
        model.Summary([4, 2]);
        model.Modules().ShouldAllBe(module => module.IsTraining);
        model.RandomState().Values.SelectMany(tensor => tensor.Bytes.ToArray()).ShouldBe(before);
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_an_error_that_names_it() =>
        Should.Throw<ArgumentException>(() => Sequential(Dense(3, 3)).Summary([1, 5])).Message.ShouldContain("(1, 5)");
}
