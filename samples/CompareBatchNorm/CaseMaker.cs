using System.Globalization;
using System.Numerics;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Samples.CompareBatchNorm;

/// <summary>Makes the layer, its input and its upstream gradient: the same numbers in every precision, but for their rounding.</summary>
internal static class CaseMaker
{
    private const int LargestFile = 1 << 28;

    /// <summary>The case that the options describe.</summary>
    /// <exception cref="ArgumentException">The layer cannot take such an input, or has no such mode.</exception>
    /// <exception cref="InvalidDataException">The file of the upstream gradient does not hold as many numbers as the input has.</exception>
    internal static NormalizationCase<T> Make<T>(CompareOptions options, string mode)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var generator = new Generator(options.Seed);
        NormalizationLayer<T> layer = LayerOf<T>(options);
        Tensor<T> x = generator.Normal<T>(options.Shape, options.Mean, options.Deviation), random = generator.Normal<T>(options.Shape);

        // γ is far from 1 and 0 and β from 0: a backward that forgets one of them must not pass by chance.
        Tensor<T> weight = generator.Uniform<T>(layer.AffineShape, 0.5, 2), bias = generator.Normal<T>(layer.AffineShape);
        layer.Weight!.Value.CopyFrom(weight);
        layer.Bias!.Value.CopyFrom(bias);
        if (layer is RunningNormalizationLayer<T> { Running: { } running })
        {
            double spread = options.Deviation == 0 ? 1 : options.Deviation;
            running.Mean.Value = generator.Normal<T>(layer.AffineShape, options.Mean, spread / 2);
            running.Variance.Value = generator.Uniform<T>(layer.AffineShape, spread * spread / 2, spread * spread * 2);
        }

        Set(layer, mode);
        return NormalizationCase<T>.Of(layer, x, options.Upstream switch
        {
            "random" => random,
            "ones" => Tensor<T>.Ones(options.Shape),
            string path => Read<T>(path, options.Shape),
        });
    }

    private static NormalizationLayer<T> LayerOf<T>(CompareOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int channels = options.Shape[1];
        Shape samples = Shape.Of(options.Shape.Extents[1..]);
        return options.Layer switch
        {
            "batch" => new BatchNorm<T>(channels, options.Epsilon),
            "layer" => new LayerNorm<T>(samples, options.Epsilon),
            "instance" => new InstanceNorm<T>(channels, options.Epsilon, weight: true, bias: true),
            "group" => new GroupNorm<T>(options.Groups, channels, options.Epsilon),
            _ => new RmsNorm<T>(samples, options.Epsilon, weight: true, bias: true),
        };
    }

    private static void Set<T>(NormalizationLayer<T> layer, string mode)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (mode == "eval")
            layer.Eval();
        if (mode != "frozen")
            return;
        if (layer is not RunningNormalizationLayer<T> { Running: not null } running)
            throw new ArgumentException($"--mode: {layer} keeps no running statistics, so there is nothing to freeze");
        running.Freeze();
    }

    private static Tensor<T> Read<T>(string path, Shape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile } file)
            throw new InvalidDataException($"{path}: {file.Length} bytes are more than a file of numbers may have");
        string[] words = File.ReadAllText(path).Split([' ', '\t', '\r', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != shape.Count)
            throw new InvalidDataException($"{path}: it holds {words.Length} numbers; an input of shape {shape} needs {shape.Count}");

        double[] numbers = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], CultureInfo.InvariantCulture, out numbers[i]) || !T.IsFinite(T.CreateTruncating(numbers[i])))
                throw new InvalidDataException($"{path}: number {i + 1}, '{words[i]}', is not a finite number");
        }

        return Tensor<T>.FromDoubles(numbers, shape);
    }
}
