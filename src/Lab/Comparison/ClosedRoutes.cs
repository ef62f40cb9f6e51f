using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>The routes that use a formula: the lecture's, the simplified one, the fused kernel's, and one written by hand.</summary>
internal static class ClosedRoutes
{
    internal static Route Lecture<T>(NormalizationCase<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var forward = new ForwardValues<T>(at);
        var route = new Route("lecture", Route.PrecisionOf<T>());
        route.Add(Quantity.Mean, at.UsesBatchStatistics ? forward.Mean : null);
        route.Add(Quantity.Centered, forward.Mean is null ? null : forward.Centered);
        route.Add(Quantity.Variance, at.UsesBatchStatistics ? forward.Variance : null);
        route.Add(Quantity.InverseDeviation, forward.InverseDeviation);
        route.Add(Quantity.Normalized, forward.Normalized);
        route.Add(Quantity.Output, forward.Output);
        AddGradients(route, at, LectureBackward.Run(forward, at.Upstream.Reshape(at.Plan.View)));
        return route;
    }

    internal static Route Simplified<T>(NormalizationCase<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => HandWritten("simplified", at, SimplifiedBackward.Run);

    internal static Route HandWritten<T>(string name, NormalizationCase<T> at, HandWrittenBackward<T> backward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var route = new Route(name, Route.PrecisionOf<T>());
        AddGradients(route, at, backward(new ForwardValues<T>(at), at.Upstream.Reshape(at.Plan.View)));
        return route;
    }

    internal static Route Fused<T>(NormalizationCase<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IDisposable? pause = Tape<T>.Current?.Pause();
        using var tape = Tape<T>.Record();
        CaseVariables<T> variables = CaseVariables<T>.On(tape, at);
        Variable<T> y = variables.Apply(
            at.UsesBatchStatistics
                ? new Normalize<T>(at.Plan, at.Weight is not null, at.Bias is not null)
                : new NormalizeWithStatistics<T>(at.Plan, at.Weight is not null, at.Bias is not null));
        var route = new Route("fused", Route.PrecisionOf<T>());
        SavedValues<T> saved = y.Node!.Saved;
        if (at.UsesBatchStatistics)
        {
            route.Add(Quantity.Mean, at.Plan.Centers ? saved["mean"] : null);
            route.Add(Quantity.Variance, saved["variance"]);
            route.Add(Quantity.InverseDeviation, saved["invStd"]);
        }

        route.Add(Quantity.Normalized, saved["xhat"]);
        route.Add(Quantity.Output, y.Value);
        variables.AddGradients(route, tape, y, at.Upstream);
        return route;
    }

    private static void AddGradients<T>(Route route, NormalizationCase<T> at, LayerGradients<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        foreach ((Quantity quantity, Tensor<T>? values) in gradients.All())
        {
            if (values is null)
                continue;

            int expected = quantity switch
            {
                Quantity.NormalizedGradient or Quantity.InputGradient => at.Plan.Input.Count,
                Quantity.WeightGradient or Quantity.BiasGradient => at.Plan.AffineShape.Count,
                _ => at.StatisticsShape.Count,
            };
            if (values.Count != expected)
                throw new ArgumentException(
                    $"Compare: {route.Name} gave {quantity.Symbol()} the shape {values.Shape}; it has {expected} elements.");
            route.Add(quantity, values);
        }
    }
}
