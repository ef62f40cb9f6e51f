using MathNet.Numerics.Differentiation;
using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>Analytic gradients against central differences, in double precision.</summary>
/// <remarks>
/// The function is weighted by a random upstream gradient u and checked by ∂⟨u, f⟩/∂x. A sum of outputs (u = 1) would prove
/// nothing for a normalization, whose outputs always add up to the same. Order 2 checks the gradient's own gradient, by the inputs
/// and by u, so that linear operations are not vacuous. Up to <see cref="EveryElementLimit"/> elements each is checked alone; above, random
/// directions are.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Up to this many elements of an input every element is checked.</summary>
    public const int EveryElementLimit = 4096;

    /// <summary>
    /// The scaled difference up to which two gradients agree: a central difference of step 1e-5 reaches about 1e-9 for smooth functions.
    /// </summary>
    public const double Tolerance = 1e-6;

    private const int Directions = 32;

    // The cube root of the machine epsilon: where the truncation error h² and the rounding error ε/h of a central difference meet.
    private const double Step = 6e-6;

    private static readonly NumericalDerivative Central = new(points: 3, center: 1);

    /// <summary>Checks a function of one variable, as the other overload checks one of several.</summary>
    public static GradientReport Run(
        Func<Variable<double>, Variable<double>> function,
        Tensor<double> input,
        int order = 1,
        Generator? generator = null,
        Action? restore = null,
        IReadOnlyList<Variable<double>>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Run(variables => function(variables[0]), [input], order, generator, restore, parameters);
    }

    /// <summary>Checks a function of several variables by each of them.</summary>
    /// <param name="function">What to differentiate; it must give the same result every time.</param>
    /// <param name="inputs">Where. The tensors are not changed.</param>
    /// <param name="order">1 for the gradient; 2 for the gradient and the gradient of the gradient.</param>
    /// <param name="generator">Where the upstream gradient and random directions come from; seed 0 if absent.</param>
    /// <param name="restore">Called before every evaluation and at the end: puts back what the function changes.</param>
    /// <param name="parameters">Leaves that the function reads by itself; they are checked like inputs, and put back.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is neither 1 nor 2.</exception>
    public static GradientReport Run(
        Func<Variable<double>[], Variable<double>> function,
        Tensor<double>[] inputs,
        int order = 1,
        Generator? generator = null,
        Action? restore = null,
        IReadOnlyList<Variable<double>>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 2);

        Generator random = generator ?? new Generator(seed: 0);
        using IDisposable? pause = Tape<double>.Current?.Pause();
        var subject = new CheckedFunction(function, inputs, parameters ?? [], restore);
        try
        {
            Tensor<double>[] point = subject.Point;
            Shape shape = subject.Apply(subject.LeavesAt(point, (tensor, _) => tensor)).Shape;
            Tensor<double> upstream = random.Normal<double>(shape);
            var entries = new List<GradientReportEntry>();
            entries.AddRange(Compare(subject, subject.Apply, point, upstream, order: 1, random));
            if (order == 2)
            {
                // ⟨v, ∂⟨u, f⟩/∂x⟩ as a function of x and u, with random v: its gradient is the second derivative of f in direction v.
                Tensor<double>[] directions = [.. point.Select(tensor => random.Normal<double>(tensor.Shape))];
                Variable<double> Along(Variable<double>[] leaves) => GradientAlong(subject.Apply, leaves, directions);
                entries.AddRange(Compare(subject, Along, [.. point, upstream], Tensor<double>.Scalar(1), order: 2, random));
            }

            return new GradientReport(entries);
        }
        finally
        {
            subject.Restore();
        }
    }

    private static Variable<double> GradientAlong(
        Func<Variable<double>[], Variable<double>> function, Variable<double>[] leaves, Tensor<double>[] directions)
    {
        // Called on a tape for the analytic route, and without one for the differences: then a tape of its own finds the gradient.
        bool owns = Tape<double>.Current is null;
        Tape<double> tape = Tape<double>.Current ?? Tape<double>.Record();
        try
        {
            Variable<double>[] inputs = leaves[..^1];
            Variable<double>[] gradients = tape.Gradients(function(inputs), inputs, leaves[^1], record: !owns);
            Variable<double> sum = (gradients[0] * directions[0]).Sum();
            for (int i = 1; i < gradients.Length; i++)
                sum += (gradients[i] * directions[i]).Sum();
            return owns ? sum.Detach() : sum;
        }
        finally
        {
            if (owns)
                tape.Dispose();
        }
    }

    private static IEnumerable<GradientReportEntry> Compare(
        CheckedFunction subject,
        Func<Variable<double>[], Variable<double>> function,
        Tensor<double>[] point,
        Tensor<double> upstream,
        int order,
        Generator random)
    {
        Tensor<double>[] analytic;
        string operation;
        using (var tape = Tape<double>.Record())
        {
            Variable<double>[] leaves = subject.LeavesAt(point, (tensor, name) => tape.Input(tensor.Clone(), name));
            Variable<double> y = function(leaves);
            operation = y.Node?.Operation.Name ?? "a function nothing recorded";
            analytic = [.. tape.Gradients(y, leaves, upstream).Select(gradient => gradient.Value.Clone())];
        }

        double Value(Tensor<double>[] at) => Dot(function(subject.LeavesAt(at, (tensor, _) => tensor)).Value.AsSpan(), upstream.AsSpan());

        for (int i = 0; i < point.Length; i++)
        {
            (double[] got, double[] expected, bool byDirection) = point[i].Count <= EveryElementLimit
                ? ByElement(Value, point, i, analytic[i])
                : ByDirection(Value, point, i, analytic[i], random);
            yield return new GradientReportEntry(operation, order, i, subject.NameOf(i), got, expected, byDirection);
        }
    }

    private static (double[] Got, double[] Expected, bool ByDirection) ByElement(
        Func<Tensor<double>[], double> value, Tensor<double>[] point, int input, Tensor<double> analytic)
    {
        Tensor<double>[] at = [.. point];
        at[input] = point[input].Clone();
        double[] numeric = new double[analytic.Count];
        for (int i = 0; i < numeric.Length; i++)
        {
            double original = at[input].AsSpan()[i];
            numeric[i] = Derivative(original, x =>
            {
                at[input].AsWritableSpan()[i] = x;
                return value(at);
            });
            at[input].AsWritableSpan()[i] = original;
        }

        return (analytic.AsSpan().ToArray(), numeric, ByDirection: false);
    }

    private static (double[] Got, double[] Expected, bool ByDirection) ByDirection(
        Func<Tensor<double>[], double> value, Tensor<double>[] point, int input, Tensor<double> analytic, Generator random)
    {
        Tensor<double>[] at = [.. point];
        double[] expected = new double[Directions], got = new double[Directions];
        for (int d = 0; d < Directions; d++)
        {
            Tensor<double> direction = random.Normal<double>(analytic.Shape, deviation: 1 / Math.Sqrt(analytic.Count));
            got[d] = Dot(analytic.AsSpan(), direction.AsSpan());
            expected[d] = Derivative(0, t =>
            {
                at[input] = point[input].Clone();
                Elementwise.AddScaled(t, direction.AsSpan(), at[input].AsWritableSpan());
                return value(at);
            });
        }

        return (got, expected, ByDirection: true);
    }

    private static double Derivative(double at, Func<double, double> function)
    {
        double h = Step * Math.Max(1, Math.Abs(at));
        return Central.EvaluateDerivative([function(at - h), 0, function(at + h)], order: 1, h);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
