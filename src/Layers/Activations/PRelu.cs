using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>y = x where x &gt; 0, else a · x, with a learned slope a: one number, or one a channel (axis 1).</summary>
/// <remarks>
/// He et al. 2015, "Delving deep into rectifiers", §2.1, who start from a = 0.25 and advise against weight decay on it. The state has
/// it as <c>weight</c>, as in PyTorch.
/// </remarks>
public sealed class PRelu<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weight;

    /// <summary>The layer.</summary>
    /// <param name="channels">How many slopes there are: 1 for a common one, or the extent of axis 1.</param>
    /// <param name="slope">What they start from.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not at least one channel, or the slope is not finite.</exception>
    public PRelu(int channels = 1, double slope = 0.25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!double.IsFinite(slope))
            throw new ArgumentOutOfRangeException(nameof(slope), slope, "PRelu: the slope is not finite.");

        Slope = slope;
        _weight = Register("weight", new Parameter<T>(Tensor<T>.Full([channels], slope)));
    }

    /// <summary>What the slopes start from.</summary>
    public double Slope { get; }

    /// <summary>The slopes.</summary>
    public Parameter<T> Weight => Initialized(_weight);

    private int Channels => _weight.Shape[0];

    /// <inheritdoc/>
    public override string ToString() => $"PRelu({Channels}, {Slope.ToString(CultureInfo.InvariantCulture)})";

    /// <inheritdoc/>
    protected override Variable<T> ForwardCore(Variable<T> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Channels == 1)
            return input.LeakyRelu(_weight);
        if (input.Shape.Rank < 2 || input.Shape[1] != Channels)
        {
            throw new ArgumentException(
                $"{this}: an input has {Channels} channels along axis 1; this one has shape {input.Shape}.", nameof(input));
        }

        int[] aligned = [Channels, .. Enumerable.Repeat(1, input.Shape.Rank - 2)];
        return input.LeakyRelu(_weight.Reshape(aligned));
    }

    /// <inheritdoc/>
    protected override void OnInitialize(Generator generator) => _weight.Value.AsWritableSpan().Fill(T.CreateTruncating(Slope));

    /// <inheritdoc/>
    protected override Module<T> CloneCore(ModuleCloner<T> cloner) => new PRelu<T>(Channels, Slope);
}

public static partial class Nn<T>
{
    /// <inheritdoc cref="PRelu{T}"/>
    /// <inheritdoc cref="PRelu{T}.PRelu(int, double)" path="/param"/>
    public static PRelu<T> PRelu(int channels = 1, double slope = 0.25) => new(channels, slope);
}
