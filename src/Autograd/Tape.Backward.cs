using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Autograd;

public sealed partial class Tape<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds ∂ℓ/∂leaf to the gradient of every leaf that wants one, and sets the gradients of the variables between.</summary>
    /// <param name="loss">ℓ, or any variable y of this tape together with its upstream gradient.</param>
    /// <param name="upstream">∂ℓ/∂y, of y's shape; absent, 1, for a y of one element.</param>
    /// <exception cref="ArgumentException">The loss has several elements and no upstream gradient, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">
    /// The loss was not computed on this tape, or a recorded tensor was changed since.
    /// </exception>
    public void Backward(Variable<T> loss, Variable<T>? upstream = null)
    {
        var pass = new BackwardPass<T>(this, loss, upstream);
        while (pass.MoveNext())
        {
            // Every step does its work in MoveNext; here nobody looks at it.
        }
    }

    /// <summary>The backward pass, one node at a time, last first: what <see cref="Backward"/> drains.</summary>
    /// <remarks>Leaves get their gradients when the last step is done; a pass that is left early changes none.</remarks>
    /// <inheritdoc cref="Backward" path="/param|/exception"/>
    public IEnumerable<BackwardStep<T>> BackwardSteps(Variable<T> loss, Variable<T>? upstream = null)
    {
        var pass = new BackwardPass<T>(this, loss, upstream);
        return Steps(pass);

        static IEnumerable<BackwardStep<T>> Steps(BackwardPass<T> pass)
        {
            pass.KeepSteps();
            while (pass.MoveNext())
                yield return pass.Step;
        }
    }

    /// <summary>The gradients ∂ℓ/∂x of chosen variables, returned and added to nothing.</summary>
    /// <param name="y">A variable of this tape.</param>
    /// <param name="inputs">The variables to differentiate by, leaves or not.</param>
    /// <param name="upstream">∂ℓ/∂y, of y's shape; absent, 1, for a y of one element.</param>
    /// <param name="record">Write the backward pass on this tape too, so that its results can be differentiated again.</param>
    /// <returns>One variable per input, of its shape; zeros where y does not depend on it.</returns>
    /// <inheritdoc cref="Backward" path="/exception"/>
    public Variable<T>[] Gradients(Variable<T> y, ReadOnlySpan<Variable<T>> inputs, Variable<T>? upstream = null, bool record = false)
    {
        var pass = new BackwardPass<T>(this, y, upstream, inputs, record);
        int outer = _pass;
        _pass = record ? ++_passes : outer;
        try
        {
            while (pass.MoveNext())
            {
                // The gradients are read off the variables when the pass is over.
            }
        }
        finally
        {
            _pass = outer;
        }

        var gradients = new Variable<T>[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            gradients[i] = pass.GradientOf(inputs[i]) ?? new Variable<T>(Tensor<T>.Zeros(inputs[i].Shape));
        pass.Release();
        return gradients;
    }

    /// <summary>Suspends recording, or directs it to this tape, until the outer state is given back.</summary>
    internal (Tape<T>? Tape, StorageScope<T>? Memory) EnterBackward(bool record)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_recorder != Recorder<T>.OfThisThread)
            throw new InvalidOperationException("A tape runs backward on the thread that recorded it.");

        (Tape<T>?, StorageScope<T>?) outer = (_recorder.Tape, _recorder.Memory);
        _recorder.Tape = record ? this : null;
        _recorder.Memory = _memory;
        return outer;
    }

    internal void LeaveBackward((Tape<T>? Tape, StorageScope<T>? Memory) outer) => (_recorder.Tape, _recorder.Memory) = outer;

    internal void CheckContribution(Node<T> node, int input, Variable<T> contribution)
    {
        if (!contribution.Shape.Equals(node.Inputs[input].Shape))
        {
            throw new InvalidOperationException(
                $"{node.Operation.Name}: its backward returned a gradient of shape {contribution.Shape} for input {input}, "
                    + $"which has shape {node.Inputs[input].Shape}.");
        }

        if (_checksFinite)
            Anomaly.CheckBackward(node, input, contribution);
    }
}
