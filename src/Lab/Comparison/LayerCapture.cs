using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>
/// Takes a layer's input and upstream gradient out of a model's own forward and backward pass; the model is left as it was.
/// </summary>
internal static class LayerCapture
{
    /// <summary>The case of a layer inside a model, on a batch and a loss.</summary>
    internal static NormalizationCase<T> Take<T>(Layer<T> model, string path, Tensor<T> inputs, Func<Variable<T>, Variable<T>> loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(inputs);
        NormalizationLayer<T> layer = Find(model, path);
        RunningNormalizationLayer<T>[] running = [.. model.Modules().OfType<RunningNormalizationLayer<T>>()];
        bool[] updates = [.. running.Select(each => each.UpdatesStatistics)];
        NormalizationImplementation implementation = layer.Implementation;
        StateDictionary random = model.RandomState();
        foreach (RunningNormalizationLayer<T> each in running)
            each.UpdatesStatistics = false;
        layer.Implementation = NormalizationImplementation.Fused;
        try
        {
            (Tensor<T> x, Tensor<T> upstream) = Pass(model, path, inputs, loss);
            layer.Implementation = implementation;
            string mode = layer.IsTraining ? "train" : "eval";
            return NormalizationCase<T>.Of(layer, x, upstream) with { Title = $"layer {path}, {layer}, {mode}" };
        }
        finally
        {
            layer.Implementation = implementation;
            for (int i = 0; i < running.Length; i++)
                running[i].UpdatesStatistics = updates[i];
            model.LoadRandomState(random);
        }
    }

    /// <summary>The name under which a tape has the nodes of a layer inside a model.</summary>
    internal static string ScopeOf<T>(Layer<T> model, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        string.Join('/', new[] { model.Name, path.Replace('.', '/') }.Where(part => part.Length > 0));

    private static (Tensor<T> X, Tensor<T> Upstream) Pass<T>(
        Layer<T> model, string path, Tensor<T> inputs, Func<Variable<T>, Variable<T>> loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IDisposable? pause = Tape<T>.Current?.Pause();
        using var tape = Tape<T>.Record();
        Variable<T> value = loss(model.Forward(tape.Input(inputs)));
        string scope = ScopeOf(model, path);
        Node<T> node = tape.Nodes.FirstOrDefault(
            node => node.Scope == scope && node.Operation is Normalize<T> or NormalizeWithStatistics<T>)
            ?? throw new ArgumentException($"Compare: the forward pass of {model} did not apply layer \"{path}\".", nameof(path));
        Tensor<T> upstream = tape.Gradients(value, [node.Output])[0].Value;
        return (node.Inputs[0].Value.Clone(), upstream.Clone());
    }

    private static NormalizationLayer<T> Find<T>(Layer<T> model, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (model.NamedModules().FirstOrDefault(named => named.Name == path).Module is NormalizationLayer<T> found)
            return found;

        string[] there =
        [
            .. model.NamedModules().Where(named => named.Module is NormalizationLayer<T>)
                .Select(named => $"\"{named.Name}\" {named.Module}"),
        ];
        throw new ArgumentException(
            $"Compare: \"{path}\" is no normalization layer of the model; it has "
                + $"{(there.Length == 0 ? "none" : string.Join(", ", there))}.",
            nameof(path));
    }
}
