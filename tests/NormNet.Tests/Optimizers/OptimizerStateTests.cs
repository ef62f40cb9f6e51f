using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Tests.Optimizers;

public abstract class OptimizerStateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static TheoryData<string> Kinds => ["sgd", "momentum", "adam", "adamw", "rmsprop", "adagrad", "nadam", "lion"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_optimizer_that_takes_over_a_state_goes_on_with_the_same_bits(string kind)
    {
        Parameter<T> weight = NewWeight();
        Optimizer<T> first = Create(kind, weight);
        Run(first, weight, 0, 3);

        var copied = new Parameter<T>(weight.Value.Clone());
        Optimizer<T> second = Create(kind, copied);
        second.LoadStateDict(first.StateDict());

        Run(first, weight, 3, 6);
        Run(second, copied, 3, 6);
        copied.Value.AsSpan().ToArray().ShouldBe(weight.Value.AsSpan().ToArray());
    }

    [Fact]
    public void The_state_is_a_copy_and_knows_parameters_by_their_paths()
    {
        var layer = new Dense<T>(2, 1);
        var optimizer = new Adam<T>(layer.Parameters());
        StateDictionary state = optimizer.StateDict();
        state.Keys.ShouldBe(["weight.step", "weight.exp_avg", "weight.exp_avg_sq", "bias.step", "bias.exp_avg", "bias.exp_avg_sq"]);

        layer.Weight.Gradient = Tensor<T>.Ones([1, 2]);
        optimizer.Step();
        state["weight.exp_avg"].ToTensor<T>()[0, 0].ShouldBe(T.Zero);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_whole()
    {
        Parameter<T> weight = NewWeight();
        var adam = new Adam<T>([weight]);
        Run(adam, weight, 0, 2);
        StateDictionary before = adam.StateDict();

        Refused(new Sgd<T>([weight], learningRate: 1, momentum: 0.5).StateDict(), "exp_avg");
        Refused(new Adam<T>([new Parameter<T>([2])]).StateDict(), "0.exp_avg");
        Refused(Changed(before, "0.step", -1), "negative");
        StateDictionary more = Changed(before, "0.step", 7);
        more.Add("1.step", 3);
        Refused(more, "1.step");

        void Refused(StateDictionary state, string named)
        {
            Should.Throw<ArgumentException>(() => adam.LoadStateDict(state)).Message.ShouldContain(named);
            StateDictionary after = adam.StateDict();
            foreach (string key in before.Keys)
                after[key].Bytes.ToArray().ShouldBe(before[key].Bytes.ToArray());
        }
    }

    private static StateDictionary Changed(StateDictionary state, string name, long value)
    {
        var changed = new StateDictionary();
        foreach ((string key, StateTensor tensor) in state)
        {
            if (key == name)
                changed.Add(key, value);
            else
                changed.Add(key, tensor);
        }

        return changed;
    }

    private static Optimizer<T> Create(string kind, Parameter<T> weight) => kind switch
    {
        "sgd" => new Sgd<T>([weight], learningRate: 0.1),
        "momentum" => new Sgd<T>([weight], learningRate: 0.1, momentum: 0.9, nesterov: true),
        "adam" => new Adam<T>([weight]),
        "adamw" => new AdamW<T>([weight]),
        "rmsprop" => new RmsProp<T>([weight], momentum: 0.5, centered: true),
        "adagrad" => new Adagrad<T>([weight], initialSum: 0.1),
        "nadam" => new NAdam<T>([weight]),
        _ => new Lion<T>([weight]),
    };

    private static Parameter<T> NewWeight() => new(new Generator(seed: 1).Normal<T>([11]));

    private static void Run(Optimizer<T> optimizer, Parameter<T> weight, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            weight.Gradient = new Generator(seed: 2).Fork(step).Normal<T>(weight.Shape);
            optimizer.Step();
        }
    }
}

public sealed class OptimizerStateTestsInSingle : OptimizerStateTests<float>;

public sealed class OptimizerStateTestsInDouble : OptimizerStateTests<double>;
