using System.Numerics;
using NormNet.Autograd;

namespace NormNet.Lab;

/// <summary>Walks through a tape: forward through its operations, then backward, with every number on the way.</summary>
/// <remarks>
/// <code>
/// using var tape = Tape&lt;double&gt;.Record(teaching: true);
/// ...
/// var stepper = new TapeStepper&lt;double&gt;(tape, y, upstream);
/// while (stepper.Next())
///     Console.WriteLine(TraceText.Describe(stepper.Current));
/// </code>
/// Building it runs the backward pass, by the iterator that training drains, and copies what it yields: the walk may go on
/// when the tape is gone. As after any backward pass, the leaves' gradients have grown.
/// </remarks>
public sealed class TapeStepper<T> : TraceStepper
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyDictionary<Variable<T>, TraceVariable> _variables;

    /// <inheritdoc cref="TapeTrace.Of{T}"/>
    public TapeStepper(Tape<T> tape, Variable<T> y, Variable<T>? upstream = null, int maximumValues = 1024)
        : this(new TraceRecorder<T>(maximumValues), tape, y, upstream)
    {
    }

    private TapeStepper(TraceRecorder<T> recorder, Tape<T> tape, Variable<T> y, Variable<T>? upstream)
        : base(recorder.Run(tape, y, upstream)) => _variables = recorder.ByVariable;

    /// <summary>Goes to the next step at a node.</summary>
    public bool JumpTo(Node<T> node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return JumpTo(StepTarget.Node(node.Id));
    }

    /// <summary>Goes to the next step that makes or uses a variable.</summary>
    /// <exception cref="ArgumentException">The variable is not on the tape.</exception>
    public bool JumpTo(Variable<T> variable) => JumpTo(StepTarget.Variable(Traced(variable).Name));

    /// <summary>Shows a variable among the watches from now on.</summary>
    /// <exception cref="ArgumentException">The variable is not on the tape.</exception>
    public void Watch(Variable<T> variable) => Watch(Traced(variable).Name);

    /// <summary>A variable as the trace has it.</summary>
    /// <exception cref="ArgumentException">The variable is not on the tape.</exception>
    public TraceVariable Traced(Variable<T> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return _variables.TryGetValue(variable, out TraceVariable? traced)
            ? traced
            : throw new ArgumentException($"The variable {variable} is not on this tape.", nameof(variable));
    }
}
