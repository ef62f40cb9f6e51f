using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public sealed class StateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The names that torch.nn.Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(8, 3)).state_dict() lists, in its order, and
    /// their shapes: the weight's outputs come first.
    /// </summary>
    [Fact]
    public void Names_order_and_shapes_are_PyTorchs()
    {
        var model = Nn<float>.Sequential(Nn<float>.Conv2D(1, 2, kernel: 3), Nn<float>.Relu(), Nn<float>.Flatten(), Nn<float>.Dense(8, 3));
        model.StateDict().ToString().Split('\n').ShouldBe(
            ["0.weight: F32 (2, 1, 3, 3)", "0.bias: F32 (2)", "3.weight: F32 (3, 8)", "3.bias: F32 (3)"]);
    }

    /// <summary>The same with torch.nn.BatchNorm2d(2) after the convolution: its buffers come after its parameters.</summary>
    [Fact]
    public void Running_statistics_have_PyTorchs_names()
    {
        var model = Nn<float>.Sequential(Nn<float>.Conv2D(1, 2, kernel: 3, bias: false), Nn<float>.BatchNorm(2));
        model.StateDict().ToString().Split('\n').ShouldBe(
        [
            "0.weight: F32 (2, 1, 3, 3)", "1.weight: F32 (2)", "1.bias: F32 (2)",
            "1.running_mean: F32 (2)", "1.running_var: F32 (2)", "1.num_batches_tracked: I64 ()",
        ]);
    }

    [Fact]
    public void A_state_is_a_deep_copy()
    {
        Tracked<float> model = new(), other = new();
        StateDictionary state = model.StateDict();
        model.Weight.Value.AsWritableSpan()[0] = 42;
        model.Batches.Value = 42;
        model.Mean.Value = Tensor<float>.Full([2], 42);
        other.LoadStateDict(state);
        other.Weight.Value.AsSpan()[0].ShouldBe(1);
        other.Batches.Value.ShouldBe(0);
        other.Mean.Value.AsSpan()[0].ShouldBe(0);
    }

    [Fact]
    public void A_saved_model_is_loaded_bit_by_bit()
    {
        Tracked<double> model = new(), other = new();
        new Generator(3).Normal<double>([2, 2]).AsSpan().CopyTo(model.Weight.Value.AsWritableSpan());
        model.Batches.Value = (1L << 53) + 1;
        model.Mean.Value = Tensor<double>.From([Math.PI, double.NaN]);

        model.Save(_folder["model"]);
        other.Load(_folder["model"]);

        other.Weight.Value.AsSpan().ToArray().ShouldBe(model.Weight.Value.AsSpan().ToArray());
        other.Mean.Value.AsSpan().ToArray().ShouldBe(model.Mean.Value.AsSpan().ToArray());
        other.Batches.Value.ShouldBe(model.Batches.Value);
        _folder.FileNames.ShouldBe(["model"]);
    }

    [Fact]
    public void A_state_in_double_becomes_one_in_float_by_rounding_and_back_exactly()
    {
        var twice = new Tracked<double>();
        twice.Weight.Value.AsWritableSpan().Fill(0.1);
        var single = new Tracked<float>();
        single.LoadStateDict(twice.StateDict());
        single.Weight.Value.AsSpan()[0].ShouldBe(0.1f);
        twice.LoadStateDict(single.StateDict());
        twice.Weight.Value.AsSpan()[0].ShouldBe((double)0.1f);
    }

    [Fact]
    public void What_a_tape_saw_of_a_buffer_stays_when_a_state_is_loaded()
    {
        var model = new Tracked<float>();
        Tensor<float> seen = model.Mean.Value;
        StateDictionary state = model.StateDict();
        model.Mean.Value = Tensor<float>.Full([2], 7);
        Tensor<float> later = model.Mean.Value;
        model.LoadStateDict(state);
        seen.AsSpan().ToArray().ShouldBe([0f, 0f]);
        later.AsSpan().ToArray().ShouldBe([7f, 7f]);
    }

    public static TheoryData<string, Action<StateDictionary>, string> Misfits => new()
    {
        { "running_mean", _ => { }, "missing: running_mean" },
        { "batches", _ => { }, "missing: batches" },
        { "", state => state.Add("extra", 3), "unexpected: extra" },
        { "weight", state => state.Add("weight", Tensor<float>.Ones([4])), "weight is F32 (4), the model has real numbers (2, 2)" },
        { "weight", state => state.Add("weight", StateTensor.FromIntegers([1, 2, 3, 4], [2, 2])), "weight is I64 (2, 2)" },
        { "batches", state => state.Add("batches", Tensor<float>.Scalar(3)), "batches is F32 (), the model has integers ()" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_state_that_does_not_fit_is_an_error_that_says_why_and_nothing_is_loaded(
        string removed, Action<StateDictionary> change, string why)
    {
        StateDictionary state = Without(Changed().StateDict(), removed);
        change(state);

        var model = new Tracked<float>();
        Should.Throw<ArgumentException>(() => model.LoadStateDict(state)).Message.ShouldContain(why);
        ShouldBeUntouched(model);

        SafetensorsFile.Write(_folder["bad"], state);
        string message = Should.Throw<InvalidDataException>(() => model.Load(_folder["bad"])).Message;
        message.ShouldContain(why);
        message.ShouldContain(_folder["bad"]);
        ShouldBeUntouched(model);
    }

    [Fact]
    public void All_complaints_come_at_once()
    {
        StateDictionary state = Without(Without(Changed().StateDict(), "running_mean"), "weight");
        state.Add("weight", Tensor<float>.Ones([3]));
        state.Add("Weight", Tensor<float>.Ones([2, 2]));
        string message = Should.Throw<ArgumentException>(() => new Tracked<float>().LoadStateDict(state)).Message;
        message.ShouldContain("missing: running_mean.");
        message.ShouldContain("unexpected: Weight.");
        message.ShouldContain("mismatched: weight is F32 (3)");
    }

    [Fact]
    public void A_truncated_file_loads_nothing()
    {
        Changed().Save(_folder["model"]);
        byte[] bytes = File.ReadAllBytes(_folder["model"]);
        File.WriteAllBytes(_folder["model"], bytes[..^1]);
        var model = new Tracked<float>();
        Should.Throw<InvalidDataException>(() => model.Load(_folder["model"]));
        ShouldBeUntouched(model);
    }

    private static Tracked<float> Changed()
    {
        var model = new Tracked<float>();
        model.Weight.Value.AsWritableSpan().Fill(5);
        model.Mean.Value = Tensor<float>.Full([2], 5);
        model.Batches.Value = 5;
        return model;
    }

    private static void ShouldBeUntouched(Tracked<float> model)
    {
        model.Weight.Value.AsSpan().ToArray().ShouldBe([1f, 1f, 1f, 1f]);
        model.Mean.Value.AsSpan().ToArray().ShouldBe([0f, 0f]);
        model.Batches.Value.ShouldBe(0);
    }

    private static StateDictionary Without(StateDictionary state, string removed)
    {
        var rest = new StateDictionary();
        foreach ((string name, StateTensor tensor) in state.Where(pair => pair.Key != removed))
            rest.Add(name, tensor);
        return rest;
    }
}
