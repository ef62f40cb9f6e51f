using System.Runtime.InteropServices;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Layers;

public class StateTensorTests
{
    [Fact]
    public void Later_changes_of_the_tensor_do_not_reach_the_copy()
    {
        var tensor = Tensor<float>.From([1, 2]);
        StateTensor copy = StateTensor.From(tensor);
        tensor.AsWritableSpan()[0] = 9;
        copy.ToTensor<float>().AsSpan().ToArray().ShouldBe([1f, 2f]);
    }

    [Fact]
    public void A_double_is_rounded_to_the_nearest_float()
    {
        StateTensor state = StateTensor.From(Tensor<double>.From([0.1, 1e300, -1e-300]));
        state.ToTensor<float>().AsSpan().ToArray().ShouldBe([0.1f, float.PositiveInfinity, -0f]);
    }

    [Fact]
    public void A_float_becomes_a_double_exactly() =>
        StateTensor.From(Tensor<float>.From([0.1])).ToTensor<double>().Item().ShouldBe((double)0.1f);

    /// <summary>Bit patterns by the definition of the two formats: 1.5 and −2, the largest half, an infinity.</summary>
    [Theory]
    [InlineData(ElementType.F16, new ushort[] { 0x3E00, 0xC000, 0x7BFF, 0x7C00 }, new[] { 1.5, -2, 65504, double.PositiveInfinity })]
    [InlineData(ElementType.BF16, new ushort[] { 0x3FC0, 0xC000, 0x7F80 }, new[] { 1.5, -2, double.PositiveInfinity })]
    public void Sixteen_bit_floats_are_widened(ElementType type, ushort[] bits, double[] expected)
    {
        var state = new StateTensor(type, [bits.Length], MemoryMarshal.AsBytes(bits.AsSpan()).ToArray());
        state.ToTensor<float>().AsSpan().ToArray().Select(value => (double)value).ShouldBe(expected);
        state.ToTensor<double>().AsSpan().ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Integers_are_not_read_as_real_numbers_nor_the_other_way_round()
    {
        Should.Throw<InvalidOperationException>(() => StateTensor.FromIntegers([1], [1]).ToTensor<float>()).Message.ShouldContain("I64");
        Should.Throw<InvalidOperationException>(() => StateTensor.From(Tensor<float>.Ones([1])).ToIntegers()).Message.ShouldContain("F32");
    }

    [Fact]
    public void Integers_must_fill_their_shape() =>
        Should.Throw<ArgumentException>(() => StateTensor.FromIntegers([1, 2], [3])).Message.ShouldContain("(3)");
}
