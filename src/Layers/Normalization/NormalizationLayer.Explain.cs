using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>What a layer does, for people.</content>
public abstract partial class NormalizationLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the next pass would do with an input of a shape: which values share statistics, where these come from, what is
    /// learned.</summary>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public virtual NormalizationExplanation Explain(Shape input) => new(
        ToString(), PlanOf(input), _weight is not null, _bias is not null, IsTraining, Implementation);
}
