using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Layers;

/// <summary>The loop over the time steps of one layer in one direction.</summary>
internal static class SequenceReading
{
    /// <summary>Reads (N, T, inputs) and gives h after every step, (N, T, H).</summary>
    /// <param name="cell">What happens in a step.</param>
    /// <param name="input">The sequences.</param>
    /// <param name="state">The state before the first step read; afterwards that after the last.</param>
    /// <param name="steps">Which steps count; null for all.</param>
    /// <param name="isBackward">Whether the last step is read first.</param>
    internal static Variable<T> Run<T>(
        RecurrentCell<T> cell, Variable<T> input, ref CellState<T> state, SequenceSteps<T>? steps, bool isBackward)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Variable<T> projected = cell.Project(input);
        var outputs = new Variable<T>[input.Shape[1]];
        for (int read = 0; read < outputs.Length; read++)
        {
            int t = isBackward ? outputs.Length - 1 - read : read;
            CellState<T> after = cell.Step(projected.Slice(1, t, 1).Reshape(projected.Shape[0], projected.Shape[2]), state);
            state = steps?.Counting(t) is { } counts ? after.Where(counts, state) : after;
            outputs[t] = state.Hidden;
        }

        Variable<T> sequence = Variable<T>.Stack(outputs, axis: 1);
        return steps is null ? sequence : steps.Keep(sequence);
    }
}
