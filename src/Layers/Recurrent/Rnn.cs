using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>What an <see cref="Rnn{T}"/> makes of a step's sum.</summary>
public enum RnnActivation
{
    /// <summary>tanh.</summary>
    Tanh,

    /// <summary>max(0, ·).</summary>
    Relu,
}

/// <summary>h′ = tanh(W_ih·x + b_ih + W_hh·h + b_hh), or max(0, ·) of the same, step by step (Elman 1990).</summary>
/// <remarks>With layer normalization h′ = tanh(γ · (a − μ)/σ + b_ih + b_hh), a = W_ih·x + W_hh·h: γ is <c>norm_l0.weight</c>.</remarks>
/// <inheritdoc cref="RecurrentLayer{T}" path="/remarks"/>
public sealed class Rnn<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A layer whose parameters are not drawn yet.</summary>
    /// <param name="inputs">The number of features of a time step.</param>
    /// <param name="hidden">H, the number of features of a state.</param>
    /// <param name="layers">How many are stacked.</param>
    /// <param name="activation">tanh or max(0, ·).</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="bidirectional">Whether sequences are also read from their end.</param>
    /// <param name="layerNorm">Whether the sums are normalized.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or less than 2 numbers would be normalized.</exception>
    public Rnn(
        int inputs,
        int hidden,
        int layers = 1,
        RnnActivation activation = RnnActivation.Tanh,
        bool bias = true,
        bool bidirectional = false,
        bool layerNorm = false)
        : base(
            new RecurrentSettings(inputs, hidden, layers, bias, bidirectional, layerNorm),
            gates: 1,
            [new RecurrentNorm(RnnCell<T>.Norm, Gates: 1)],
            weights => new RnnCell<T>(weights, Checked(activation))) => Activation = activation;

    /// <summary>What is made of a step's sum.</summary>
    public RnnActivation Activation { get; }

    /// <inheritdoc/>
    private protected override string MoreSettings => Activation == RnnActivation.Tanh ? "" : ", Relu";

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new Rnn<T>(Inputs, Hidden, Layers, Activation, HasBias, IsBidirectional, IsLayerNormalized);

    private static RnnActivation Checked(RnnActivation activation) => Enum.IsDefined(activation)
        ? activation
        : throw new ArgumentOutOfRangeException(nameof(activation), activation, "Rnn: the activation is Tanh or Relu.");
}

/// <summary>A step of an <see cref="Rnn{T}"/>.</summary>
internal sealed class RnnCell<T>(RecurrentWeights<T> weights, RnnActivation activation) : RecurrentCell<T>(weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const string Norm = "norm";

    internal override Variable<T> Project(Variable<T> input) => Weights.InputProduct(input, Weights.IsNormalized ? null : Weights.BiasSum);

    internal override CellState<T> Step(Variable<T> projected, CellState<T> before)
    {
        Variable<T> sum = projected + Weights.RecurrentProduct(before.Hidden);
        if (Weights.IsNormalized)
            sum = RecurrentWeights<T>.Plus(Weights.Normalize(Norm, sum), Weights.BiasSum);
        return new CellState<T>(activation == RnnActivation.Relu ? sum.Relu() : sum.Tanh(), Cell: null);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Rnn{T}"/>
    /// <inheritdoc cref="Rnn{T}.Rnn(int, int, int, RnnActivation, bool, bool, bool)" path="/param"/>
    public static Rnn<T> Rnn(
        int inputs,
        int hidden,
        int layers = 1,
        RnnActivation activation = RnnActivation.Tanh,
        bool bias = true,
        bool bidirectional = false,
        bool layerNorm = false) => new(inputs, hidden, layers, activation, bias, bidirectional, layerNorm);
}
