using System.Numerics;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace NormNet.Training;

/// <summary>One optimizer step, on a batch or on several whose gradients are added up: done, or the model is as it was before.</summary>
internal sealed class TrainingStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T> _model;
    private readonly Optimizer<T> _optimizer;
    private readonly Func<Variable<T>, Batch<T>, Variable<T>> _loss;
    private readonly bool _hasLabels;
    private readonly double? _maxGradientNorm;
    private readonly Parameter<T>[] _parameters;
    private readonly TransientState<T> _before, _beforeBatch;

    internal TrainingStep(
        Layer<T> model, Optimizer<T> optimizer, Func<Variable<T>, Batch<T>, Variable<T>> loss, bool hasLabels, double? maxGradientNorm)
    {
        (_model, _optimizer, _loss, _hasLabels, _maxGradientNorm) = (model, optimizer, loss, hasLabels, maxGradientNorm);
        _parameters = [.. optimizer.Groups.SelectMany(group => group.Parameters)];
        (_before, _beforeBatch) = (new TransientState<T>(model), new TransientState<T>(model));
    }

    /// <summary>Whether the weights are numbers one can go on from: an update may overflow though its gradient does not.</summary>
    internal bool WeightsAreFinite => AreFinite(_parameters);

    private bool GradientsAreFinite => Array.TrueForAll(
        _parameters, parameter => parameter.Gradient is null || TensorPrimitives.IsFiniteAll(parameter.Gradient.AsSpan()));

    internal static bool AreFinite(IEnumerable<Parameter<T>> parameters) =>
        parameters.All(parameter => TensorPrimitives.IsFiniteAll(parameter.Value.AsSpan()));

    /// <summary>Runs forward, backward and the update.</summary>
    /// <param name="batches">Stands before the step's samples, and behind them afterwards.</param>
    /// <param name="samples">How many samples the step takes.</param>
    /// <param name="name">What error messages call the step.</param>
    /// <returns>The mean loss, and how many samples were answered right; NaN where they have no labels.</returns>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite; nothing was updated.</exception>
    internal (double Loss, double Right) Run(IEnumerator<Batch<T>> batches, int samples, string name)
    {
        _before.Note();
        try
        {
            (double loss, double right) = (0, 0);
            for (int done = 0; done < samples; done += batches.Current.Count)
            {
                if (!batches.MoveNext())
                    throw new InvalidOperationException($"{name}: the data ended after {done} of {samples} samples.");
                double share = (double)batches.Current.Count / samples;
                (double batchLoss, double batchRight) = RunBatch(
                    batches.Current, share, isLast: done + batches.Current.Count >= samples, name);
                loss += share * batchLoss;
                right += batchRight;
            }

            _optimizer.Step();
            return (loss, right);
        }
        catch
        {
            _before.PutBack();
            throw;
        }
        finally
        {
            _optimizer.ZeroGradients();
        }
    }

    /// <summary>Adds a batch's part of the gradients; behind the last, they are clipped.</summary>
    private (double Loss, double Right) RunBatch(Batch<T> batch, double share, bool isLast, string name)
    {
        _beforeBatch.Note();
        (double Loss, double Right) result = Differentiate(batch, share, anomaly: false);
        if (!double.IsFinite(result.Loss) || !GradientsAreFinite || (isLast && !ClippedNormIsFinite()))
            throw Explain(batch, share, name, result.Loss);
        return result;
    }

    private bool ClippedNormIsFinite() => _maxGradientNorm is not { } max || double.IsFinite(GradientClipping.ByNorm(_parameters, max));

    private (double Loss, double Right) Differentiate(Batch<T> batch, double share, bool anomaly)
    {
        using var tape = Tape<T>.Record(anomaly: anomaly);
        Variable<T> outputs = _model.Forward(batch.Inputs);
        Variable<T> loss = _loss(outputs, batch);
        double value = double.CreateTruncating(loss.Value.Item());
        double right = _hasLabels ? Objective.CountRight(outputs.Value, batch.Labels) : double.NaN;
        if (double.IsFinite(value))
            tape.Backward(loss, share == 1 ? null : new Variable<T>(Tensor<T>.Full(loss.Shape, share)));
        return (value, right);
    }

    /// <summary>Repeats what failed on the same batch, from the same state, on a tape that checks every result.</summary>
    private NonFiniteException Explain(Batch<T> batch, double share, string name, double loss)
    {
        string what = double.IsFinite(loss) ? "a gradient is not finite" : FormattableString.Invariant($"the loss is {loss}");
        if (!WeightsAreFinite)
            what += ", and weights are not finite already: an earlier update overflowed";

        _beforeBatch.PutBack();
        _optimizer.ZeroGradients();
        try
        {
            Differentiate(batch, share, anomaly: true);
            return new NonFiniteException($"{name}: {what}. Repeated in anomaly mode, every result was finite.");
        }
        catch (NonFiniteException cause)
        {
            return new NonFiniteException($"{name}: {what}. {cause.Message}", cause);
        }
    }
}
