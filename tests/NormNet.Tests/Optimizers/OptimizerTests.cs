using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<double>;

namespace NormNet.Tests.Optimizers;

[Collection(nameof(Workers))]
public class OptimizerTests
{
    [Fact]
    public void Parameters_without_a_gradient_or_the_wish_for_one_stay_and_their_steps_do_not_count()
    {
        Parameter<double> moving = Weight(1, 2), idle = Weight(3), frozen = Weight(4);
        var optimizer = new Adam<double>([moving, idle, frozen], learningRate: 0.1, weightDecay: 0.5);
        moving.Gradient = Tensor<double>.Ones([2]);
        frozen.Gradient = Tensor<double>.Ones([1]);
        frozen.RequiresGradient = false;

        optimizer.Step();

        moving.Value[0].ShouldNotBe(1);
        idle.Value[0].ShouldBe(3);
        frozen.Value[0].ShouldBe(4);
        StateDictionary state = optimizer.StateDict();
        state["0.step"].ToIntegers().ShouldBe([1L]);
        state["1.step"].ToIntegers().ShouldBe([0L]);
    }

    [Fact]
    public void Zeroing_keeps_the_memory_of_gradients()
    {
        Parameter<double> weight = Weight(1);
        var optimizer = new Sgd<double>([weight], learningRate: 1);
        Tensor<double> gradient = Tensor<double>.Ones([1]);
        weight.Gradient = gradient;

        optimizer.ZeroGradients();

        weight.Gradient.ShouldBeSameAs(gradient);
        gradient[0].ShouldBe(0);
    }

    [Fact]
    public void Groups_have_rates_and_decays_of_their_own_and_share_the_factor()
    {
        Parameter<double> common = Weight(1), own = Weight(1);
        common.Gradient = Tensor<double>.Ones([1]);
        own.Gradient = Tensor<double>.Ones([1]);
        var optimizer = new Sgd<double>(
            [new ParameterGroup<double>([common]), new ParameterGroup<double>([own]) { LearningRate = 0.25, WeightDecay = 1 }],
            learningRate: 0.125)
        {
            RateFactor = 0.5,
        };

        optimizer.Step();

        common.Value[0].ShouldBe(1 - (0.5 * 0.125 * 1));
        own.Value[0].ShouldBe(1 - (0.5 * 0.25 * (1 + 1)));
    }

    [Fact]
    public void The_ready_split_keeps_decay_off_biases_and_normalization()
    {
        Sequential<double> model = Sequential(Dense(3, 4), LayerNorm([2, 2]), Dense(4, 2), BatchNorm(2));
        IReadOnlyList<ParameterGroup<double>> groups = ParameterGroup<double>.SplitForDecay(model);

        groups.Select(group => group.WeightDecay).ShouldBe([null, 0.0]);
        groups[0].Parameters.Select(parameter => parameter.Name).ShouldBe(["0.weight", "2.weight"]);
        groups[1].Parameters.Select(parameter => parameter.Name).ShouldBe(["0.bias", "1.weight", "1.bias", "2.bias", "3.weight", "3.bias"]);
        ParameterGroup<double>.SplitForDecay(Dense(3, 4, bias: false)).Count.ShouldBe(1);
    }

    [Fact]
    public void The_ready_split_spares_what_reparametrizations_learn_whatever_its_shape()
    {
        Sequential<double> model = Sequential(
            WeightNorm(Conv2D(1, 2, kernel: 3)), WeightStandardization(Conv2D(2, 3, kernel: 3, bias: false), gain: true),
            SpectralNorm(Conv2D(3, 3, kernel: 1)), GlobalResponseNorm(3), Flatten(), DynamicTanh(12), ScaleNorm(12));
        IReadOnlyList<ParameterGroup<double>> groups = ParameterGroup<double>.SplitForDecay(model);

        groups[0].Parameters.Select(parameter => parameter.Name).ShouldBe(["0.weight", "1.weight", "2.weight"]);
        groups[1].WeightDecay.ShouldBe(0);
        groups[1].Parameters.Select(parameter => parameter.Name).ShouldBe(
            [
                "0.bias", "0.reparametrization.weight_g", "1.reparametrization.gain", "2.bias", "3.weight", "3.bias",
                "5.alpha", "5.weight", "5.bias", "6.weight",
            ]);
    }

    [Fact]
    public void The_update_gives_the_same_bits_on_one_worker_and_on_several()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] alone = Train();
            Workers.Count = 3;
            Train().ShouldBe(alone);
        }
        finally
        {
            Workers.Count = before;
        }

        static float[] Train()
        {
            var generator = new Generator(seed: 1);
            var weight = new Parameter<float>(generator.Normal<float>([100_003]));
            var optimizer = new AdamW<float>([weight]);
            for (int step = 0; step < 3; step++)
            {
                weight.Gradient = generator.Normal<float>(weight.Shape);
                optimizer.Step();
            }

            return weight.Value.AsSpan().ToArray();
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Parameter<float>[] weights =
            [.. Enumerable.Range(1, 4).Select(i => new Parameter<float>([i * 7000]) { Gradient = Tensor<float>.Ones([i * 7000]) })];
        var optimizer = new Adam<float>(weights);
        for (int i = 0; i < 3; i++)
            Step();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Step()
        {
            optimizer.Step();
            optimizer.ZeroGradients();
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void A_rate_or_decay_that_is_no_finite_float_of_at_least_0_is_refused(double value)
    {
        Parameter<float>[] weights = [new Parameter<float>([1])];
        Should.Throw<ArgumentException>(() => new Adam<float>(weights, learningRate: value)).Message.ShouldContain("learningRate");
        Should.Throw<ArgumentException>(() => new Sgd<float>(weights, 1, weightDecay: value)).Message.ShouldContain("weightDecay");
        Should.Throw<ArgumentException>(() => new RmsProp<float>(weights, epsilon: value)).Message.ShouldContain("epsilon");
        Should.Throw<ArgumentException>(() => new Adagrad<float>(weights, rateDecay: value)).Message.ShouldContain("rateDecay");
        Should.Throw<ArgumentException>(() => new Adagrad<float>(weights, initialSum: value)).Message.ShouldContain("initialSum");
        Should.Throw<ArgumentException>(() => new NAdam<float>(weights, momentumDecay: value)).Message.ShouldContain("momentumDecay");
        Should.Throw<ArgumentException>(() => new Adam<float>(weights).LearningRate = value);
        Should.Throw<ArgumentException>(() => new Adam<float>(weights).RateFactor = value);
        Should.Throw<ArgumentException>(() => new ParameterGroup<float>(weights).WeightDecay = value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1)]
    public void Momentum_and_betas_lie_between_0_and_1(double value)
    {
        Parameter<double>[] weights = [Weight(1)];
        Should.Throw<ArgumentException>(() => new Sgd<double>(weights, learningRate: 1, momentum: value)).Message.ShouldContain("momentum");
        Should.Throw<ArgumentException>(() => new Adam<double>(weights, beta1: value)).Message.ShouldContain("beta1");
        Should.Throw<ArgumentException>(() => new AdamW<double>(weights, beta2: value)).Message.ShouldContain("beta2");
        Should.Throw<ArgumentException>(() => new RmsProp<double>(weights, alpha: value)).Message.ShouldContain("alpha");
        Should.Throw<ArgumentException>(() => new RmsProp<double>(weights, momentum: value)).Message.ShouldContain("momentum");
        Should.Throw<ArgumentException>(() => new NAdam<double>(weights, beta1: value)).Message.ShouldContain("beta1");
        Should.Throw<ArgumentException>(() => new Lion<double>(weights, beta2: value)).Message.ShouldContain("beta2");
    }

    [Fact]
    public void Nesterov_needs_momentum() => Should.Throw<ArgumentException>(
        () => new Sgd<double>([Weight(1)], learningRate: 1, nesterov: true)).Message.ShouldContain("momentum");

    [Fact]
    public void Dampening_needs_momentum_and_Nesterovs_variant_has_none()
    {
        Parameter<double>[] weights = [Weight(1)];
        Should.Throw<ArgumentException>(() => new Sgd<double>(weights, 1, dampening: 0.5)).Message.ShouldContain("momentum");
        Should.Throw<ArgumentException>(() => new Sgd<double>(weights, 1, momentum: 0.5, nesterov: true, dampening: 0.5))
            .Message.ShouldContain("Nesterov");
    }

    [Fact]
    public void Parameters_may_stand_beside_groups()
    {
        Parameter<double> first = Weight(1), second = Weight(2), third = Weight(3), fourth = Weight(4);
        var group = new ParameterGroup<double>([third]) { LearningRate = 0 };
        var optimizer = new Sgd<double>([first, second, group, fourth], learningRate: 1);
        optimizer.Groups.Select(each => each.Parameters.ToArray()).ShouldBe([[first, second], [third], [fourth]]);
        optimizer.Groups[1].ShouldBeSameAs(group);
    }

    [Fact]
    public void A_gradient_that_never_changes_has_no_variance_and_centered_RMSProp_still_no_root_of_less_than_0()
    {
        var weight = new Parameter<float>(Tensor<float>.Zeros([9])) { Gradient = Tensor<float>.Full([9], 0.1) };
        var optimizer = new RmsProp<float>([weight], alpha: 0.5, centered: true, epsilon: 1e-3);
        for (int step = 0; step < 200; step++)
            optimizer.Step();
        weight.Value.AsSpan().ToArray().ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void A_gradient_that_is_no_number_is_seen_in_the_weight_whatever_the_optimizer()
    {
        Func<Parameter<double>, Optimizer<double>>[] all =
        [
            w => new Sgd<double>([w], 1), w => new Sgd<double>([w], 1, momentum: 0.5), w => new Adam<double>([w]),
            w => new AdamW<double>([w]),
            w => new RmsProp<double>([w], momentum: 0.5), w => new RmsProp<double>([w], centered: true), w => new Adagrad<double>([w]),
            w => new NAdam<double>([w]), w => new Lion<double>([w]),
        ];
        foreach (Func<Parameter<double>, Optimizer<double>> create in all)
        {
            Parameter<double> weight = Weight(1, 2, 3, 4, 5);
            weight.Gradient = Tensor<double>.From([0, double.NaN, 0, 0, double.NaN]);
            Optimizer<double> optimizer = create(weight);
            optimizer.Step();
            weight.Value.AsSpan().ToArray().Select(double.IsNaN).ShouldBe([false, true, false, false, true], $"{optimizer}");
        }
    }

    [Fact]
    public void No_parameter_or_the_same_one_twice_is_an_error()
    {
        Parameter<double> weight = Weight(1);
        Should.Throw<ArgumentException>(() => new Sgd<double>(Array.Empty<Parameter<double>>(), 1)).Message.ShouldContain("no parameter");
        Should.Throw<ArgumentException>(() => new Sgd<double>([weight, weight], learningRate: 1)).Message.ShouldContain("twice");
    }

    private static Parameter<double> Weight(params double[] values) => new(Tensor<double>.From(values));
}
