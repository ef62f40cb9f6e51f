using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Optimizers;

/// <content>The state: what a checkpoint keeps of an optimizer.</content>
public abstract partial class Optimizer<T>
{
    private const string StepsName = "step";

    /// <summary>A deep copy of every parameter's moments and number of updates; rates and decays are settings and not part of it.</summary>
    /// <remarks>
    /// A parameter is called by its path in the model, such as <c>0.weight.exp_avg</c>, or by its position where it has no path.
    /// </remarks>
    public StateDictionary StateDict()
    {
        var state = new StateDictionary();
        foreach (OptimizedParameter<T> optimized in _parameters)
        {
            state.Add(NameOf(optimized, StepsName), optimized.Steps);
            for (int i = 0; i < _moments.Length; i++)
                state.Add(NameOf(optimized, _moments[i]), optimized.Moments[i]);
        }

        return state;
    }

    /// <summary>Takes over a state, in whatever precision it is, or leaves everything as it was.</summary>
    /// <exception cref="ArgumentException">
    /// A name is missing or unknown, or a shape or type differs: it is another optimizer's or model's.
    /// </exception>
    public void LoadStateDict(StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] steps = [.. _parameters.Select(optimized => ReadSteps(state, NameOf(optimized, StepsName)))];
        Tensor<T>[][] moments = [.. _parameters.Select(optimized => ReadMoments(state, optimized))];
        if (state.Count != _parameters.Length * (1 + _moments.Length))
        {
            HashSet<string> expected = [.. StateDict().Keys];
            throw Misfit($"has a tensor \"{state.Keys.First(name => !expected.Contains(name))}\" that this optimizer does not keep");
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Steps = steps[i];
            for (int j = 0; j < _moments.Length; j++)
                _parameters[i].Moments[j].CopyFrom(moments[i][j]);
        }
    }

    private static string NameOf(OptimizedParameter<T> optimized, string what) => $"{optimized.Key}.{what}";

    private ArgumentException Misfit(string what) => new($"LoadStateDict: the state {what}; this optimizer is {this}.");

    private long ReadSteps(StateDictionary state, string name)
    {
        StateTensor found = Find(state, name, Shape.Scalar, ElementType.I64);
        long steps = found.ToIntegers()[0];
        return steps >= 0 ? steps : throw Misfit($"has {name} = {steps}, a negative number of updates");
    }

    private Tensor<T>[] ReadMoments(StateDictionary state, OptimizedParameter<T> optimized) =>
    [
        .. _moments.Select(moment =>
            Find(state, NameOf(optimized, moment), optimized.Parameter.Shape, ElementType.F32, ElementType.F64).ToTensor<T>()),
    ];

    private StateTensor Find(StateDictionary state, string name, Shape shape, params ReadOnlySpan<ElementType> types)
    {
        if (!state.TryGetValue(name, out StateTensor? found))
            throw Misfit($"has no \"{name}\"");
        return found.Shape.Equals(shape) && types.Contains(found.Type)
            ? found
            : throw Misfit($"has \"{name}\" as {found} where {string.Join(" or ", types.ToArray())} {shape} is expected");
    }
}
