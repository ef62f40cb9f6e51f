using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Tests.Optimizers;

/// <summary>Twenty steps of every optimizer against PyTorch 1.13.1 in double, and Lion against its algorithm written in PyTorch.</summary>
/// <remarks>
/// <c>recorded/updates.py</c> made the numbers. Weights and gradients are small multiples of powers of 2, so nothing is rounded on the
/// way there. After ten steps another optimizer goes on with the state.
/// </remarks>
public abstract class RecordedStepsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 11, Steps = 20, Handover = 10;

    private static readonly int[] Kept = [1, Handover, Steps];

    private static readonly Dictionary<string, double[][]> Weights =
        Recorded.Read<Dictionary<string, double[][]>>("Optimizers/recorded/updates.json");

    private static readonly Dictionary<string, Func<Parameter<T>, Optimizer<T>>> Optimizers = new()
    {
        ["sgd"] = w => new Sgd<T>([w], 0.1),
        ["sgd decay"] = w => new Sgd<T>([w], 0.1, weightDecay: 0.05),
        ["sgd momentum"] = w => new Sgd<T>([w], 0.1, momentum: 0.9),
        ["sgd dampening"] = w => new Sgd<T>([w], 0.1, momentum: 0.9, weightDecay: 0.05, dampening: 0.5),
        ["sgd nesterov"] = w => new Sgd<T>([w], 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.05),
        ["adam"] = w => new Adam<T>([w], 0.01),
        ["adam decay"] = w => new Adam<T>([w], 0.01, weightDecay: 0.1),
        ["adam betas"] = w => new Adam<T>([w], 0.01, beta1: 0.8, beta2: 0.95, epsilon: 0.1),
        ["adamw"] = w => new AdamW<T>([w], 0.01, weightDecay: 0.1),
        ["rmsprop"] = w => new RmsProp<T>([w]),
        ["rmsprop momentum"] = w => new RmsProp<T>([w], alpha: 0.9, epsilon: 1e-3, weightDecay: 0.05, momentum: 0.8),
        ["rmsprop centered"] = w => new RmsProp<T>([w], alpha: 0.9, centered: true),
        ["rmsprop centered momentum"] = w => new RmsProp<T>([w], alpha: 0.9, momentum: 0.8, centered: true),
        ["adagrad"] = w => new Adagrad<T>([w], 0.1),
        ["adagrad decay"] = w => new Adagrad<T>([w], 0.1, rateDecay: 0.02, weightDecay: 0.05, initialSum: 0.5, epsilon: 1e-3),
        ["nadam"] = w => new NAdam<T>([w], 0.01),
        ["nadam decay"] = w => new NAdam<T>([w], 0.01, 0.8, 0.95, epsilon: 1e-3, weightDecay: 0.1, momentumDecay: 0.1),
        ["lion"] = w => new Lion<T>([w], 0.01),
        ["lion decay"] = w => new Lion<T>([w], 0.01, beta1: 0.8, beta2: 0.95, weightDecay: 0.5),
    };

    public static TheoryData<string> Names => [.. Weights.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Twenty_steps_are_those_of_PyTorch_across_a_saved_state_too(string name)
    {
        Func<Parameter<T>, Optimizer<T>> create = Optimizers[name];
        var weight = new Parameter<T>(Of(i => (i - 5) / 4.0));
        Optimizer<T> optimizer = create(weight);
        for (int step = 1; step <= Steps; step++)
        {
            weight.Gradient = Of(i => ((((7 * i) + (13 * step) + (5 * i * step)) % 32) - 15.5) / 16);
            optimizer.Step();
            int kept = Array.IndexOf(Kept, step);
            if (kept >= 0)
                ShouldBe(weight.Value, Weights[name][kept], $"{optimizer} after step {step}");
            if (step == Handover)
            {
                StateDictionary state = optimizer.StateDict();
                optimizer = create(weight);
                optimizer.LoadStateDict(state);
            }
        }
    }

    [Fact]
    public void Every_optimizer_is_recorded()
    {
        var weight = new Parameter<T>([1]);
        typeof(Optimizer<>).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: true })
            .Select(type => type.MakeGenericType(typeof(T)))
            .Where(type => type.IsAssignableTo(typeof(Optimizer<T>)))
            .ShouldBe(Optimizers.Values.Select(create => create(weight).GetType()).Distinct(), ignoreOrder: true);
        Optimizers.Keys.ShouldBe(Weights.Keys);
    }

    private static void ShouldBe(Tensor<T> weight, double[] expected, string what)
    {
        // Some ten roundings a step, of numbers of the size of a weight.
        double bound = Tolerance.For<T>(10 * Steps) * expected.Max(Math.Abs);
        for (int i = 0; i < Count; i++)
            double.CreateChecked(weight[i]).ShouldBe(expected[i], bound, $"{what}, element {i}");
    }

    private static Tensor<T> Of(Func<int, double> value) => Tensor<T>.FromDoubles([.. Enumerable.Range(0, Count).Select(value)], [Count]);
}

public sealed class RecordedStepsTestsInSingle : RecordedStepsTests<float>;

public sealed class RecordedStepsTestsInDouble : RecordedStepsTests<double>;
