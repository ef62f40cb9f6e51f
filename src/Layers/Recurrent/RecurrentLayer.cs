using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Layers that read sequences step by step and carry a state: <see cref="Rnn{T}"/>, <see cref="Lstm{T}"/>, <see cref="Gru{T}"/>.
/// </summary>
/// <remarks>
/// <para>
/// Inputs are batch first, (N, T, inputs), and outputs (N, T, directions · H): PyTorch's <c>batch_first=True</c>, which is not its default.
/// States are (layers · directions, N, H), as there. Parameters have PyTorch's names and shapes, those of the backward direction ending in
/// <c>_reverse</c>, and all start uniform over ±1/√H. Each layer's input product is one product for all time steps.
/// </para>
/// <para>
/// With lengths, a state is carried past its sequence's end unchanged, outputs there are 0, and the backward direction begins at the end:
/// what PyTorch does with a packed sequence. Dropout between layers and projected states (PyTorch's dropout and proj_size) are not here:
/// put layers of one and <see cref="Dropout{T}"/> into a <see cref="Sequential{T}"/>.
/// </para>
/// <para>
/// With layer normalization (Ba, Kiros &amp; Hinton 2016, supplementary material) products are normalized over all gates together before
/// the biases are added; so <c>bias_ih</c> and <c>bias_hh</c> are the β, and γ are <c>norm_….weight</c>. PyTorch has no such layer.
/// </para>
/// </remarks>
public abstract class RecurrentLayer<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecurrentCell<T>[] _cells;
    private readonly Parameter<T>[] _drawn;
    private readonly bool _hasCellState;

    /// <summary>Registers every layer's and direction's parameters, then their normalizations.</summary>
    private protected RecurrentLayer(
        RecurrentSettings settings, int gates, RecurrentNorm[] norms, Func<RecurrentWeights<T>, RecurrentCell<T>> cell, bool hasCellState =
            false)
    {
        Settings = settings;
        _hasCellState = hasCellState;
        var weights = new RecurrentWeights<T>[settings.Layers * settings.Directions];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = RegisterWeights(i, gates);
        _drawn = [.. OwnParameters()];
        for (int i = 0; i < weights.Length && settings.LayerNorm; i++)
            weights[i] = weights[i] with { Norms = norms.ToDictionary(norm => norm.Name, norm => RegisterNorm(i, norm)) };
        _cells = Array.ConvertAll(weights, own => cell(own));
    }

    /// <summary>The number of features of a time step.</summary>
    public int Inputs => Settings.Inputs;

    /// <summary>H, the number of features of a state.</summary>
    public int Hidden => Settings.Hidden;

    /// <summary>How many layers are stacked, each reading the outputs of the one below.</summary>
    public int Layers => Settings.Layers;

    /// <summary>Whether there are biases.</summary>
    public bool HasBias => Settings.Bias;

    /// <summary>
    /// Whether each layer also reads from the end to the beginning; its outputs are then side by side, the forward ones first.
    /// </summary>
    public bool IsBidirectional => Settings.Bidirectional;

    /// <summary>Whether products are normalized.</summary>
    public bool IsLayerNormalized => Settings.LayerNorm;

    private protected RecurrentSettings Settings { get; }

    /// <summary>b_ih of every layer and direction; none without biases.</summary>
    private protected IEnumerable<Parameter<T>> InputBiases => HasBias ? _cells.Select(cell => cell.Weights.InputBias!) : [];

    /// <summary>Reads sequences, from a given state and up to given lengths.</summary>
    /// <param name="input">(N, T, inputs).</param>
    /// <param name="state">Where to begin; zeros if absent.</param>
    /// <param name="lengths">The number of steps that count of each sequence, from 0 to T, (N); T for all if absent.</param>
    /// <exception cref="ArgumentException">
    /// A shape does not fit, a length lies outside, or the state has a c too many or too few.
    /// </exception>
    public RecurrentOutput<T> Forward(Variable<T> input, RecurrentState<T>? state, IndexTensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        using (EnterName())
            return Read(input, state, lengths);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{TypeName}({Inputs}, {Hidden}{Settings}{MoreSettings})";

    /// <summary>Settings of one kind of layer alone, where they differ from the default.</summary>
    private protected virtual string MoreSettings => "";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input) => Read(input, state: null, lengths: null).Sequence;

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        double bound = 1 / Math.Sqrt(Hidden);
        foreach (Parameter<T> parameter in _drawn)
            parameter.Value.CopyFrom(generator.Uniform<double>(parameter.Shape, -bound, bound).Cast<T>());
    }

    private RecurrentOutput<T> Read(Variable<T> input, RecurrentState<T>? state, IndexTensor? lengths)
    {
        CheckInput(input);
        (int samples, int steps) = (input.Shape[0], input.Shape[1]);
        SequenceSteps<T>? ends = lengths is null ? null : SequenceSteps<T>.Of(this, lengths, samples, steps);
        CellState<T>[] states = StatesFrom(state, samples);
        int directions = Settings.Directions;
        Variable<T> sequence = input;
        for (int layer = 0; layer < Layers; layer++)
        {
            var read = new Variable<T>[directions];
            for (int direction = 0; direction < directions; direction++)
            {
                int i = (layer * directions) + direction;
                read[direction] = SequenceReading.Run(_cells[i], sequence, ref states[i], ends, isBackward: direction == 1);
            }

            sequence = directions == 1 ? read[0] : Variable<T>.Concatenate(read, axis: -1);
        }

        return new RecurrentOutput<T>(sequence, new RecurrentState<T>(
            Variable<T>.Stack(Array.ConvertAll(states, after => after.Hidden)),
            _hasCellState ? Variable<T>.Stack(Array.ConvertAll(states, after => after.Cell!)) : null));
    }

    private CellState<T>[] StatesFrom(RecurrentState<T>? state, int samples)
    {
        int count = _cells.Length;
        var states = new CellState<T>[count];
        if (state is null)
        {
            Variable<T> zeros = Tensor<T>.Zeros([samples, Hidden]);
            Array.Fill(states, new CellState<T>(zeros, _hasCellState ? zeros : null));
            return states;
        }

        Shape expected = [count, samples, Hidden];
        if (!state.Hidden.Shape.Equals(expected))
            throw new ArgumentException(
                $"{this}: a state (layers · directions, N, H) = {expected} is needed; got {state.Hidden.Shape}.", nameof(state));
        if ((state.Cell is not null) != _hasCellState || (_hasCellState && !state.Cell!.Shape.Equals(expected)))
        {
            throw new ArgumentException(
                $"{this}: {(_hasCellState ? $"a cell state of shape {expected} belongs to its state" : "its state has no cell state")}; "
                + $"got {state.Cell?.Shape.ToString() ?? "none"}.",
                nameof(state));
        }

        for (int i = 0; i < count; i++)
            states[i] = new CellState<T>(Of(state.Hidden, i), _hasCellState ? Of(state.Cell!, i) : null);
        return states;

        Variable<T> Of(Variable<T> all, int i) => all.Slice(0, i, 1).Reshape(samples, Hidden);
    }

    private void CheckInput(Variable<T> input)
    {
        Shape shape = input.Shape;
        if (shape.Rank != 3 || shape[2] != Inputs || shape[1] == 0)
            throw new ArgumentException($"{this}: sequences (N, T, {Inputs}) of at least one step are needed; got {shape}.", nameof(input));
    }

    private RecurrentWeights<T> RegisterWeights(int index, int gates)
    {
        string place = PlaceOf(index);
        int rows = gates * Hidden, inputs = index < Settings.Directions ? Inputs : Settings.Directions * Hidden;
        return new RecurrentWeights<T>(
            Hidden,
            Register("weight_ih" + place, new Parameter<T>([rows, inputs])),
            Register("weight_hh" + place, new Parameter<T>([rows, Hidden])),
            HasBias ? Register("bias_ih" + place, new Parameter<T>([rows])) : null,
            HasBias ? Register("bias_hh" + place, new Parameter<T>([rows])) : null,
            Norms: null);
    }

    private LayerNorm<T> RegisterNorm(int index, RecurrentNorm norm) =>
        Register(norm.Name + PlaceOf(index), new LayerNorm<T>([norm.Gates * Hidden], bias: norm.Bias));

    private string PlaceOf(int index) => $"_l{index / Settings.Directions}{(index % Settings.Directions == 1 ? "_reverse" : "")}";
}
