using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>A leaf that training changes: the only kind of variable an optimizer accepts.</summary>
/// <remarks>
/// Its <see cref="Variable{T}.Name"/> is its path in the model, such as <c>0.weight</c>. Set <see cref="Variable{T}.RequiresGradient"/>
/// to false to keep it as it is.
/// </remarks>
/// <param name="value">The numbers; they are not copied, and their shape stays.</param>
public sealed class Parameter<T>(Tensor<T> value) : Variable<T>(value, requiresGradient: true), IParameterSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A parameter of zeros.</summary>
    public Parameter(Shape shape)
        : this(Tensor<T>.Zeros(shape))
    {
    }

    IReadOnlyList<Parameter<T>> IParameterSet<T>.Parameters => [this];
}
