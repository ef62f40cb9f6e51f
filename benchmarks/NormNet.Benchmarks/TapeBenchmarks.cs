using BenchmarkDotNet.Attributes;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Benchmarks;

/// <summary>What the tape costs where the arithmetic costs nothing: v = v · c + c on 16 values, 2,000 operations, divided by their number.</summary>
public class TapeBenchmarks
{
    private const int Rounds = 1000;
    private const int Operations = 2 * Rounds;

    private readonly Tensor<float> _values = new Generator(seed: 1).Normal<float>([16]);
    private readonly Variable<float> _constant = Tensor<float>.Full([16], 0.999);

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Unrecorded()
    {
        using var memory = new InferenceScope<float>();
        Chain(_values);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Forward()
    {
        using var tape = Tape<float>.Record();
        Chain(tape.Input(_values));
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void ForwardAndBackward()
    {
        using var tape = Tape<float>.Record();
        tape.Backward(Chain(tape.Input(_values)).Sum());
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void ForwardAndBackwardForTeaching()
    {
        using var tape = Tape<float>.Record(teaching: true);
        tape.Backward(Chain(tape.Input(_values)).Sum());
    }

    private Variable<float> Chain(Variable<float> v)
    {
        for (int round = 0; round < Rounds; round++)
            v = (v * _constant) + _constant;
        return v;
    }
}
