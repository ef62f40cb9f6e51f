using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The lecture's six formulas in MathML, and which terms each is the sum of.</summary>
internal static class LectureFormulas
{
    private static readonly string NormalizedGradient = D("<mover><mi>x</mi><mo>^</mo></mover>", "i");
    private static readonly string VarianceGradient = D("<msup><mi>σ</mi><mn>2</mn></msup>", "B");
    private static readonly string MeanGradient = D("<mi>μ</mi>", "B");
    private static readonly string Shifted =
        "<mrow><mo>(</mo><msubsup><mi>σ</mi><mi>B</mi><mn>2</mn></msubsup><mo>+</mo><mi>ε</mi><mo>)</mo></mrow>";
    private static readonly string Root = "<msqrt><msubsup><mi>σ</mi><mi>B</mi><mn>2</mn></msubsup><mo>+</mo><mi>ε</mi></msqrt>";
    private static readonly string Centered =
        "<mo>(</mo><msub><mi>x</mi><mi>i</mi></msub><mo>−</mo><msub><mi>μ</mi><mi>B</mi></msub><mo>)</mo>";
    private static readonly string Sum = "<munder><mo>∑</mo><mi>i</mi></munder>";

    /// <summary>The formula of a gradient.</summary>
    internal static string MathMl(Quantity quantity) => $"<math display=\"block\">{Body(quantity)}</math>";

    /// <summary>The terms of a gradient's formula, each with its name and its numbers at a forward pass.</summary>
    internal static IEnumerable<(string Name, Tensor<double>? Values)> Terms(Quantity quantity, LectureTerms<double> terms) =>
        quantity switch
        {
            Quantity.MeanGradient => [("first term", terms.MeanDirect), ("second term, 0 but for rounding", terms.MeanThroughVariance)],
            Quantity.InputGradient =>
            [
                ("direct term", terms.InputDirect),
                ("term through σ²", terms.InputThroughVariance),
                ("term through μ", terms.InputThroughMean),
            ],
            _ => [],
        };

    private static string Body(Quantity quantity) => quantity switch
    {
        Quantity.NormalizedGradient => $"{NormalizedGradient}<mo>=</mo>{D("<mi>y</mi>", "i")}<mo>·</mo><mi>γ</mi>",
        Quantity.VarianceGradient =>
            $"{VarianceGradient}<mo>=</mo>{Sum}{NormalizedGradient}<mo>·</mo>{Centered}<mo>·</mo>"
            + "<mfrac><mrow><mo>−</mo><mn>1</mn></mrow><mn>2</mn></mfrac>"
            + $"<msup>{Shifted}<mrow><mo>−</mo><mn>3</mn><mo>/</mo><mn>2</mn></mrow></msup>",
        Quantity.MeanGradient =>
            $"{MeanGradient}<mo>=</mo>{Sum}{NormalizedGradient}<mo>·</mo>{Over("<mrow><mo>−</mo><mn>1</mn></mrow>", Root)}<mo>+</mo>"
            + $"{VarianceGradient}<mo>·</mo>{Over($"<mrow>{Sum}<mo>−</mo><mn>2</mn>{Centered}</mrow>", "<mi>m</mi>")}",
        Quantity.InputGradient =>
            $"{D("<mi>x</mi>", "i")}<mo>=</mo>{NormalizedGradient}<mo>·</mo>{Over("<mn>1</mn>", Root)}<mo>+</mo>"
            + $"{VarianceGradient}<mo>·</mo>{Over($"<mrow><mn>2</mn>{Centered}</mrow>", "<mi>m</mi>")}<mo>+</mo>"
            + $"{MeanGradient}<mo>·</mo>{Over("<mn>1</mn>", "<mi>m</mi>")}",
        Quantity.WeightGradient =>
            $"{D("<mi>γ</mi>", null)}<mo>=</mo>{Sum}{D("<mi>y</mi>", "i")}<mo>·</mo>"
            + "<msub><mover><mi>x</mi><mo>^</mo></mover><mi>i</mi></msub>",
        _ => $"{D("<mi>β</mi>", null)}<mo>=</mo>{Sum}{D("<mi>y</mi>", "i")}",
    };

    private static string D(string by, string? index) =>
        Over("<mrow><mo>∂</mo><mi>ℓ</mi></mrow>", $"<mrow><mo>∂</mo>{(index is null ? by : $"<msub>{by}<mi>{index}</mi></msub>")}</mrow>");

    private static string Over(string above, string below) => $"<mfrac>{above}{below}</mfrac>";
}
