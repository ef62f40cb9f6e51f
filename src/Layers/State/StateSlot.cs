using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>One place of a module's state: how it is read, what fits, and how it is written.</summary>
/// <param name="Name">The path, such as <c>0.weight</c>.</param>
/// <param name="Shape">The shape that fits.</param>
/// <param name="IsInteger">Whether integers fit, or real numbers.</param>
/// <param name="Read">Copies the numbers out.</param>
/// <param name="Prepare">Converts numbers that fit, all that can fail, and gives the write that cannot.</param>
/// <param name="Absent">The write for a state without this name; null where there has to be one.</param>
internal sealed record StateSlot<T>(
    string Name, Shape Shape, bool IsInteger, Func<StateTensor> Read, Func<StateTensor, Action> Prepare, Action? Absent = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static StateSlot<T> Of(string name, Parameter<T> parameter) => new(
        name,
        parameter.Shape,
        IsInteger: false,
        () => StateTensor.From(parameter.Value),
        state =>
        {
            Tensor<T> converted = state.ToTensor<T>();
            return () => parameter.Value.CopyFrom(converted);
        });

    internal static StateSlot<T> Of(string name, Buffer<T> buffer) => new(
        name,
        buffer.Value.Shape,
        IsInteger: false,
        () => StateTensor.From(buffer.Value),
        state =>
        {
            Tensor<T> converted = state.ToTensor<T>();
            return () => buffer.Value = converted;
        });

    internal static StateSlot<T> Of(string name, Counter counter, bool optional) => new(
        name,
        Shape.Scalar,
        IsInteger: true,
        () => StateTensor.FromIntegers([counter.Value], Shape.Scalar),
        state =>
        {
            long value = state.ToIntegers()[0];
            return () => counter.Value = value;
        },
        optional ? () => counter.Value = 0 : null);

    /// <summary>Says why the tensor of this name in a state does not fit here; null where it fits or there is none.</summary>
    internal string? Mismatch(StateDictionary state) =>
        !state.TryGetValue(Name, out StateTensor? tensor) || (tensor.Shape.Equals(Shape) && (IsInteger ? tensor.IsInteger : tensor.IsReal))
        ? null
        : $"{Name} is {tensor}, the model has {(IsInteger ? "integers" : "real numbers")} {Shape}";
}
