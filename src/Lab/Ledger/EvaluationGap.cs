using System.Globalization;
using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Lab;

/// <summary>Why evaluation differs from training, for one layer with running statistics.</summary>
/// <param name="Path">The layer's path in the model.</param>
/// <param name="Layer">The layer with its settings; <c>frozen</c> among them if it is.</param>
/// <param name="Mode"><c>train</c> or <c>eval</c>.</param>
/// <param name="IsFrozen">Whether its statistics are frozen: then it uses the running ones in training too.</param>
/// <param name="Batches">How many batches its running statistics have followed.</param>
/// <param name="MeanDistance">The largest |running μ − batch μ| in deviations of the batch.</param>
/// <param name="VarianceRatio">The largest of running σ² over the batch's, or its inverse: 1 where they are the same.</param>
/// <param name="OutputDistance">
/// The largest distance of the layer's two outputs, over the largest magnitude of the one with batch statistics.
/// </param>
public sealed record EvaluationGap(
    string Path, string Layer, string Mode, bool IsFrozen, long Batches, double MeanDistance, double VarianceRatio, double OutputDistance)
{
    /// <summary>
    /// Applies a copy of a model twice, by the batch's statistics and by the running ones, with everything else as in evaluation.
    /// </summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="inputs">A batch.</param>
    /// <exception cref="NotSupportedException">A layer of the model cannot be copied.</exception>
    public static IReadOnlyList<EvaluationGap> Of<T>(Layer<T> model, Tensor<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        Layer<T> copy = model.Clone();
        copy.Eval();
        (string Path, RunningNormalizationLayer<T> Layer)[] layers =
            [.. Running(copy).Select(named => (named.Path, named.Layer))];
        foreach ((_, RunningNormalizationLayer<T> layer) in layers)
            layer.Source = StatisticsSource.Batch;
        Dictionary<string, (Tensor<T> X, Tensor<T> Y)> batch = Pass(copy, inputs, layers);
        foreach ((_, RunningNormalizationLayer<T> layer) in layers)
            layer.Source = StatisticsSource.Running;
        Dictionary<string, (Tensor<T> X, Tensor<T> Y)> running = Pass(copy, inputs, layers);
        return
        [
            .. Running(model).Where(named => batch.ContainsKey(named.Path) && running.ContainsKey(named.Path))
                .Select(named => Between(named.Path, named.Layer, batch[named.Path], running[named.Path].Y)),
        ];
    }

    /// <summary>The figures, and what they say.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"layer {Path}, {Layer}, {Mode}, {Batches} updates: running μ is {MeanDistance:G3} deviations from the batch's, σ² by a factor "
            + $"{VarianceRatio:G4}; the outputs differ by {OutputDistance:0.0e+0}. {Reason}");

    private string Reason => this switch
    {
        { IsFrozen: true } => "It is frozen: training and evaluation both use the running statistics.",
        { Batches: 0 } => "Its running statistics have followed no batch yet and are still mean 0 and variance 1.",
        { MeanDistance: > 0.5 } or { VarianceRatio: > 1.5 } =>
            "The running statistics are far from this batch's: too few updates for their rate, or data of another kind.",
        _ => "The running statistics are near this batch's: what is left is the spread from batch to batch.",
    };

    private static IEnumerable<(string Path, RunningNormalizationLayer<T> Layer)> Running<T>(Layer<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => model.NamedModules()
            .Where(named => named.Module is RunningNormalizationLayer<T> { Running: not null })
            .Select(named => (named.Name, (RunningNormalizationLayer<T>)named.Module));

    private static Dictionary<string, (Tensor<T> X, Tensor<T> Y)> Pass<T>(
        Layer<T> model, Tensor<T> inputs, (string Path, RunningNormalizationLayer<T> Layer)[] layers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using IDisposable? pause = Tape<T>.Current?.Pause();
        using var tape = Tape<T>.Record();
        model.Forward(inputs);
        var found = new Dictionary<string, (Tensor<T>, Tensor<T>)>();
        foreach ((string path, _) in layers)
        {
            string scope = LayerCapture.ScopeOf(model, path);
            Node<T>[] nodes = [.. tape.Nodes.Where(node => node.Scope == scope)];
            if (nodes.Length > 0)
                found[path] = (nodes[0].Inputs[0].Value.Clone(), nodes[^1].Output.Value.Clone());
        }

        return found;
    }

    private static EvaluationGap Between<T>(
        string path, RunningNormalizationLayer<T> layer, (Tensor<T> X, Tensor<T> Y) batch, Tensor<T> evaluated)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var own = new ForwardValues<double>(new NormalizationCase<double>(
            layer.PlanOf(batch.X.Shape), batch.X.Cast<double>(), Tensor<double>.Zeros(batch.X.Shape)));
        Shape channels = layer.PlanOf(batch.X.Shape).AffineView;
        Tensor<double> mean = layer.Running!.Mean.Value.Cast<double>().Reshape(channels);
        Tensor<double> variance = layer.Running.Variance.Value.Cast<double>().Reshape(channels);
        Tensor<double> ratio = (variance + layer.Epsilon) / (own.Variance + layer.Epsilon);
        Tensor<double> y = batch.Y.Cast<double>();
        return new EvaluationGap(
            path,
            layer.ToString(),
            layer.IsTraining ? "train" : "eval",
            layer.IsFrozen,
            layer.Running.Batches,
            ((mean - own.Mean!) * own.InverseDeviation).Abs().Max().Item(),
            Math.Max(ratio.Max().Item(), 1 / ratio.Min().Item()),
            (y - evaluated.Cast<double>()).Abs().Max().Item() / Math.Max(y.Abs().Max().Item(), double.Epsilon));
    }
}
