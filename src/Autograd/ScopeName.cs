using System.Collections.Concurrent;
using System.Numerics;

namespace NormNet.Autograd;

/// <summary>A step down the module path of a tape's nodes, and back when disposed.</summary>
public readonly struct ScopeName<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tape<T>? _tape;
    private readonly string _outer;

    internal ScopeName(Tape<T>? tape, string name)
    {
        _tape = tape;
        _outer = tape?.Scope ?? "";
        if (tape is not null)
            tape.Scope = ScopePath.Join(_outer, name);
    }

    /// <summary>Returns to the scope that was active before.</summary>
    public void Dispose()
    {
        if (_tape is not null)
            _tape.Scope = _outer;
    }
}

/// <summary>Module paths, each joined once: a training step enters the same ones every time.</summary>
internal static class ScopePath
{
    private static readonly ConcurrentDictionary<(string Outer, string Name), string> Paths = new();

    internal static string Join(string outer, string name) => outer.Length == 0
        ? name
        : Paths.GetOrAdd((outer, name), static path => $"{path.Outer}/{path.Name}");
}
