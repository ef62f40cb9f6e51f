using System.Xml.Linq;
using NormNet.Autograd;
using NormNet.Lab;

namespace NormNet.Tests.Lab.Explorer;

public class MathMlTests
{
    [Theory]
    [InlineData("y = a / b", "<math><mrow><mi>y</mi><mo>=</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow></math>")]
    [InlineData("y = 1/√x", "<math><mrow><mi>y</mi><mo>=</mo><mfrac><mn>1</mn><msqrt><mi>x</mi></msqrt></mfrac></mrow></math>")]
    [InlineData("y = (a − b)/√(c² + 1)", "<math><mrow><mi>y</mi><mo>=</mo><mfrac><mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>"
        + "<msqrt><mrow><msup><mi>c</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></mrow></msqrt></mfrac></mrow></math>")]
    [InlineData("y = x^0.5", "<math><mrow><mi>y</mi><mo>=</mo><msup><mi>x</mi><mn>0.5</mn></msup></mrow></math>")]
    [InlineData("y = Σ a/b", "<math><mrow><mi>y</mi><mo>=</mo><mo>∑</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow></math>")]
    [InlineData("y = a / Σ b", "<math><mrow><mi>y</mi><mo>=</mo><mfrac><mi>a</mi><mrow><mo>∑</mo><mi>b</mi></mrow></mfrac></mrow></math>")]
    [InlineData("%3 = a", "<math><mrow><mn>%3</mn><mo>=</mo><mi>a</mi></mrow></math>")]
    [InlineData("y = 5.weightᵀ", "<math><mrow><mi>y</mi><mo>=</mo><msup><mtext>5.weight</mtext><mi>T</mi></msup></mrow></math>")]
    [InlineData("y = running_mean_2", "<math><mrow><mi>y</mi><mo>=</mo><mrow><mspace width=\"0.25em\"></mspace>"
        + "<mtext>running_mean_2</mtext><mspace width=\"0.25em\"></mspace></mrow></mrow></math>")]
    [InlineData("w_xh", "<math><mrow><mrow><mspace width=\"0.25em\"></mspace>"
        + "<mtext>w_xh</mtext><mspace width=\"0.25em\"></mspace></mrow></mrow></math>")]
    public void Formulas_are_set_as_they_are_read(string formula, string expected) => MathMl.Of(formula).ShouldBe(expected);

    [Fact]
    public void Every_operation_s_formula_is_well_formed()
    {
        foreach (string formula in OperationCasesFormulas())
            XDocument.Parse(MathMl.Of(formula)).Root!.Name.LocalName.ShouldBe("math", formula);
    }

    [Theory]
    [InlineData("")]
    [InlineData("((((")]
    [InlineData("))) / / √")]
    [InlineData("<script>alert(1)</script> & ^ ²")]
    public void Any_text_gives_well_formed_markup(string text)
    {
        XElement math = XDocument.Parse(MathMl.Of(text)).Root!;
        math.Descendants().ShouldAllBe(element => element.Name.LocalName.StartsWith('m'));
    }

    private static IEnumerable<string> OperationCasesFormulas() =>
        Tapes.Network<double>().Nodes.Concat(Tapes.Shared().Nodes).Select(node => node.Formula)
            .Concat([new Softmax<double>(-1).Formula, new Power<double>(-0.5).Formula, new Sigmoid<double>().Formula]);
}
