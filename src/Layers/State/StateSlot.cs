using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>One place of a module's state: how it is read, what fits, and how it is written.</summary>
/// <param name="Name">The path, such as <c>0.weight</c>; of a shared member the first.</param>
/// <param name="Member">The parameter, buffer or counter.</param>
/// <param name="Shape">The shape that fits.</param>
/// <param name="IsInteger">Whether integers fit, or real numbers.</param>
/// <param name="Read">Copies the numbers out.</param>
/// <param name="Prepare">Converts numbers that fit, all that can fail, and gives the write that cannot.</param>
/// <param name="Absent">The write for a state without this name; null where there has to be one.</param>
internal sealed record StateSlot<T>(
    string Name,
    object Member,
    Shape Shape,
    bool IsInteger,
    Func<StateTensor> Read,
    Func<StateTensor, Action> Prepare,
    Action? Absent = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All paths of a shared member: a state has it under the first, and others' states may have it under any.</summary>
    internal List<string> Names { get; } = [Name];

    internal static StateSlot<T> Of(string name, Parameter<T> parameter) => new(
        name,
        parameter,
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
        buffer,
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
        counter,
        Shape.Scalar,
        IsInteger: true,
        () => StateTensor.FromIntegers([counter.Value], Shape.Scalar),
        state =>
        {
            long value = state.ToIntegers()[0];
            return () => counter.Value = value;
        },
        optional ? () => counter.Value = 0 : null);

    /// <summary>The member's tensor in a state; null where there is none.</summary>
    internal StateTensor? Find(StateDictionary state) => Names.Find(state.ContainsKey) is { } name ? state[name] : null;

    /// <summary>Says why what a state has of this member does not fit; null where it fits or there is nothing.</summary>
    internal string? Mismatch(StateDictionary state)
    {
        List<string> found = Names.FindAll(state.ContainsKey);
        foreach (string name in found)
        {
            StateTensor tensor = state[name], first = state[found[0]];
            if (!tensor.Shape.Equals(Shape) || !(IsInteger ? tensor.IsInteger : tensor.IsReal))
                return $"{name} is {tensor}, the model has {(IsInteger ? "integers" : "real numbers")} {Shape}";
            if (tensor.Type != first.Type || !tensor.Bytes.Span.SequenceEqual(first.Bytes.Span))
                return $"{found[0]} and {name} are one in the model and differ in the state";
        }

        return null;
    }
}
