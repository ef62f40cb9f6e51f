using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

public static partial class OperationCases
{
    private static IEnumerable<OperationCase> Activations()
    {
        yield return new(typeof(Abs<>), "", v => v[0].Abs() * v[0], Normal(1, 9));
        yield return new(typeof(Sign<>), "", v => v[0].Sign() * v[0] * v[0], Normal(1, 9));
        yield return new(typeof(Clamp<>), "both ends", v => v[0].Clamp(-0.5, 0.8), Normal(1, 12));
        yield return new(typeof(Clamp<>), "one end", v => v[0].Clamp(low: 0.1), Normal(1, 12));
        yield return new(typeof(ClampGradient<>), "", v => new ClampGradient<double>(-0.5, 0.8).Apply(v[0], v[1]),
            Normal(1, 12), Normal(2, 12));
        yield return new(typeof(Minimum<>), "broadcast", v => v[0].Minimum(v[1]), Normal(1, 3, 4), Normal(2, 4));
        yield return new(typeof(LeakyRelu<>), "constant", v => v[0].LeakyRelu(0.2), Normal(1, 9));
        yield return new(typeof(LeakyRelu<>), "a learned slope each channel", v => v[0].LeakyRelu(v[1]),
            Normal(1, 2, 3, 4), Normal(2, 3, 1));
        yield return new(typeof(LeakyReluGradient<>), "one slope", v => new LeakyReluGradient<double>().Apply(v[0], v[1], v[2]),
            Normal(1, 9), Normal(2, 9), Normal(3, 1));
        yield return new(typeof(LeakyReluGradient<>), "slopes", v => new LeakyReluGradient<double>().Apply(v[0], v[1], v[2]),
            Normal(1, 3, 4), Normal(2, 3, 4), Normal(3, 4));
        yield return new(typeof(Elu<>), "", v => v[0].Elu(1.3), Normal(1, 9));
        yield return new(typeof(EluGradient<>), "", v => new EluGradient<double>(1.3).Apply(v[0], v[1]), Normal(1, 9), Normal(2, 9));
        yield return new(typeof(Softplus<>), "", v => v[0].Softplus(), Normal(1, 9));
        yield return new(typeof(Erf<>), "", v => v[0].Erf(), Normal(1, 9));
        yield return new(typeof(Gelu<>), "", v => v[0].Gelu(), Normal(1, 9));
        yield return new(typeof(GeluGradient<>), "", v => new GeluGradient<double>().Apply(v[0], v[1]), Normal(1, 9), Normal(2, 9));
        yield return new(typeof(GeluTanh<>), "", v => v[0].Gelu(approximate: true), Normal(1, 9));
        yield return new(typeof(GeluTanhGradient<>), "", v => new GeluTanhGradient<double>().Apply(v[0], v[1]), Normal(1, 9), Normal(2, 9));
        yield return new(typeof(Silu<>), "", v => v[0].Silu(), Normal(1, 9));
        yield return new(typeof(SiluGradient<>), "", v => new SiluGradient<double>().Apply(v[0], v[1]), Normal(1, 9), Normal(2, 9));
        yield return new(typeof(Mish<>), "", v => v[0].Mish(), Normal(1, 9));
        yield return new(typeof(MishGradient<>), "", v => new MishGradient<double>().Apply(v[0], v[1]), Normal(1, 9), Normal(2, 9));
    }

    private static IEnumerable<OperationCase> FurtherReductions()
    {
        yield return new(typeof(Min<>), "over an axis", v => v[0].Min(1), Normal(1, 3, 4));
        yield return new(typeof(LogSumExp<>), "of all", v => v[0].LogSumExp(), Normal(1, 3, 4));
        yield return new(typeof(LogSumExp<>), "over two axes, kept", v => v[0].LogSumExp([0, -1], keepDimensions: true),
            Normal(1, 2, 3, 4));
        yield return new(typeof(Variance<>), "of all", v => v[0].Variance(), Normal(1, 3, 4));
        yield return new(typeof(Variance<>), "over two axes, unbiased", v => v[0].Variance([0, 2], correction: 1), Normal(1, 2, 3, 4));
        yield return new(typeof(Norm<>), "of all", v => v[0].Norm(), Normal(1, 3, 4));
        yield return new(typeof(Norm<>), "over an axis, kept", v => v[0].Norm(2, [1], keepDimensions: true), Normal(1, 2, 3, 4));
        yield return new(typeof(Norm<>), "of absolute values", v => v[0].Norm(1, [0]), Normal(1, 3, 4));
        yield return new(typeof(Norm<>), "of order 3", v => v[0].Norm(3, [-1]), Normal(1, 3, 4));
        yield return new(typeof(Norm<>), "of the largest", v => v[0].Norm(double.PositiveInfinity, [-1]), Normal(1, 3, 4));
    }

    private static IEnumerable<OperationCase> Selections()
    {
        IndexTensor rows = IndexTensor.From(2, 0, 2, 1).Reshape(2, 2), places = IndexTensor.From(1, 1, 0, 2, 0, 2).Reshape(2, 3);
        Tensor<double> condition = Tensor<double>.From([1, 0, 2, 0]);
        yield return new(typeof(Where<>), "", v => Variable<double>.Where(condition, v[0], v[1]), Normal(1, 3, 4), Normal(2, 3, 4));
        yield return new(typeof(Where<>), "broadcast", v => Variable<double>.Where(condition, v[0], v[1]), Normal(1, 3, 1), Normal(2));
        yield return new(typeof(IndexSelect<>), "of rows", v => v[0].IndexSelect(0, rows), Normal(1, 3, 4));
        yield return new(typeof(IndexSelect<>), "along the last axis", v => v[0].IndexSelect(-1, rows), Normal(1, 2, 3));
        yield return new(typeof(IndexAdd<>), "", v => v[0].IndexAdd([4, 3], 0, rows), Normal(1, 2, 2, 3));
        yield return new(typeof(Gather<>), "", v => v[0].Gather(0, places), Normal(1, 4, 3));
        yield return new(typeof(ScatterAdd<>), "", v => v[0].ScatterAdd([4, 3], 0, places), Normal(1, 2, 3));
        yield return new(typeof(PadReflect<>), "", v => v[0].PadReflect(-1, 3, 2), Normal(1, 2, 4));
        yield return new(typeof(Pad<>), "of a constant", v => v[0].Pad(1, 2, 1, value: -3), Normal(1, 2, 3));
        yield return new(typeof(Concatenate<>), "of a stack", v => Variable<double>.Stack(v, -1), Normal(1, 2, 3), Normal(2, 2, 3));
        yield return new(typeof(Slice<>), "of a split", v => v[0].Split(1, 1, 3)[1], Normal(1, 2, 4));
    }
}
