using NormNet.Tensors;

namespace NormNet.Autograd;

/// <summary>A function with all leaves that its gradient is checked by: inputs it is given, and parameters it reads by itself.</summary>
internal sealed class CheckedFunction(
    Func<Variable<double>[], Variable<double>> function,
    Tensor<double>[] inputs,
    IReadOnlyList<Variable<double>> parameters,
    Action? restore)
{
    /// <summary>Where the function is checked: the inputs, then copies of the parameters' values.</summary>
    internal Tensor<double>[] Point { get; } = [.. inputs, .. parameters.Select(parameter => parameter.Value.Clone())];

    /// <summary>The leaves at a point: new ones, but for parameters they themselves, set to it.</summary>
    internal Variable<double>[] LeavesAt(Tensor<double>[] point, Func<Tensor<double>, string, Variable<double>> leaf)
    {
        var leaves = new Variable<double>[point.Length];
        for (int i = 0; i < point.Length; i++)
        {
            int parameter = i - inputs.Length;
            bool reads = parameter >= 0 && parameter < parameters.Count;
            leaves[i] = reads ? parameters[parameter] : leaf(point[i], NameOf(i));
            if (reads)
                leaves[i].Value.CopyFrom(point[i]);
        }

        return leaves;
    }

    /// <summary>What reports call a leaf.</summary>
    internal string NameOf(int leaf) => leaf < inputs.Length ? $"x{leaf}"
        : leaf < Point.Length ? parameters[leaf - inputs.Length].Name ?? $"parameter {leaf - inputs.Length}"
        : "upstream";

    /// <summary>The function at leaves that <see cref="LeavesAt"/> made.</summary>
    internal Variable<double> Apply(Variable<double>[] leaves)
    {
        restore?.Invoke();
        return function(leaves[..inputs.Length]);
    }

    /// <summary>Puts back what the checks changed.</summary>
    internal void Restore()
    {
        LeavesAt(Point, (tensor, _) => tensor);
        restore?.Invoke();
    }
}
