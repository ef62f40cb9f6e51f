using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;

namespace NormNet.Lab;

/// <summary>The route that knows no formula of a gradient: the composed forward on a tape, which derives the rest.</summary>
internal static class TapeRoute
{
    internal const string Name = "tape";

    private static readonly (string Name, Quantity Step, Quantity? Gradient)[] Steps =
    [
        ("μ", Quantity.Mean, Quantity.MeanGradient),
        ("x−μ", Quantity.Centered, null),
        ("σ²", Quantity.Variance, Quantity.VarianceGradient),
        ("invStd", Quantity.InverseDeviation, null),
        ("x̂", Quantity.Normalized, Quantity.NormalizedGradient),
    ];

    internal static Route Run<T>(NormalizationCase<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IDisposable? pause = Tape<T>.Current?.Pause();
        using var tape = Tape<T>.Record();
        CaseVariables<T> variables = CaseVariables<T>.On(tape, at);
        Variable<T> y = at.UsesBatchStatistics
            ? ComposedNormalization<T>.Apply(at.Plan, variables.X, variables.Weight, variables.Bias)
            : ComposedNormalization<T>.Apply(at.Plan, variables.X, variables.Mean!, variables.Variance!, variables.Weight, variables.Bias);

        var route = new Route(Name, Route.PrecisionOf<T>());
        var gradients = new List<(Quantity, Variable<T>?)>();
        foreach ((string name, Quantity step, Quantity? gradient) in Steps)
        {
            Variable<T>? variable = tape.Nodes.Select(node => node.Output).FirstOrDefault(output => output.Name == name);
            if (variable is null)
                continue;
            route.Add(step, variable.Value, variable.Node!.ToString());
            if (gradient is { } wanted)
                gradients.Add((wanted, variable));
        }

        route.Add(Quantity.Output, y.Value, y.Node!.ToString());
        variables.AddGradients(route, tape, y, at.Upstream, [.. gradients]);
        return route;
    }
}
