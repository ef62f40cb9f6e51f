using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

/// <summary>An operation with inputs that its gradients are checked at.</summary>
/// <param name="Operation">The type, open over T.</param>
/// <param name="Name">What the case shows.</param>
/// <param name="Apply">Applies it.</param>
/// <param name="Inputs">Where; away from kinks, where no derivative exists.</param>
public sealed record OperationCase(
    Type Operation, string Name, Func<Variable<double>[], Variable<double>> Apply, params Tensor<double>[] Inputs)
{
    /// <summary>A case whose operation draws from a generator, which must start anew each time.</summary>
    public Action? Restore { get; init; }

    public override string ToString() => $"{Operation.Name.Split('`')[0]} {Name}";
}
