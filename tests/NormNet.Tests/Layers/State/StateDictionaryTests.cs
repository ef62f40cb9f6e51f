using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public class StateDictionaryTests
{
    [Fact]
    public void States_are_put_under_a_prefix_and_taken_out_again()
    {
        StateDictionary model = new(), checkpoint = new();
        model.Add("0.weight", Tensor<float>.Ones([2]));
        model.Add("0.bias", Tensor<float>.Zeros([1]));
        checkpoint.Add("step", 12);
        checkpoint.AddAll("model.", model);

        checkpoint.Keys.ShouldBe(["step", "model.0.weight", "model.0.bias"]);
        checkpoint.Under("model.").Keys.ShouldBe(model.Keys);
        checkpoint["step"].ToIntegers().ShouldBe([12L]);
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var state = new StateDictionary();
        state.Add("step", 1);
        Should.Throw<ArgumentException>(() => state.Add("step", 2)).Message.ShouldContain("step");
        Should.Throw<ArgumentException>(() => state.Add("__metadata__", 2)).Message.ShouldContain("reserved");
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_names_it() =>
        Should.Throw<KeyNotFoundException>(() => new StateDictionary()["0.weight"]).Message.ShouldContain("0.weight");
}
