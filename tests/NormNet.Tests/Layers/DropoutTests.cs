using System.Numerics;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public abstract class DropoutTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Tensor<T> Ones = Tensor<T>.Ones([100, 100]);

    /// <summary>Of 10,000 numbers 2,500 ± 43 are dropped; six deviations are exceeded once in 10⁹ seeds, and the seed is fixed.</summary>
    [Fact]
    public void In_training_a_share_is_dropped_and_the_rest_scaled()
    {
        double[] y = Numbers(Layer(0.25));
        y.ShouldAllBe(value => value == 0 || Math.Abs(value - (4.0 / 3)) <= 2 * Tolerance.Roundoff<T>());
        y.Count(value => value == 0).ShouldBeInRange(2500 - 260, 2500 + 260);
    }

    [Fact]
    public void In_evaluation_nothing_changes_and_nothing_is_drawn()
    {
        Dropout<T> layer = Layer(0.5);
        layer.Eval();
        NormNet.Autograd.Variable<T> x = Ones;
        layer.Forward(x).ShouldBeSameAs(x);
        layer.RandomState()["masks"].ToIntegers()[1].ShouldBe(0);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1.0, 0.0)]
    public void The_extremes_keep_all_and_drop_all(double probability, double expected) =>
        Numbers(Layer(probability)).ShouldAllBe(value => value == expected);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double probability) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<T>.Dropout(probability)).ParamName.ShouldBe("probability");

    [Fact]
    public void Every_pass_and_every_layer_draws_another_mask()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dropout(), Nn<T>.Dropout());
        model.Initialize(new Generator(seed: 1));
        double[] first = Numbers(model[0]);
        Numbers(model[0]).ShouldNotBe(first);
        Numbers(model[1]).ShouldNotBe(first);
    }

    [Fact]
    public void A_resumed_model_draws_what_the_uninterrupted_one_draws()
    {
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dropout(), Nn<T>.Dropout(0.1)), resumed = (Sequential<T>)model.Clone();
        model.Initialize(new Generator(seed: 7));
        Numbers(model);
        StateDictionary state = model.RandomState();
        double[] next = Numbers(model);

        resumed.LoadRandomState(state);
        Numbers(resumed).ShouldBe(next);
    }

    [Fact]
    public void Positions_that_do_not_fit_are_refused_and_nothing_changes()
    {
        Dropout<T> layer = Layer(0.5);
        string before = Position(layer);
        StateDictionary wrong = new(), more = layer.RandomState();
        wrong.Add("masks", 3);
        more.Add("others", 3);
        Should.Throw<ArgumentException>(() => layer.LoadRandomState(new StateDictionary())).Message.ShouldContain("missing: masks");
        Should.Throw<ArgumentException>(() => layer.LoadRandomState(wrong)).Message.ShouldContain("masks is I64 ()");
        Should.Throw<ArgumentException>(() => layer.LoadRandomState(more)).Message.ShouldContain("unexpected: others");
        Position(layer).ShouldBe(before);
    }

    private static Dropout<T> Layer(double probability)
    {
        Dropout<T> layer = Nn<T>.Dropout(probability);
        layer.Initialize(new Generator(seed: 3));
        return layer;
    }

    private static string Position(Dropout<T> layer) => string.Join(' ', layer.RandomState()["masks"].ToIntegers());

    private static double[] Numbers(Layer<T> layer) => [.. layer.Forward(Ones).Value.AsSpan().ToArray().Select(double.CreateChecked)];
}

public sealed class FloatDropoutTests : DropoutTests<float>;

public sealed class DoubleDropoutTests : DropoutTests<double>;
