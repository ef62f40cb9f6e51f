using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>Each query's mean of the values, weighted by how well their keys fit it, in several subspaces at once.</summary>
/// <remarks>
/// <para>
/// Vaswani et al. 2017, §3.2. Of queries (N, T, C) and keys and values (N, S, C), each of the H heads takes D = C/H features by its own
/// rows of the projections:
/// </para>
/// <code>
///   Q = query·W_qᵀ + b_q     K = key·W_kᵀ + b_k     V = value·W_vᵀ + b_v        (N, H, T or S, D)
///   A = softmax(Q·Kᵀ/√D) over the S keys                                        (N, H, T, S)
///   y = concat(A·V)·W_oᵀ + b_o                                                  (N, T, C)
/// </code>
/// <para>
/// Of one input it is self-attention: queries, keys and values are one sequence. Masks hold 1 for what may be seen and
/// 0 for the rest (PyTorch's hold true for what may not), and all of them have to allow a key. A query that may see no key has weights of
/// 0 and y = b_o, where PyTorch gives NaN; what a mask leaves out gets a gradient of 0.
/// </para>
/// <para>
/// Learned, under PyTorch's names: <c>in_proj_weight</c> (3C, C), which holds W_q, W_k and W_v in this order, <c>in_proj_bias</c> (3C), and
/// <c>out_proj</c>. As in PyTorch the former starts from Xavier's uniform distribution (of its own fans, C and 3C) and both biases from 0;
/// initializers chosen for a whole model are for the weight of <c>out_proj</c> only. PyTorch's kdim, vdim, bias_kv and zero_attn are not
/// here.
/// </para>
/// </remarks>
public sealed class MultiheadAttention<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _inputWeight;
    private readonly Parameter<T>? _inputBias;
    private readonly Dropout<T> _dropout;

    /// <summary>An attention whose weights are not drawn yet.</summary>
    /// <param name="features">C.</param>
    /// <param name="heads">H, which divides C.</param>
    /// <param name="dropout">How likely a weight A is dropped in training.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="causal">
    /// Whether a query sees only keys at its own place and before, as a model that writes a text needs; T = S then.
    /// </param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1, or the probability is not from 0 to 1.</exception>
    public MultiheadAttention(int features, int heads, double dropout = 0, bool bias = true, bool causal = false)
    {
        (Features, Heads, IsCausal) = (AtLeast.One(features), AtLeast.One(heads), causal);
        if (features % heads != 0)
            throw new ArgumentException($"MultiheadAttention: {heads} heads cannot share {features} features equally.", nameof(heads));

        _inputWeight = Register("in_proj_weight", new Parameter<T>([3 * features, features]));
        _inputBias = bias ? Register("in_proj_bias", new Parameter<T>([3 * features])) : null;
        OutputProjection = Register("out_proj", new Dense<T>(features, features, bias));
        OutputProjection.BiasInitializer = Initializer.Zeros;
        _dropout = Register("dropout", new Dropout<T>(dropout));
    }

    /// <summary>C.</summary>
    public int Features { get; }

    /// <summary>H.</summary>
    public int Heads { get; }

    /// <summary>Whether a query sees only keys at its own place and before.</summary>
    public bool IsCausal { get; }

    /// <summary>How likely a weight is dropped in training.</summary>
    public double DropoutProbability => _dropout.Probability;

    /// <summary>W_q, W_k and W_v, (3C, C).</summary>
    public Parameter<T> InputWeight => Initialized(_inputWeight);

    /// <summary>b_q, b_k and b_v, (3C); null without biases.</summary>
    public Parameter<T>? InputBias => Initialized(_inputBias);

    /// <summary>W_o and b_o.</summary>
    public Dense<T> OutputProjection { get; }

    /// <summary>Attends; on a tape, under the layer's name.</summary>
    /// <param name="query">(N, T, C).</param>
    /// <param name="key">(N, S, C).</param>
    /// <param name="value">(N, S, C).</param>
    /// <param name="mask">Which keys each query may see: (T, S), (N, T, S) or (N, H, T, S).</param>
    /// <param name="keyMask">Which keys there are, (N, S): 0 for those that only fill a shorter sequence up.</param>
    /// <returns>y, (N, T, C).</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or a mask holds another number than 0 and 1.</exception>
    public Variable<T> Forward(
        Variable<T> query, Variable<T> key, Variable<T> value, Tensor<T>? mask = null, Tensor<T>? keyMask = null) =>
        Attend(query, key, value, mask, keyMask).Output;

    /// <summary>Attends, and shows the weights.</summary>
    /// <returns>
    /// y, (N, T, C), and A, (N, H, T, S), of each head and before any is dropped; PyTorch gives their mean over the heads.
    /// </returns>
    /// <inheritdoc cref="Forward(Variable{T}, Variable{T}, Variable{T}, Tensor{T}, Tensor{T})"/>
    public (Variable<T> Output, Variable<T> Weights) Attend(
        Variable<T> query, Variable<T> key, Variable<T> value, Tensor<T>? mask = null, Tensor<T>? keyMask = null)
    {
        Check(query, key, value);
        using (EnterName())
            return AttendCore(query, key, value, mask, keyMask);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"MultiheadAttention({Features}, heads: {Heads}{(DropoutProbability == 0 ? "" : $", dropout: {DropoutProbability}")}"
        + $"{(_inputBias is null ? ", bias: false" : "")}{(IsCausal ? ", causal" : "")})");

    /// <summary>Self-attention: the queries, keys and values are one sequence.</summary>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        Check(input, input, input);
        return AttendCore(input, input, input, mask: null, keyMask: null).Output;
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        _inputWeight.Value.CopyFrom(Initializer.XavierUniform().Draw(_inputWeight.Shape, Fans.Of(_inputWeight.Shape), generator).Cast<T>());
        _inputBias?.Value.AsWritableSpan().Clear();
    }

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) =>
        new MultiheadAttention<T>(Features, Heads, DropoutProbability, _inputBias is not null, IsCausal);

    private (Variable<T> Output, Variable<T> Weights) AttendCore(
        Variable<T> query, Variable<T> key, Variable<T> value, Tensor<T>? mask, Tensor<T>? keyMask)
    {
        Variable<T> q = InHeads(0, query) * (1 / Math.Sqrt(Features / Heads)), k = InHeads(1, key), v = InHeads(2, value);
        Variable<T> scores = q.MatMul(k, transposeB: true);
        Variable<T> weights = AttentionMask<T>.Of(this, scores.Shape, IsCausal, mask, keyMask)?.Softmax(scores) ?? scores.Softmax();
        Variable<T> means = _dropout.Forward(weights).MatMul(v);
        return (OutputProjection.Forward(means.Permute(0, 2, 1, 3).Reshape(query.Shape)), weights);
    }

    /// <summary>One of the three projections, (N, length, C), as (N, H, length, D).</summary>
    private Variable<T> InHeads(int projection, Variable<T> x)
    {
        Variable<T> weight = _inputWeight.Slice(axis: 0, projection * Features, Features);
        Variable<T> projected = _inputBias is null
            ? Linear<T>.Instance.Apply(x, weight)
            : Linear<T>.Instance.Apply(x, weight, _inputBias.Slice(axis: 0, projection * Features, Features));
        return projected.Reshape(x.Shape[0], x.Shape[1], Heads, Features / Heads).Permute(0, 2, 1, 3);
    }

    private void Check(Variable<T> query, Variable<T> key, Variable<T> value)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (!IsSequence(query) || !IsSequence(key) || !key.Shape.Equals(value.Shape) || query.Shape[0] != key.Shape[0])
        {
            throw new ArgumentException(
                $"{this}: queries (N, T, {Features}) and keys and values (N, S, {Features}) are expected; "
                + $"got {query.Shape}, {key.Shape} and {value.Shape}.");
        }
    }

    private bool IsSequence(Variable<T> x) => x.Shape.Rank == 3 && x.Shape[2] == Features && x.Shape[1] > 0;
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="MultiheadAttention{T}"/>
    /// <inheritdoc cref="MultiheadAttention{T}.MultiheadAttention(int, int, double, bool, bool)" path="/param"/>
    public static MultiheadAttention<T> MultiheadAttention(
        int features, int heads, double dropout = 0, bool bias = true, bool causal = false) => new(features, heads, dropout, bias, causal);
}
