using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014, in the form whose reset gate comes after the product): (r, z, n) of W_ih·x + b_ih and
/// W_hh·h + b_hh, r = σ(r_x + r_h), z = σ(z_x + z_h), n = tanh(n_x + r·n_h), h′ = (1 − z)·n + z·h.
/// </summary>
/// <remarks>
/// With layer normalization each of the four products, of r and z together and of n alone, of x and of h, is normalized before its bias:
/// γ are <c>norm_ih_l0.weight</c> and <c>norm_hh_l0.weight</c>, (2H), <c>norm_in_l0.weight</c> and <c>norm_hn_l0.weight</c>, (H).
/// </remarks>
/// <inheritdoc cref="RecurrentLayer{T}" path="/remarks"/>
public sealed class Gru<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A layer whose parameters are not drawn yet.</summary>
    /// <param name="inputs">The number of features of a time step.</param>
    /// <param name="hidden">H, the number of features of a state.</param>
    /// <param name="layers">How many are stacked.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="bidirectional">Whether sequences are also read from their end.</param>
    /// <param name="layerNorm">Whether products are normalized.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or less than 2 numbers would be normalized.</exception>
    public Gru(int inputs, int hidden, int layers = 1, bool bias = true, bool bidirectional = false, bool layerNorm = false)
        : base(
            new RecurrentSettings(inputs, hidden, layers, bias, bidirectional, layerNorm),
            gates: 3,
            [
                new RecurrentNorm(GruCell<T>.InputNorm, 2),
                new RecurrentNorm(GruCell<T>.RecurrentNorm, 2),
                new RecurrentNorm(GruCell<T>.CandidateInputNorm, 1),
                new RecurrentNorm(GruCell<T>.CandidateRecurrentNorm, 1),
            ],
            weights => new GruCell<T>(weights))
    {
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new Gru<T>(Inputs, Hidden, Layers, HasBias, IsBidirectional, IsLayerNormalized);
}

/// <summary>A step of a <see cref="Gru{T}"/>; gates are in the order r, z, n.</summary>
internal sealed class GruCell<T>(RecurrentWeights<T> weights) : RecurrentCell<T>(weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal const string InputNorm = "norm_ih", RecurrentNorm = "norm_hh";
    internal const string CandidateInputNorm = "norm_in", CandidateRecurrentNorm = "norm_hn";

    internal override Variable<T> Project(Variable<T> input) => Weights.IsNormalized
        ? Normalized(Weights.InputProduct(input), InputNorm, CandidateInputNorm, Weights.InputBias)
        : Weights.InputProduct(input, Weights.InputBias);

    internal override CellState<T> Step(Variable<T> projected, CellState<T> before)
    {
        Variable<T> product = Weights.IsNormalized
            ? Normalized(Weights.RecurrentProduct(before.Hidden), RecurrentNorm, CandidateRecurrentNorm, Weights.RecurrentBias)
            : Weights.RecurrentProduct(before.Hidden, Weights.RecurrentBias);
        Variable<T> gates = (Gates(projected, 0, 2) + Gates(product, 0, 2)).Sigmoid();
        Variable<T> candidate = (Gates(projected, 2) + (Gates(gates, 0) * Gates(product, 2))).Tanh();
        return new CellState<T>(candidate + (Gates(gates, 1) * (before.Hidden - candidate)), Cell: null);
    }

    private Variable<T> Normalized(Variable<T> product, string norm, string candidateNorm, Variable<T>? bias)
    {
        Variable<T> normalized = Variable<T>.Concatenate(
            [Weights.Normalize(norm, Gates(product, 0, 2)), Weights.Normalize(candidateNorm, Gates(product, 2))], axis: -1);
        return RecurrentWeights<T>.Plus(normalized, bias);
    }
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="Gru{T}"/>
    /// <inheritdoc cref="Gru{T}.Gru(int, int, int, bool, bool, bool)" path="/param"/>
    public static Gru<T> Gru(
        int inputs, int hidden, int layers = 1, bool bias = true, bool bidirectional = false, bool layerNorm = false) =>
        new(inputs, hidden, layers, bias, bidirectional, layerNorm);
}
