using System.Numerics;

namespace NormNet.Layers;

/// <summary>Copies the modules of one model, a shared one once, so that the copy shares where the original does.</summary>
public sealed class ModuleCloner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Module<T>, Module<T>> _copies = new(ReferenceEqualityComparer.Instance);

    internal ModuleCloner()
    {
    }

    /// <summary>The copy of a module, of the same type.</summary>
    public TModule Clone<TModule>(TModule module)
        where TModule : Module<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!_copies.TryGetValue(module, out Module<T>? copy))
        {
            copy = module.CloneBy(this);
            _copies.Add(module, copy);
        }

        return (TModule)copy;
    }
}
