using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The route that knows no derivative at all: central differences of ⟨∂ℓ/∂y, y⟩, in double.</summary>
/// <remarks>
/// For ∂ℓ/∂x̂, ∂ℓ/∂σ² and ∂ℓ/∂μ the forward pass is restarted with that step as a free variable, μ also inside σ². The step is
/// ∛ε of the variable's own scale: there truncation h² and rounding ε/h meet. Up to 4,096 elements of x each variable is moved alone;
/// above, random directions are followed.
/// </remarks>
internal sealed class FiniteDifferences
{
    internal const string Name = "finite differences";
    internal const int EveryElementLimit = 4096;
    private const int Directions = 4;
    private const double Step = 6e-6;

    private readonly NormalizationCase<double> _case;
    private readonly ForwardValues<double> _at;
    private readonly Tensor<double> _upstream;

    private FiniteDifferences(NormalizationCase<double> at)
    {
        _case = at;
        _at = new ForwardValues<double>(at);
        _upstream = at.Upstream.Reshape(at.Plan.View);
    }

    internal static Route Run(NormalizationCase<double> at)
    {
        var differences = new FiniteDifferences(at);
        ForwardValues<double> forward = differences._at;
        var route = new Route(Name, Route.PrecisionOf<double>());
        Tensor<double> deviation = (forward.Variance + forward.Epsilon).Sqrt(), one = Tensor<double>.Scalar(1);

        route.Add(Quantity.NormalizedGradient, differences.Derive(forward.Normalized, one, value => new() { Normalized = value }));
        route.Add(
            Quantity.VarianceGradient,
            differences.Derive(forward.Variance, forward.Variance + forward.Epsilon, value => new() { Variance = value }));
        if (forward.Mean is { } mean)
            route.Add(Quantity.MeanGradient, differences.Derive(mean, deviation, value => new() { Mean = value }));
        route.Add(Quantity.InputGradient, differences.Derive(forward.X, deviation, value => new() { X = value }));
        if (at.Weight is not null)
            route.Add(Quantity.WeightGradient, differences.Derive(forward.Weight, one, value => new() { Weight = value }));
        if (at.Bias is not null)
            route.Add(Quantity.BiasGradient, differences.Derive(forward.Bias, one, value => new() { Bias = value }));
        return route;
    }

    private RouteValue Derive(Tensor<double> variable, Tensor<double> scale, Func<Tensor<double>, FreeVariables<double>> free)
    {
        Tensor<double> steps = scale.BroadcastTo(variable.Shape) * Step;
        return _case.X.Count <= EveryElementLimit
            ? new RouteValue(ByElement(variable, steps, free))
            : ByDirection(variable, steps, free);
    }

    private Tensor<double> ByElement(Tensor<double> variable, Tensor<double> steps, Func<Tensor<double>, FreeVariables<double>> free)
    {
        double[] derivatives = new double[variable.Count];
        for (int i = 0; i < derivatives.Length; i++)
        {
            Tensor<double> up = variable.Clone(), down = variable.Clone();
            up.AsWritableSpan()[i] += steps.AsSpan()[i];
            down.AsWritableSpan()[i] -= steps.AsSpan()[i];

            // What was added is not quite the step where the variable is large: the numbers themselves know how far they are apart.
            derivatives[i] = Rise(free(up), free(down)) / (up.AsSpan()[i] - down.AsSpan()[i]);
        }

        return Tensor<double>.Wrap(derivatives, variable.Shape);
    }

    private RouteValue ByDirection(Tensor<double> variable, Tensor<double> steps, Func<Tensor<double>, FreeVariables<double>> free)
    {
        double[] derivatives = new double[Directions];
        Tensor<double>[] directions = new Tensor<double>[Directions];
        var generator = new Generator(seed: 0);

        // So scaled, the derivative along a direction is of the size of the gradient's elements.
        double length = 2 * Math.Sqrt(variable.Count) * steps.Abs().Max().Item();
        for (int d = 0; d < Directions; d++)
        {
            Tensor<double> move = generator.Normal<double>(variable.Shape) * steps;
            Tensor<double> up = variable + move, down = variable - move;
            directions[d] = (up - down) / length;
            derivatives[d] = Rise(free(up), free(down)) / length;
        }

        return new RouteValue(
            Tensor<double>.Wrap(derivatives, [Directions]),
            Project: values => Tensor<double>.FromDoubles(
                [.. directions.Select(direction => (values.Reshape(direction.Shape) * direction).Sum().Item())], [Directions]));
    }

    /// <summary>⟨u, y(up) − y(down)⟩: subtracted element by element, before anything is added up.</summary>
    private double Rise(FreeVariables<double> up, FreeVariables<double> down)
    {
        Tensor<double> high = new ForwardValues<double>(_case, up).Output, low = new ForwardValues<double>(_case, down).Output;
        return (_upstream * (high - low)).Sum().Item();
    }
}
