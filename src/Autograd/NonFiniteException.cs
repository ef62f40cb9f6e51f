namespace NormNet.Autograd;

/// <summary>A result is NaN or infinite where only finite numbers make sense.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>A message alone.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>A message and its cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>No further information.</summary>
    public NonFiniteException()
    {
    }

    internal NonFiniteException(string message, string operation, string scope, bool backward)
        : base(message)
    {
        Operation = operation;
        Scope = scope;
        IsBackward = backward;
    }

    /// <summary>The name of the operation that gave it, where anomaly mode found it.</summary>
    public string? Operation { get; }

    /// <summary>The module path of that operation.</summary>
    public string? Scope { get; }

    /// <summary>Whether a gradient, not a value, was not finite.</summary>
    public bool IsBackward { get; }
}
