using System.Collections.Concurrent;

namespace NormNet.Autograd;

/// <summary>The names of operation types without their generic arity, found once.</summary>
internal static class OperationName
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    internal static string Of(Type type) => Names.GetOrAdd(type, static type => type.Name.Split('`')[0]);
}
