using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>
/// Long short-term memory (Hochreiter &amp; Schmidhuber 1997; the forget gate is Gers, Schmidhuber &amp; Cummins's 2000):
/// (i, f, g, o) = W_ih·x + b_ih + W_hh·h + b_hh, c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′).
/// </summary>
/// <remarks>
/// With layer normalization, LN without β: (i, f, g, o) = LN(W_ih·x) + b_ih + LN(W_hh·h) + b_hh and h′ = σ(o)·tanh(LN(c′) + β). γ are
/// <c>norm_ih_l0.weight</c> and <c>norm_hh_l0.weight</c>, (4H), and <c>norm_c_l0.weight</c>, (H), which has <c>norm_c_l0.bias</c> too.
/// </remarks>
/// <inheritdoc cref="RecurrentLayer{T}" path="/remarks"/>
public sealed class Lstm<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A layer whose parameters are not drawn yet.</summary>
    /// <param name="inputs">The number of features of a time step.</param>
    /// <param name="hidden">H, the number of features of a state.</param>
    /// <param name="layers">How many are stacked.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="bidirectional">Whether sequences are also read from their end.</param>
    /// <param name="layerNorm">Whether products and c are normalized.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or less than 2 numbers would be normalized.</exception>
    public Lstm(int inputs, int hidden, int layers = 1, bool bias = true, bool bidirectional = false, bool layerNorm = false)
        : base(
            new RecurrentSettings(inputs, hidden, layers, bias, bidirectional, layerNorm),
            gates: 4,
            [
                new RecurrentNorm(LstmCell<T>.InputNorm, 4),
                new RecurrentNorm(LstmCell<T>.RecurrentNorm, 4),
                new RecurrentNorm(LstmCell<T>.CellNorm, 1, Bias: true),
            ],
            weights => new LstmCell<T>(weights),
            hasCellState: true)
    {
    }

    /// <summary>
    /// What is added to b_ih's part of f when parameters are drawn; 0 as in PyTorch. A positive one lets c last from the start (Jozefowicz
    /// et al. 2015 take 1).
    /// </summary>
    /// <exception cref="ArgumentException">Set on a layer without biases.</exception>
    public double ForgetBias
    {
        get;
        init => field = HasBias || value == 0
            ? value
            : throw new ArgumentException($"{this}: there is no bias to add {value} to.", nameof(value));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        base.OnInitialize(generator);
        if (ForgetBias == 0)
            return;

        foreach (Parameter<T> bias in InputBiases)
        {
            foreach (ref T number in bias.Value.AsWritableSpan().Slice(Hidden, Hidden))
                number += T.CreateTruncating(ForgetBias);
        }
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new Lstm<T>(Inputs, Hidden, Layers, HasBias, IsBidirectional, IsLayerNormalized) { ForgetBias = ForgetBias };
}

/// <summary>A step of an <see cref="Lstm{T}"/>; gates are in the order i, f, g, o.</summary>
internal sealed class LstmCell<T>(RecurrentWeights<T> weights) : RecurrentCell<T>(weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const string InputNorm = "norm_ih", RecurrentNorm = "norm_hh", CellNorm = "norm_c";

    internal override Variable<T> Project(Variable<T> input) => Weights.IsNormalized
        ? RecurrentWeights<T>.Plus(Weights.Normalize(InputNorm, Weights.InputProduct(input)), Weights.BiasSum)
        : Weights.InputProduct(input, Weights.BiasSum);

    internal override CellState<T> Step(Variable<T> projected, CellState<T> before)
    {
        Variable<T> product = Weights.RecurrentProduct(before.Hidden);
        Variable<T> gates = projected + (Weights.IsNormalized ? Weights.Normalize(RecurrentNorm, product) : product);
        Variable<T> kept = Gates(gates, 1).Sigmoid() * before.Cell!, added = Gates(gates, 0).Sigmoid() * Gates(gates, 2).Tanh();
        Variable<T> cell = kept + added;
        Variable<T> shown = Weights.IsNormalized ? Weights.Normalize(CellNorm, cell) : cell;
        return new CellState<T>(Gates(gates, 3).Sigmoid() * shown.Tanh(), cell);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Lstm{T}"/>
    /// <inheritdoc cref="Lstm{T}.Lstm(int, int, int, bool, bool, bool)" path="/param"/>
    public static Lstm<T> Lstm(
        int inputs, int hidden, int layers = 1, bool bias = true, bool bidirectional = false, bool layerNorm = false) =>
        new(inputs, hidden, layers, bias, bidirectional, layerNorm);
}
