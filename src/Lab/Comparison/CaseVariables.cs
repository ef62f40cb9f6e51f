using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>A case's tensors as leaves of a tape.</summary>
internal sealed record CaseVariables<T>(Variable<T> X, Variable<T>? Mean, Variable<T>? Variance, Variable<T>? Weight, Variable<T>? Bias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static CaseVariables<T> On(Tape<T> tape, NormalizationCase<T> at)
    {
        Variable<T>? Leaf(Tensor<T>? value, string name) => value is null ? null : tape.Input(value, name);
        return new(
            tape.Input(at.X, "x"), Leaf(at.GivenMean, "μ"), Leaf(at.GivenVariance, "σ²"), Leaf(at.Weight, "γ"), Leaf(at.Bias, "β"));
    }

    /// <summary>Applies an operation whose inputs are x, then those of μ, σ², γ and β that there are.</summary>
    internal Variable<T> Apply(Operation<T> operation) =>
        operation.Apply([.. new[] { X, Mean, Variance, Weight, Bias }.OfType<Variable<T>>()]);

    /// <summary>Asks the tape for the gradients of the leaves, and of further variables of the tape.</summary>
    internal void AddGradients(
        Route route, Tape<T> tape, Variable<T> y, Tensor<T> upstream, params (Quantity Quantity, Variable<T>? Variable)[] more)
    {
        (Quantity Quantity, Variable<T>? Variable)[] wanted =
        [
            .. more, (Quantity.MeanGradient, Mean), (Quantity.VarianceGradient, Variance), (Quantity.InputGradient, X),
            (Quantity.WeightGradient, Weight), (Quantity.BiasGradient, Bias),
        ];
        wanted = [.. wanted.Where(pair => pair.Variable is not null)];
        Variable<T>[] gradients = tape.Gradients(y, [.. wanted.Select(pair => pair.Variable!)], upstream);
        for (int i = 0; i < wanted.Length; i++)
            route.Add(wanted[i].Quantity, gradients[i].Value, NodeOf(tape, wanted[i].Variable!));
    }

    /// <summary>The node that made a variable; for a leaf those that use it, since they make its gradient.</summary>
    private static string NodeOf(Tape<T> tape, Variable<T> variable) => variable.Node is { } node
        ? node.ToString()
        : string.Join(" and ", tape.Nodes.Where(user => user.Inputs.ToArray().Contains(variable)));
}
