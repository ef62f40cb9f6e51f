using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>w = W/σ with σ = uᵀ·W·v, W's largest singular value: a dense layer with it stretches no distance between inputs.</summary>
/// <remarks>
/// <para>
/// Miyato et al. 2018, algorithm 1, for the weight of a <see cref="Dense{T}"/> or <see cref="Conv2D{T}"/>:
/// <c>SpectralNorm(Dense(10, 20))</c>.
/// A convolution's weight is taken as the matrix (outputs, inputs · kernel · kernel), as in the paper; its σ is not the norm of the
/// convolution as a map of images, which at stride 1 is at most kernel · σ.
/// </para>
/// <code>
///           inputs (and places of the kernel)
///           ┌─┬─┬─┬─┐
///   outputs │█│█│█│█│   all weights share σ
///           │█│█│█│█│
///           └─┴─┴─┴─┘
/// </code>
/// <para>
/// Learned: W, the layer's own <c>weight</c>. Buffers: u (<c>reparametrization.weight_u</c>, (outputs)) and v
/// (<c>reparametrization.weight_v</c>), the singular vectors as far as they are known: v ← Wᵀu/‖Wᵀu‖, u ← Wv/‖Wv‖. A pass in training makes
/// so many steps of this power iteration before it uses them; evaluation uses them as they are. They start from a stream of the generator
/// and 15 steps, which takes no draw from anybody else. A step that would give no direction, for a W that is 0 or not finite, is left out.
/// </para>
/// <para>
/// Gradients of every order take u and v as constants, as the paper and PyTorch do: exact for σ's gradient where the iteration has
/// converged, as dσ/dW = u·vᵀ holds there; second derivatives leave out how u and v follow W. σ of an all-zero W is taken as 1;
/// PyTorch gives NaN.
/// PyTorch's names are <c>_u</c> and <c>_v</c>; Keras counts power_iterations, Flax n_steps, all 1 by default as here.
/// </para>
/// <example>W = (3, 0; 0, 1) has the singular values 3 and 1; the layer computes with (1, 0; 0, 1/3).</example>
/// </remarks>
public sealed class SpectralNorm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FirstSteps = 15;

    // Apart from the key that models draw their streams of randomness from.
    private const long StreamKey = -2;

    private readonly Parameter<T> _weight;
    private readonly Buffer<T> _left;
    private readonly Buffer<T> _right;

    /// <summary>A spectral normalization, to be given to <see cref="WeightedLayer{T}.Reparametrize"/>.</summary>
    /// <param name="weight">W, outputs first.</param>
    /// <param name="iterations">How many steps of the power iteration a pass in training makes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public SpectralNorm(Parameter<T> weight, int iterations = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        _weight = weight;
        Iterations = AtLeast.One(iterations);
        _left = Register("weight_u", new Buffer<T>(Tensor<T>.Zeros([weight.Shape[0]])));
        _right = Register("weight_v", new Buffer<T>(Tensor<T>.Zeros([weight.Shape.CountOf(1, weight.Shape.Rank)])));
    }

    /// <summary>How many steps of the power iteration a pass in training makes.</summary>
    public int Iterations { get; }

    /// <summary>u, the left singular vector as far as it is known, (outputs).</summary>
    public Buffer<T> LeftVector => Initialized(_left);

    /// <summary>v, the right singular vector as far as it is known, (inputs · kernel · kernel).</summary>
    public Buffer<T> RightVector => Initialized(_right);

    /// <inheritdoc/>
    public override bool IsNormalization => true;

    /// <inheritdoc/>
    public override string ToString() => Iterations == 1 ? "SpectralNorm" : $"SpectralNorm(iterations: {Iterations})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (IsTraining)
            Iterate(input.Value, Iterations);

        Variable<T> left = _left.Value.Reshape(1, -1), right = _right.Value.Reshape(-1, 1);
        Variable<T> sigma = left.MatMul(input.Reshape(_left.Value.Count, -1)).MatMul(right).Reshape(Shape.Scalar);
        return T.IsZero(sigma.Value.Item()) ? input / (sigma + 1) : input / sigma;
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Generator own = generator.Fork(StreamKey);
        foreach (Buffer<T> vector in (Buffer<T>[])[_left, _right])
            vector.Value = Direction(own.Normal<T>(vector.Value.Shape), otherwise: Tensor<T>.Ones(vector.Value.Shape));
        Iterate(_weight.Value, FirstSteps);
    }

    private void Iterate(Tensor<T> weight, int steps)
    {
        Tensor<T> matrix = weight.Reshape(_left.Value.Count, _right.Value.Count);
        for (int step = 0; step < steps; step++)
        {
            _right.Value = Direction(matrix.MatMul(_left.Value.Reshape(-1, 1), transposeA: true).Reshape(-1), otherwise: _right.Value);
            _left.Value = Direction(matrix.MatMul(_right.Value.Reshape(-1, 1)).Reshape(-1), otherwise: _left.Value);
        }
    }

    /// <summary>x/‖x‖ with memory of its own, or what stands for it where there is none.</summary>
    private static Tensor<T> Direction(Tensor<T> x, Tensor<T> otherwise)
    {
        T norm = T.Zero;
        RowNorms.Apply(x.AsSpan(), x.Count, new Span<T>(ref norm));
        return T.IsFinite(norm) && norm > T.Zero ? x.Divide(norm).Clone() : otherwise;
    }

}

public static partial class Nn<T>
{
    /// <summary>The layer with spectral normalization: <inheritdoc cref="SpectralNorm{T}" path="/summary/node()"/></summary>
    /// <inheritdoc cref="SpectralNorm{T}" path="/remarks"/>
    /// <param name="layer">The layer whose weight it is.</param>
    /// <param name="iterations">How many steps of the power iteration a pass in training makes.</param>
    /// <exception cref="InvalidOperationException">The layer is reparametrized already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public static TLayer SpectralNorm<TLayer>(TLayer layer, int iterations = 1)
        where TLayer : WeightedLayer<T>
    {
        ArgumentNullException.ThrowIfNull(layer);
        layer.Reparametrize(weight => new SpectralNorm<T>(weight, iterations));
        return layer;
    }
}
