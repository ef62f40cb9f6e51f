using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

/// <summary>
/// Recurrent layers against PyTorch 1.13.1, through padded sequences and given states: parameters by name, outputs, final states and all
/// gradients; <c>recorded/recurrent.py</c> made the numbers.
/// </summary>
public abstract class RecordedRecurrentTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] Input = [3, 4, 2];

    private static readonly Dictionary<string, Record> Numbers =
        Recorded.Read<Dictionary<string, Record>>("Layers/Recurrent/recorded/recurrent.json");

    private static readonly Dictionary<string, RecurrentLayer<T>> Layers = new RecurrentLayer<T>[]
    {
        Nn<T>.Rnn(2, 3),
        Nn<T>.Rnn(2, 3, layers: 2, RnnActivation.Relu, bidirectional: true),
        Nn<T>.Lstm(2, 3),
        Nn<T>.Lstm(2, 3, bias: false),
        Nn<T>.Lstm(2, 3, layers: 2),
        Nn<T>.Lstm(2, 3, layers: 2, bidirectional: true),
        Nn<T>.Gru(2, 3),
        Nn<T>.Gru(2, 3, bias: false),
        Nn<T>.Gru(2, 3, layers: 2),
        Nn<T>.Gru(2, 3, layers: 2, bidirectional: true),
        Nn<T>.Rnn(2, 3, layerNorm: true),
        Nn<T>.Lstm(2, 3, layerNorm: true),
        Nn<T>.Gru(2, 3, layerNorm: true),
    }.ToDictionary(layer => layer.ToString());

    public static TheoryData<string> Names => [.. Numbers.Keys];

    [Fact]
    public void Every_layer_is_recorded() => Layers.Keys.ShouldBe(Numbers.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_states_and_gradients_are_those_of_PyTorch(string name)
    {
        Record expected = Numbers[name];
        var layer = (RecurrentLayer<T>)Layers[name].Clone();
        layer.NamedParameters().Select(named => $"{named.Name} {named.Parameter.Shape}").ShouldBe(
            expected.Shapes.Select(named => $"{named.Key} {Shape.Of(named.Value)}"));
        foreach ((int salt, Parameter<T> parameter) in layer.Parameters().Index())
            parameter.Value.CopyFrom(Made(parameter.Shape, salt + 10));

        using var tape = Tape<T>.Record();
        Variable<T> input = tape.Input(Made(Shape.Of(Input), 0));
        Variable<T>[] begin = expected.Begins ? Begin(tape, layer) : [];
        RecurrentState<T>? state = expected.Begins ? new(begin[0], begin.Length > 1 ? begin[1] : null) : null;
        RecurrentOutput<T> output = layer.Forward(input, state, expected.Lengths is { } lengths ? IndexTensor.From(lengths) : null);
        Variable<T>[] results = output.State.Cell is { } cell ? [output.Sequence, output.State.Hidden, cell] : [output.Sequence, output.State.Hidden];
        Variable<T> loss = results.Index().Select(result => (result.Item * Made(result.Item.Shape, 3 + result.Index)).Sum()).Aggregate((a, b) => a + b);
        tape.Backward(loss);

        results.Length.ShouldBe(expected.Results.Length);
        foreach ((int i, Variable<T> result) in results.Index())
            ShouldBe(result.Value, expected.Results[i], $"result {i}");
        foreach ((int i, Variable<T> leaf) in begin.Prepend(input).Index())
            ShouldBe(leaf.Gradient!, expected.Gradients[i], $"leaf {i}");
        foreach ((string parameter, Parameter<T> found) in layer.NamedParameters())
            ShouldBe(found.Gradient!, expected.Parameters[parameter], parameter);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_clone_computes_the_same_and_says_so(string name)
    {
        RecurrentLayer<T> layer = Layers[name];
        var clone = (RecurrentLayer<T>)layer.Clone();
        clone.ToString().ShouldBe(name);
        Tensor<T> input = Made(Shape.Of(Input), 0);
        clone.Forward(input).Value.ToDoubles().ShouldBe(layer.Forward(input).Value.ToDoubles());
    }

    private static Variable<T>[] Begin(Tape<T> tape, RecurrentLayer<T> layer)
    {
        Shape shape = [layer.Layers * (layer.IsBidirectional ? 2 : 1), Input[0], layer.Hidden];
        return [.. Enumerable.Range(1, layer is Lstm<T> ? 2 : 1).Select(salt => tape.Input(Made(shape, salt)))];
    }

    private static Tensor<T> Made(Shape shape, int salt) => Tensor<T>.FromDoubles(
        [.. Enumerable.Range(0, shape.Count).Select(i => ((((i * 7919) + (salt * 104729)) % 1009) - 504) / 1024.0)], shape);

    private static void ShouldBe(Tensor<T> found, double[] expected, string what)
    {
        // Numbers are of the size of 1 and pass through up to eight steps of some ten roundings each; where a normalization of three
        // numbers stands in between, 1/σ magnifies them.
        double bound = 32 * Tolerance.For<T>(terms: 80) * Math.Max(1, expected.Max(Math.Abs));
        found.ToDoubles().ShouldBe(expected, bound, what);
    }

    private sealed record Record(
        bool Begins, int[]? Lengths, Dictionary<string, int[]> Shapes, double[][] Results, double[][] Gradients, Dictionary<string, double[]> Parameters);
}

public sealed class RecordedRecurrentTestsInSingle : RecordedRecurrentTests<float>;

public sealed class RecordedRecurrentTestsInDouble : RecordedRecurrentTests<double>;
