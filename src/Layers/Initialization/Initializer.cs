using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>How a weight or a bias gets its first numbers.</summary>
/// <remarks>
/// Numbers are drawn in double precision, so that the same seed gives a model in float the rounded weights of the one in double. n_in and
/// n_out are the weight's <see cref="Fans"/>.
/// </remarks>
public sealed class Initializer
{
    private readonly string _text;
    private readonly Func<Shape, Fans, Generator, Tensor<double>> _draw;

    private Initializer(string text, Func<Shape, Fans, Generator, Tensor<double>> draw) => (_text, _draw) = (text, draw);

    /// <summary>Uniform over ±1/√n_in, of the weight's fan for the bias too: PyTorch's default.</summary>
    public static Initializer Default { get; } =
        new("default", (shape, fans, generator) => UniformWithin(1 / Math.Sqrt(fans.In), shape, generator));

    /// <summary>All 0, as biases often start.</summary>
    public static Initializer Zeros { get; } = Constant(0);

    internal bool NeedsMatrix { get; private init; }

    /// <summary>One number everywhere; draws nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static Initializer Constant(double value)
    {
        CheckFinite(value, nameof(value));
        return new(Text($"constant({value})"), (shape, _, _) => Tensor<double>.Full(shape, value));
    }

    /// <summary>Uniform over [low, high).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or high is below low.</exception>
    public static Initializer Uniform(double low, double high)
    {
        CheckFinite(low, nameof(low));
        CheckFinite(high, nameof(high));
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return new(Text($"uniform({low}, {high})"), (shape, _, generator) => generator.Uniform<double>(shape, low, high));
    }

    /// <summary>The normal distribution.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or the deviation is negative.</exception>
    public static Initializer Normal(double mean = 0, double deviation = 1)
    {
        CheckFinite(mean, nameof(mean));
        CheckSize(deviation, nameof(deviation));
        return new(Text($"normal({mean}, {deviation})"), (shape, _, generator) => generator.Normal<double>(shape, mean, deviation));
    }

    /// <summary>The normal distribution without its tails: only numbers within mean ± cut · deviation.</summary>
    /// <param name="mean">The middle.</param>
    /// <param name="deviation">The deviation before the cut; that of the numbers is smaller (0.88 of it for a cut of 2).</param>
    /// <param name="cut">Where the tails begin, in deviations; PyTorch's bounds are absolute numbers instead.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mean is not finite, the deviation not a finite number of at least 0, or the cut not a finite number above 0.
    /// </exception>
    public static Initializer TruncatedNormal(double mean = 0, double deviation = 1, double cut = 2)
    {
        CheckFinite(mean, nameof(mean));
        CheckSize(deviation, nameof(deviation));
        if (!(cut > 0 && double.IsFinite(cut)))
            throw new ArgumentOutOfRangeException(nameof(cut), cut, "Initializer: cut is a finite number above 0.");
        return new(
            Text($"truncated normal({mean}, {deviation}, cut: {cut})"),
            (shape, _, generator) => (generator.TruncatedNormal<double>(shape, low: -cut, high: cut) * deviation) + mean);
    }

    /// <summary>Uniform over ±gain·√(3/n): deviation gain/√n (He et al. 2015, eq. 10 and 14).</summary>
    /// <param name="gain">What a following nonlinearity asks for, such as <see cref="Gain.Relu"/>.</param>
    /// <param name="fan">Which fan n is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not a finite number of at least 0, or there is no such fan.</exception>
    public static Initializer KaimingUniform(double gain = Gain.Relu, Fan fan = Fan.In)
    {
        CheckKaiming(gain, fan);
        return new(
            Text($"Kaiming uniform(gain: {gain:G4}, fan: {fan})"),
            (shape, fans, generator) => UniformWithin(gain * Math.Sqrt(3.0 / fans[fan]), shape, generator));
    }

    /// <summary>Normal with deviation gain/√n (He et al. 2015, eq. 10 and 14).</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static Initializer KaimingNormal(double gain = Gain.Relu, Fan fan = Fan.In)
    {
        CheckKaiming(gain, fan);
        return new(
            Text($"Kaiming normal(gain: {gain:G4}, fan: {fan})"),
            (shape, fans, generator) => generator.Normal<double>(shape, 0, gain / Math.Sqrt(fans[fan])));
    }

    /// <summary>Uniform over ±gain·√(6/(n_in + n_out)) (Glorot &amp; Bengio 2010, eq. 16).</summary>
    /// <param name="gain">What a following nonlinearity asks for, such as <see cref="Gain.Tanh"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not a finite number of at least 0.</exception>
    public static Initializer XavierUniform(double gain = Gain.Linear)
    {
        CheckSize(gain, nameof(gain));
        return new(
            Text($"Xavier uniform(gain: {gain:G4})"),
            (shape, fans, generator) => UniformWithin(gain * Math.Sqrt(6.0 / ((double)fans.In + fans.Out)), shape, generator));
    }

    /// <summary>Normal with deviation gain·√(2/(n_in + n_out)) (Glorot &amp; Bengio 2010, eq. 12).</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static Initializer XavierNormal(double gain = Gain.Linear)
    {
        CheckSize(gain, nameof(gain));
        return new(
            Text($"Xavier normal(gain: {gain:G4})"),
            (shape, fans, generator) => generator.Normal<double>(shape, 0, gain * Math.Sqrt(2.0 / ((double)fans.In + fans.Out))));
    }

    /// <summary>
    /// A weight read as a matrix (outputs, all else) whose rows, or columns where these are fewer, are orthogonal and of length gain.
    /// </summary>
    /// <param name="gain">What the orthogonal matrix is multiplied by.</param>
    /// <remarks>
    /// Saxe et al. 2014. The Q of a normal matrix's QR decomposition, with the signs of R's diagonal, by which it is uniform over all
    /// such matrices (Mezzadri 2007). For weights only. Its cost grows with the matrix's size times its smaller extent.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not a finite number of at least 0.</exception>
    public static Initializer Orthogonal(double gain = Gain.Linear)
    {
        CheckSize(gain, nameof(gain));
        return new(Text($"orthogonal(gain: {gain:G4})"), (shape, _, generator) => DrawOrthogonal(shape, generator) * gain)
        {
            NeedsMatrix = true,
        };
    }

    /// <summary>One's own: makes numbers of a shape from the weight's fans and a generator.</summary>
    public static Initializer From(Func<Shape, Fans, Generator, Tensor<double>> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return new("custom", draw);
    }

    /// <summary>Draws numbers.</summary>
    /// <param name="shape">The shape of the weight or bias.</param>
    /// <param name="fans">The fans of the weight, for its bias too.</param>
    /// <param name="generator">Where they come from.</param>
    /// <exception cref="ArgumentException">
    /// The initializer is for matrices and the shape is none, or what was drawn has another.
    /// </exception>
    public Tensor<double> Draw(Shape shape, Fans fans, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(generator);
        Tensor<double> drawn = _draw(shape, fans, generator);
        return drawn.Shape.Equals(shape)
            ? drawn
            : throw new ArgumentException($"Initializer {this} made {drawn.Shape} where {shape} is expected.", nameof(shape));
    }

    /// <summary>Kind and settings.</summary>
    public override string ToString() => _text;

    private static Tensor<double> UniformWithin(double bound, Shape shape, Generator generator) =>
        generator.Uniform<double>(shape, -bound, bound);

    private static Tensor<double> DrawOrthogonal(Shape shape, Generator generator)
    {
        if (shape.Rank < 2)
            throw new ArgumentException(
                $"Initializer: a weight of (outputs, inputs, ...) can be orthogonal; {shape} is none.", nameof(shape));

        Tensor<double> normal = generator.Normal<double>([shape[0], shape.CountOf(1, shape.Rank)]);
        Matrix<double> drawn = normal.ToMatrix();
        bool isWide = drawn.ColumnCount > drawn.RowCount;
        QR<double> factors = (isWide ? drawn.Transpose() : drawn).QR(QRMethod.Thin);
        Matrix<double> q = factors.Q;
        for (int column = 0; column < q.ColumnCount; column++)
        {
            if (factors.R[column, column] < 0)
                q.SetColumn(column, -q.Column(column));
        }

        return (isWide ? q.Transpose() : q).ToTensor().Reshape(shape);
    }

    private static void CheckKaiming(double gain, Fan fan)
    {
        CheckSize(gain, nameof(gain));
        if (!Enum.IsDefined(fan))
            throw new ArgumentOutOfRangeException(nameof(fan), fan, "Initializer: the fan is In or Out.");
    }

    private static void CheckFinite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"Initializer: {name} is a finite number.");
    }

    private static void CheckSize(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"Initializer: {name} is a finite number of at least 0.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
