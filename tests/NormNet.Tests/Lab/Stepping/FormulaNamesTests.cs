using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Stepping;

public class FormulaNamesTests
{
    [Fact]
    public void Symbols_become_names_and_words_stay()
    {
        using var tape = Tape<double>.Record();
        Variable<double> p = tape.Input(Tensor<double>.From([[1, 2], [3, 4]]), "p");
        Variable<double> q = tape.Input(Tensor<double>.From([[5, 6], [7, 8]]), "q");
        Variable<double> y = (p.MatMul(q, transposeB: true).Exp() - p).Maximum(q).LogSoftmax().Sum();
        TapeTrace.Of(tape, y).Nodes.Select(node => node.FilledFormula).ShouldBe(
        [
            "%0 = p · qᵀ", "%1 = exp(%0)", "%2 = %1 − p", "%3 = max(%2, q)", "%4 = %3 − ln Σ exp(%3) along axis -1", "%5 = Σ %4",
        ]);
    }

    [Fact]
    public void Gradient_operations_get_their_own_inputs()
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([1, -2]), "x");
        Variable<double> gradient = tape.Gradients(x.Relu().Sum(), [x], record: true)[0];
        TapeTrace.Of(tape, gradient.Sum()).Nodes.Single(node => node.Operation == "ReluGradient")
            .FilledFormula.ShouldMatch("^%\\d = %\\d where %0 > 0, else 0$");
    }

    [Fact]
    public void A_given_variance_takes_the_place_of_its_symbol_with_the_square()
    {
        BatchNorm<double> norm = Nn<double>.BatchNorm(2);
        norm.Eval();
        using var tape = Tape<double>.Record();
        Variable<double> y = norm.Forward(tape.Input(Tensor<double>.From([[1, 2], [3, 4]]), "x"));
        TapeTrace.Of(tape, y.Sum()).Nodes[0].FilledFormula.ShouldStartWith(
            "%0 = weight · (x − running_mean)/√(running_var + ε) + bias, running_mean and running_var given, ");
    }
}
