using System.Numerics;
using NormNet.Layers;

namespace NormNet.Optimizers;

/// <summary>Changes parameters by their gradients, step by step.</summary>
/// <remarks>
/// A step passes once over each parameter's weights, gradient and moments, on several threads where that pays, allocates nothing, and
/// gives the same bits on any number of threads. Parameters without a gradient, and those that require none, stay as they are.
/// </remarks>
public abstract partial class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly string[] _moments;
    private readonly OptimizedParameter<T>[] _parameters;
    private double _learningRate, _rateFactor = 1, _weightDecay;

    /// <summary>Takes over the parameters.</summary>
    /// <param name="parameters">Parameters, groups of them, or both; each parameter once. Those outside a group make one.</param>
    /// <param name="learningRate">The rate of groups without one of their own.</param>
    /// <param name="weightDecay">The decay of groups without one of their own.</param>
    /// <param name="moments">The names of the tensors that are kept for each parameter.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the decay is negative or not finite.</exception>
    protected Optimizer(
        IEnumerable<IParameterSet<T>> parameters, double learningRate, double weightDecay, params ReadOnlySpan<string> moments)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        LearningRate = Setting.NotNegative<T>(learningRate);
        WeightDecay = Setting.NotNegative<T>(weightDecay);
        Groups = Grouped(parameters);
        _moments = moments.ToArray();

        var all = new List<Parameter<T>>();
        foreach (ParameterGroup<T> group in Groups)
            all.AddRange(group.Parameters);
        CheckParameters(all);

        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Parameter<T> parameter in all)
            names[parameter.Name ?? ""] = names.GetValueOrDefault(parameter.Name ?? "") + 1;

        _parameters = new OptimizedParameter<T>[all.Count];
        int index = 0;
        foreach (ParameterGroup<T> group in Groups)
        {
            foreach (Parameter<T> parameter in group.Parameters)
            {
                _parameters[index] = new OptimizedParameter<T>(parameter, group, KeyOf(parameter.Name, index), _moments.Length);
                index++;
            }
        }

        // Paths are unique in a model, but an optimizer may hold two models, or parameters of none.
        string KeyOf(string? name, int index) => string.IsNullOrEmpty(name) || names[name] > 1 ? $"{index}" : name;
    }

    /// <summary>The groups, in the order in which they are updated.</summary>
    public IReadOnlyList<ParameterGroup<T>> Groups { get; }

    /// <summary>The rate of every group without one of its own, before <see cref="RateFactor"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or one that is not finite.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set => _learningRate = Setting.NotNegative<T>(value, nameof(LearningRate));
    }

    /// <summary>What every group's rate is multiplied by: where a <see cref="Schedule"/> enters. 1 at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or one that is not finite.</exception>
    public double RateFactor
    {
        get => _rateFactor;
        set => _rateFactor = Setting.NotNegative<T>(value, nameof(RateFactor));
    }

    /// <summary>The decay of every group without one of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number or one that is not finite.</exception>
    public double WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = Setting.NotNegative<T>(value, nameof(WeightDecay));
    }

    /// <summary>Updates every parameter that has a gradient.</summary>
    public void Step()
    {
        foreach (OptimizedParameter<T> optimized in _parameters)
        {
            if (optimized.Parameter is not { RequiresGradient: true, Gradient: not null })
                continue;

            optimized.Steps++;
            Update(optimized, RateFactor * (optimized.Group.LearningRate ?? LearningRate), optimized.Group.WeightDecay ?? WeightDecay);
        }
    }

    /// <summary>Sets all gradients to zeros, keeping their memory, so that the next backward pass starts a new sum.</summary>
    public void ZeroGradients()
    {
        foreach (OptimizedParameter<T> optimized in _parameters)
            optimized.Parameter.ZeroGradient();
    }

    /// <summary>One step of one parameter, which has a gradient.</summary>
    /// <param name="optimized">The parameter and its moments, to be changed in place.</param>
    /// <param name="rate">The learning rate of this parameter in this step.</param>
    /// <param name="decay">The weight decay of this parameter.</param>
    protected abstract void Update(OptimizedParameter<T> optimized, double rate, double decay);

    /// <summary>The groups as they are given; the parameters between two of them are a group too.</summary>
    private static ParameterGroup<T>[] Grouped(IEnumerable<IParameterSet<T>> sets)
    {
        var groups = new List<ParameterGroup<T>>();
        var loose = new List<Parameter<T>>();
        foreach (IParameterSet<T> set in sets)
        {
            ArgumentNullException.ThrowIfNull(set, "parameters");
            if (set is ParameterGroup<T> group)
            {
                EndLoose();
                groups.Add(group);
            }
            else
            {
                loose.AddRange(set.Parameters);
            }
        }

        EndLoose();
        return [.. groups];

        void EndLoose()
        {
            if (loose.Count > 0)
                groups.Add(new ParameterGroup<T>(loose));
            loose.Clear();
        }
    }

    private static void CheckParameters(List<Parameter<T>> parameters)
    {
        if (parameters.Count == 0)
            throw new ArgumentException("Optimizer: there is no parameter to optimize.", nameof(parameters));

        var seen = new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance);
        foreach (Parameter<T> parameter in parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (!seen.Add(parameter))
            {
                throw new ArgumentException(
                    $"Optimizer: parameter {parameter} is given twice; it would be updated twice a step.", nameof(parameters));
            }
        }
    }
}
