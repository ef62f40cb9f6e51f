using System.Diagnostics;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <summary>What a debugger unfolds of a module: its mode, its own tensors and the modules in it.</summary>
/// <remarks>
/// Looking must change nothing: the properties of layers would draw the weights of a model that nobody initialized yet.
/// </remarks>
internal sealed class ModuleDebugView<T>(Module<T> module)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public string Name => module.Name;

    public bool IsTraining => module.IsTraining;

    public KeyValuePair<string, Tensor<T>>[] Tensors => [.. module.OwnTensors().Select(own => KeyValuePair.Create(own.Name, own.Value))];

    [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
    public Module<T>[] Children => [.. module.Children];
}
