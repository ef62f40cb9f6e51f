using System.Globalization;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>The digits of a style transfer, with the features of their content, computed once for all runs.</summary>
/// <param name="Train">Digits at contrast 1; a target is the deep maps of a digit.</param>
/// <param name="Test">Other digits at contrast 1.</param>
/// <param name="TestContent">Their deep maps.</param>
internal sealed record StyleData(DataSet<float> Train, Tensor<float> Test, Tensor<float> TestContent)
{
    public static StyleData Of(DataSplit<float> pixels)
    {
        var features = new StyleFeatures();
        Tensor<float> train = StylePictures.Contents(pixels.Train), test = StylePictures.Contents(pixels.Test);
        return new StyleData(new DataSet<float>(train, features.Deep(train)), test, features.Deep(test));
    }
}

/// <summary>Trains one generator at contrast 1 and looks at what it paints at other contrasts.</summary>
internal sealed class StyleTraining(StyleData data, bool instance, int seed)
{
    internal const int BatchSize = 16, ShownDigits = 2;

    internal const double LearningRate = 1e-3;

    /// <summary>Curves over steps, the first of means since the point before; their last values are values of the result too.</summary>
    internal const string TrainLoss = "training loss", TestLoss = "test loss";

    /// <summary>Values of a result at the end, on test digits in evaluation mode.</summary>
    internal const string ContentLoss = "content loss", StyleLossPart = "style loss";

    /// <summary>What is measured at a contrast: a digit's, its painting's, how far that is from contrast 1's, and its loss.</summary>
    internal const string ContentContrast = "content contrast", OutputContrast = "output contrast", Change = "change", LossAt = "loss";

    /// <summary>Relative differences of a normalized convolution's results; those by instance with ε have a bound.</summary>
    internal const string Exact = "property, ε = 0", WithEpsilon = "property", EpsilonBound = "bound";

    /// <summary>Times the training's contrast.</summary>
    internal static readonly double[] Contrasts = [0.25, 0.5, 1, 2];

    /// <summary>A power of two, by which float numbers are multiplied without rounding, and two factors that are none.</summary>
    internal static readonly double[] PropertyFactors = [0.25, 0.3, 3];

    private const double Epsilon = 1e-5;

    private readonly Sequential<float> _model = StyleGenerator.Create(instance, seed);
    private readonly StyleLoss _loss = new(new StyleFeatures(), StylePictures.Waves(data.Test.Shape[2]));

    internal RunResult Run(RunContext context, long steps)
    {
        RunResult result = context.Result;
        long[] measured = [.. Enumerable.Range(0, 21).Select(i => steps * i / 20).Distinct()];
        var losses = new LossWindows(result.Curve(TrainLoss), measured);
        RunTraining.Train(
            context,
            callbacks => new Trainer<float>(
                _model,
                new Adam<float>(_model.Parameters(), LearningRate),
                data.Train,
                new TrainingPlan { Steps = steps, BatchSize = BatchSize, Seed = seed })
            {
                Loss = (pictures, batch) => _loss.Total(pictures, batch.Targets),
                Callbacks = [.. callbacks, losses],
            },
            measured,
            step => result.Curve(TestLoss).Add(step, LossOf(_model.Predict(data.Test)).Total));
        result.Values[TrainLoss] = result.Curve(TrainLoss).Y[^1];
        result.Values[TestLoss] = result.Curve(TestLoss).Y[^1];
        _model.Eval();
        MeasureContrasts(result);
        MeasureProperty(result);
        return result;
    }

    /// <summary>The name of what was measured at a contrast or with a factor.</summary>
    internal static string At(string name, double contrast) => string.Create(CultureInfo.InvariantCulture, $"{name} × {contrast}");

    /// <summary>The name of a digit's picture: as it is, or as it is painted at a contrast.</summary>
    internal static string Picture(int digit, double? painted = null) =>
        painted is { } contrast ? At($"digit {digit}", contrast) : $"digit {digit}";

    private void MeasureContrasts(RunResult result)
    {
        Tensor<float> reference = _model.Predict(data.Test);
        for (int digit = 0; digit < ShownDigits; digit++)
            result.Pictures[Picture(digit)] = StylePictures.Rows(data.Test, digit);
        foreach (double contrast in Contrasts)
        {
            Tensor<float> content = data.Test * contrast, output = _model.Predict(content);
            (double total, double contentPart, double stylePart) = LossOf(output);
            result.Values[At(ContentContrast, contrast)] = StylePictures.Contrast(content);
            result.Values[At(OutputContrast, contrast)] = StylePictures.Contrast(output);
            result.Values[At(Change, contrast)] = Math.Sqrt((output - reference).Square().Mean().Item() / reference.Variance().Item());
            result.Values[At(LossAt, contrast)] = total;
            if (contrast == 1)
                (result.Values[ContentLoss], result.Values[StyleLossPart]) = (contentPart, stylePart);
            for (int digit = 0; digit < ShownDigits; digit++)
                result.Pictures[Picture(digit, contrast)] = StylePictures.Rows(output, digit);
        }
    }

    /// <summary>By the generator's own first convolution; in evaluation, batch normalization's own statistics.</summary>
    private void MeasureProperty(RunResult result)
    {
        Layer<float> convolution = _model.Layers[0];
        int channels = _model.Parameters()[0].Shape[0];
        foreach (double factor in PropertyFactors)
        {
            if (instance)
            {
                result.Values[At(Exact, factor)] = Difference(InstanceNorm(channels, epsilon: 0), factor);
                result.Values[At(WithEpsilon, factor)] = Difference(InstanceNorm(channels, Epsilon), factor);
                result.Values[At(EpsilonBound, factor)] = ContrastProperty.Bound(convolution, data.Test, factor, Epsilon);
            }
            else
            {
                result.Values[At(WithEpsilon, factor)] = Difference(_model.Layers[1], factor);
            }
        }

        double Difference(Layer<float> normalization, double factor) =>
            ContrastProperty.Difference(convolution, normalization, data.Test, factor);
    }

    /// <summary>The loss of test digits' pictures, the content being the digits at contrast 1.</summary>
    private (double Total, double Content, double Style) LossOf(Tensor<float> pictures)
    {
        using var memory = new InferenceScope<float>();
        (Variable<float> content, Variable<float> style) = _loss.Parts(pictures, data.TestContent);
        (double contentPart, double stylePart) = (content.Value.Item(), style.Value.Item());
        return (contentPart + stylePart, contentPart, stylePart);
    }

    /// <summary>The mean of the losses of steps from one measurement to the next.</summary>
    private sealed class LossWindows(Series means, long[] ends) : TrainingCallback<float>
    {
        private readonly List<double> _losses = [];

        public override void StepEnded(Trainer<float> trainer, StepRecord step)
        {
            _losses.Add(step.Loss);
            if (!ends.Contains(step.Step))
                return;
            means.Add(step.Step, _losses.Average());
            _losses.Clear();
        }
    }
}
