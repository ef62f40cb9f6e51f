using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Training;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Tests.Training;

public sealed class ProfileTests
{
    private static readonly Sequential<float> Model = Sequential(
        Conv2D(1, 4, kernel: 3, padding: 1), BatchNorm(4), Relu(), Flatten(), Sequential(Dense(4 * 6 * 6, 5), Tanh()), Dense(5, 3));

    private static readonly DataSet<float> Images = new(
        new Generator(seed: 1).Normal<float>([8, 1, 6, 6]), IndexTensor.From(0, 1, 2, 0, 1, 2, 0, 1));

    [Fact]
    public void Every_layer_has_its_own_parameters_memory_and_operations()
    {
        Profile profile = Profile.Of(Model, First(Images), repeats: 3);

        ProfileRow Row(string name) => profile.Rows.Single(row => row.Name == name && row.Calls > 0);
        profile.Rows.Select(row => row.Name).ShouldBe(["0", "1", "2", "3", "4.0", "4.1", "5", ""]);
        profile.Rows.SkipLast(1).ShouldAllBe(row => row.Calls == 1);
        Row("0").OutputBytes.ShouldBe(4 * 8 * 4 * 6 * 6);
        Row("3").OutputBytes.ShouldBe(0);
        Row("0").Parameters.ShouldBe((4 * 9) + 4);
        Row("4.0").Parameters.ShouldBe((144 * 5) + 5);
        profile.Rows.Sum(row => row.Parameters).ShouldBe(Model.ParameterCount());
        Row("0").Flops.ShouldBe(2 * 8 * 4 * 36 * 9);
        Row("4.0").Flops.ShouldBe(2 * 8 * 144 * 5);
        Row("1").Flops.ShouldBe(0);
        // Mean and 1/σ of each channel.
        Row("1").SavedBytes.ShouldBeGreaterThanOrEqualTo(2 * 4 * 4);
    }

    [Fact]
    public void A_transposed_convolution_counts_one_product_a_pixel_of_its_input_and_number_of_its_kernels()
    {
        var data = new DataSet<float>(Tensor<float>.Ones([2, 3, 4, 4]), Tensor<float>.Ones([2, 5, 8, 8]));
        Profile profile = Profile.Of(Sequential(ConvTranspose2D(3, 5, kernel: 2, stride: 2)), First(data), repeats: 1);
        profile.Rows[0].Flops.ShouldBe(2 * 2 * 4 * 4 * 3 * 5 * 2 * 2);
    }

    [Fact]
    public void Times_are_put_down_to_who_is_at_work_and_add_up()
    {
        var clock = new Ticking();
        Profile profile = Profile.Of(Model, First(Images), repeats: 4, clock: clock);

        // The clock goes on by one at every reading: the rows' times add up to all readings of the measured passes but each one's first.
        int perPass = clock.Readings / 5;
        (profile.Forward + profile.Backward).ShouldBe(TimeSpan.FromSeconds(perPass - 1));
        profile.Rows.Sum(row => row.Share).ShouldBe(1, 1e-12);
        profile.Rows.ShouldAllBe(row => row.Backward > TimeSpan.Zero);
    }

    [Fact]
    public void A_layer_applied_twice_has_two_calls_in_one_row()
    {
        Dense<float> shared = Dense(2, 2);
        var data = new DataSet<float>(Tensor<float>.Ones([4, 2]), Tensor<float>.Ones([4, 2]));
        Profile profile = Profile.Of(Sequential(shared, Relu(), shared), First(data), repeats: 2);
        profile.Rows[0].Calls.ShouldBe(2);
        profile.Rows[0].Parameters.ShouldBe(6);
    }

    [Fact]
    public void The_model_is_left_as_it_was()
    {
        Sequential<float> model = SmallTraining.Model<float>();
        model.Eval();
        StateDictionary state = model.StateDict(), randomness = model.RandomState();
        Profile.Of(model, First(SmallTraining.Data<float>()), repeats: 1);

        model.StateDict().ShouldBeSameBits(state);
        model.RandomState().ShouldBeSameBits(randomness);
        model.IsTraining.ShouldBeFalse();
        model.Parameters().ShouldAllBe(parameter => parameter.Gradient == null);
        using var tape = Tape<float>.Record();
        int before = model.Modules().Count();
        model.Forward(SmallTraining.Data<float>().Inputs);
        tape.Nodes.ShouldAllBe(node => node.Operation.Name != "GradientHook");
        before.ShouldBe(7);
    }

    [Fact]
    public void A_class_that_overrides_forward_is_measured_by_its_layers()
    {
        var model = new Twice();
        var data = new DataSet<float>(Tensor<float>.Ones([4, 2]), Tensor<float>.Ones([4, 2]));
        Profile profile = Profile.Of(model, First(data), repeats: 1);
        profile.Rows.Select(row => row.Name).ShouldBe(["inner", ""]);
        profile.Rows[0].Calls.ShouldBe(1);
    }

    [Fact]
    public void The_text_is_a_table_with_a_line_for_each_row_and_the_total()
    {
        string[] lines = Profile.Of(Model, First(Images), repeats: 1).ToString().TrimEnd().Split('\n');
        lines.Length.ShouldBe(1 + 1 + 8 + 1 + 1);
        lines[0].ShouldContain("Backward");
        lines[2].ShouldContain("Conv2D(1, 4");
        lines[^1].ShouldContain("100.0 %");
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_leaves_no_hook_behind()
    {
        Sequential<float> model = Sequential(Dense(3, 2));
        Should.Throw<ArgumentException>(() => Profile.Of(model, First(Images)));
        Should.Throw<ArgumentOutOfRangeException>(() => Profile.Of(model, First(Images), repeats: 0));
        Tape<float>.Current.ShouldBeNull();
        model.Forward(Tensor<float>.Ones([1, 3]));
    }

    private static Batch<float> First(DataSet<float> data) => data.Batches(data.Count).First();

    private sealed class Twice : Layer<float>
    {
        private readonly Layer<float> _inner;

        internal Twice() => _inner = Register("inner", Dense(2, 2));

        public override Variable<float> Forward(Variable<float> input) => 2.0 * _inner.Forward(input);
    }

    private sealed class Ticking : TimeProvider
    {
        internal int Readings { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++Readings;
    }
}
