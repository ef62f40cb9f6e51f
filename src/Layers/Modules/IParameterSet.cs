using System.Numerics;

namespace NormNet.Layers;

/// <summary>One parameter or several that belong together: what an optimizer takes a list of.</summary>
public interface IParameterSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The parameters, in the order in which they are updated.</summary>
    IReadOnlyList<Parameter<T>> Parameters { get; }
}
