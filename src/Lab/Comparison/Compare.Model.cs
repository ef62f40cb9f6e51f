using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <content>A layer inside a model, on a real batch.</content>
public static partial class Compare
{
    /// <summary>Compares all routes for a layer of a model, on the input and the upstream gradient it gets from a batch.</summary>
    /// <param name="model">The model in its present mode. Neither its statistics, its gradients nor its randomness change.</param>
    /// <param name="path">The layer's path, such as <c>1</c> or <c>body.2</c>; used several times, its first use is taken.</param>
    /// <param name="batch">Inputs with labels (cross-entropy is the loss) or targets (the mean squared error is).</param>
    /// <exception cref="ArgumentException">There is no normalization layer of that path; the message lists them.</exception>
    public static Comparison Layer<T>(Layer<T> model, string path, Batch<T> batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Layer(model, path, batch.Inputs, output => batch.HasLabels
            ? Losses.CrossEntropy(output, batch.Labels)
            : Losses.MeanSquaredError(output, new Variable<T>(batch.Targets)));
    }

    /// <inheritdoc cref="Layer{T}(Layer{T}, string, Batch{T})"/>
    /// <param name="model"/><param name="path"/>
    /// <param name="batch">Inputs and labels; cross-entropy is the loss.</param>
    public static Comparison Layer<T>(Layer<T> model, string path, (Tensor<T> Inputs, IndexTensor Labels) batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Layer(model, path, batch.Inputs, output => Losses.CrossEntropy(output, batch.Labels));

    /// <inheritdoc cref="Layer{T}(Layer{T}, string, Batch{T})"/>
    /// <param name="model"/><param name="path"/>
    /// <param name="inputs">What the model is applied to.</param>
    /// <param name="loss">From the model's output to ℓ.</param>
    public static Comparison Layer<T>(Layer<T> model, string path, Tensor<T> inputs, Func<Variable<T>, Variable<T>> loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Case(LayerCapture.Take(model, path, inputs, loss));
    }
}
