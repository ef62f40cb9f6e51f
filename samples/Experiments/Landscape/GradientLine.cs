using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Samples.Experiments;

/// <summary>The loss and its gradient g at points w − η·g(w) along the gradient of the weights w that a network has.</summary>
/// <remarks>Santurkar et al. 2018, §3.1: how far a step may be trusted, by what becomes of loss and gradient on the way.</remarks>
internal sealed record GradientLine
{
    private GradientLine()
    {
    }

    /// <summary>The loss at w.</summary>
    public double Loss { get; private init; }

    /// <summary>The least loss along the line.</summary>
    public double Lowest { get; private init; } = double.PositiveInfinity;

    /// <summary>The greatest loss along the line; infinite where a loss was not finite.</summary>
    public double Highest { get; private init; }

    /// <summary>The greatest ‖g(w − η·g) − g(w)‖.</summary>
    public double GradientChange { get; private init; }

    /// <summary>The greatest ‖g(w − η·g) − g(w)‖ / (η·‖g(w)‖): an effective β of β-smoothness.</summary>
    public double Smoothness { get; private init; }

    /// <summary>Goes along the line and leaves the model as it was, without gradients.</summary>
    /// <param name="model">In the mode in which the loss is wanted.</param>
    /// <param name="batch">What the loss is of.</param>
    /// <param name="steps">The η.</param>
    public static GradientLine Of(Layer<float> model, Batch<float> batch, IEnumerable<double> steps)
    {
        StateDictionary start = model.StateDict();
        (double lossAtStart, Dictionary<string, Tensor<float>> slope) = Gradients(model, batch);
        double length = Norm(slope.Values);
        var line = new GradientLine { Loss = lossAtStart };
        foreach (double step in steps)
        {
            model.LoadStateDict(Moved(start, slope, step));
            (double loss, Dictionary<string, Tensor<float>> gradients) = Gradients(model, batch);
            double change = OrInfinite(Norm(slope.Select(own => gradients[own.Key] - own.Value)));
            line = line with
            {
                Lowest = Math.Min(line.Lowest, OrInfinite(loss)),
                Highest = Math.Max(line.Highest, OrInfinite(loss)),
                GradientChange = Math.Max(line.GradientChange, change),
                Smoothness = Math.Max(line.Smoothness, OrInfinite(change / (step * length))),
            };
        }

        model.LoadStateDict(start);
        return line;
    }

    private static (double Loss, Dictionary<string, Tensor<float>> Gradients) Gradients(Layer<float> model, Batch<float> batch)
    {
        ZeroGradients(model);
        using var tape = Tape<float>.Record();
        Variable<float> loss = Losses.CrossEntropy(model.Forward(batch.Inputs), batch.Labels);
        tape.Backward(loss);
        var gradients = model.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Gradient!.Clone());
        ZeroGradients(model);
        return (loss.Value.Item(), gradients);
    }

    private static void ZeroGradients(Layer<float> model)
    {
        foreach (Parameter<float> parameter in model.Parameters())
            parameter.ZeroGradient();
    }

    private static StateDictionary Moved(StateDictionary start, Dictionary<string, Tensor<float>> slope, double step)
    {
        var moved = new StateDictionary();
        foreach ((string name, StateTensor value) in start)
            moved.Add(name, slope.TryGetValue(name, out Tensor<float>? g) ? StateTensor.From(value.ToTensor<float>() - (g * step)) : value);
        return moved;
    }

    private static double Norm(IEnumerable<Tensor<float>> parts) =>
        Math.Sqrt(parts.Sum(part => Math.Pow(double.CreateTruncating(part.Norm().Item()), 2)));

    private static double OrInfinite(double value) => double.IsFinite(value) ? value : double.PositiveInfinity;
}
