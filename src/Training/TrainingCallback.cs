using System.Numerics;

namespace NormNet.Training;

/// <summary>What a program adds to a training: override what it wants to be told.</summary>
/// <remarks>
/// Callbacks are called on the thread that trains, in the order in which the trainer has them. They may read everything, save files and
/// call <see cref="Trainer{T}.Stop"/>; what they remember is not part of a checkpoint. An exception ends training and is passed on.
/// </remarks>
public abstract class TrainingCallback<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Before the first step of a call of <see cref="Trainer{T}.Train"/>, a resumed one too.</summary>
    public virtual void TrainingStarts(Trainer<T> trainer)
    {
    }

    /// <summary>After an optimizer step.</summary>
    public virtual void StepEnded(Trainer<T> trainer, StepRecord step)
    {
    }

    /// <summary>After an epoch: it is validated, in the history, and in the checkpoint file.</summary>
    public virtual void EpochEnded(Trainer<T> trainer, EpochRecord record)
    {
    }

    /// <summary>When training ended by its plan, early or by <see cref="Trainer{T}.Stop"/>; not when it was cancelled or failed.</summary>
    public virtual void TrainingEnded(Trainer<T> trainer)
    {
    }
}
