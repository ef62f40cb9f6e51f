using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

/// <summary>At least one case for every operation; <see cref="OperationGradientTests"/> fails for an operation that is not here.</summary>
public static partial class OperationCases
{
    public static IEnumerable<OperationCase> All =>
    [
        .. Arithmetic(), .. Functions(), .. Reductions(), .. Shapes(), .. Products(), .. Losses(),
        .. Normalizations(), .. Convolutions(), .. Pooling(), .. Resampling(), .. Activations(), .. FurtherReductions(),
        .. Selections(),
    ];

    private static Tensor<double> Normal(int seed, params int[] extents) => new Generator(seed).Normal<double>(Shape.Of(extents), mean: 0.3);

    private static Tensor<double> Positive(int seed, params int[] extents) => new Generator(seed).Uniform<double>(Shape.Of(extents), 0.5, 2);

    private static IEnumerable<OperationCase> Arithmetic()
    {
        yield return new(typeof(Add<>), "of equal shapes", v => v[0] + v[1], Normal(1, 3, 4), Normal(2, 3, 4));
        yield return new(typeof(Add<>), "of a column and a row", v => v[0] + v[1], Normal(1, 3, 1), Normal(2, 4));
        yield return new(typeof(Add<>), "of a variable and itself", v => v[0] + v[0], Normal(1, 3));
        yield return new(typeof(Subtract<>), "broadcast", v => v[0] - v[1], Normal(1, 2, 3, 4), Normal(2, 3, 1));
        yield return new(typeof(Multiply<>), "of equal shapes", v => v[0] * v[1], Normal(1, 3, 4), Normal(2, 3, 4));
        yield return new(typeof(Multiply<>), "of a square", v => v[0] * v[0], Normal(1, 3, 4));
        yield return new(typeof(Multiply<>), "broadcast both ways", v => v[0] * v[1], Normal(1, 3, 1), Normal(2, 1, 4));
        yield return new(typeof(Divide<>), "broadcast", v => v[0] / v[1], Normal(1, 3, 4), Positive(2, 4));
        yield return new(typeof(Negate<>), "", v => -v[0], Normal(1, 5));
        yield return new(typeof(Scale<>), "", v => 2.5 * v[0], Normal(1, 5));
        yield return new(typeof(Shift<>), "", v => (v[0] + 1.5) * v[0], Normal(1, 5));
        yield return new(typeof(Power<>), "cubed", v => v[0].Power(3), Normal(1, 5));
        yield return new(typeof(Power<>), "of a fraction", v => v[0].Power(-1.5), Positive(1, 5));
        yield return new(typeof(Maximum<>), "broadcast", v => v[0].Maximum(v[1]), Normal(1, 3, 4), Normal(2, 4));
    }

    private static IEnumerable<OperationCase> Functions()
    {
        yield return new(typeof(Exp<>), "", v => v[0].Exp(), Normal(1, 7));
        yield return new(typeof(Log<>), "", v => v[0].Log(), Positive(1, 7));
        yield return new(typeof(Sqrt<>), "", v => v[0].Sqrt(), Positive(1, 7));
        yield return new(typeof(ReciprocalSqrt<>), "", v => v[0].ReciprocalSqrt(), Positive(1, 7));
        yield return new(typeof(Tanh<>), "", v => v[0].Tanh(), Normal(1, 7));
        yield return new(typeof(TanhGradient<>), "", v => new TanhGradient<double>().Apply(v[0], v[1]), Normal(1, 7), Normal(2, 7));
        yield return new(typeof(Sigmoid<>), "", v => v[0].Sigmoid(), Normal(1, 7));
        yield return new(typeof(SigmoidGradient<>), "", v => new SigmoidGradient<double>().Apply(v[0], v[1]), Normal(1, 7), Normal(2, 7));
        yield return new(typeof(Relu<>), "", v => v[0].Relu(), Normal(1, 9));
        yield return new(typeof(ReluGradient<>), "", v => new ReluGradient<double>().Apply(v[0], v[1]), Normal(1, 9), Normal(2, 9));

        Tensor<double> mask = Tensor<double>.From([[1, 0, 1], [0, 0, 1]]);
        yield return new(typeof(GradientHook<>), "that lets pass", v => new GradientHook<double>(g => g).Apply(v[0] * v[0]), Normal(1, 5));
        yield return new(typeof(KeepWhere<>), "", v => new KeepWhere<double>(mask).Apply(v[0] * v[0]), Normal(1, 2, 3));

        Generator? generator = null;
        yield return new(typeof(Dropout<>), "", v => new Dropout<double>(0.4, generator!).Apply(v[0]), Normal(1, 20))
        {
            Restore = () => generator = new Generator(seed: 3),
        };
    }

    private static IEnumerable<OperationCase> Reductions()
    {
        yield return new(typeof(Sum<>), "of all", v => v[0].Sum(), Normal(1, 3, 4));
        yield return new(typeof(Sum<>), "over the outer axes", v => v[0].Sum(0, 2), Normal(1, 2, 3, 4));
        yield return new(typeof(Mean<>), "over the last axis, kept", v => v[0].Mean([-1], keepDimensions: true), Normal(1, 3, 4));
        yield return new(typeof(Max<>), "over an axis", v => v[0].Max(1), Normal(1, 3, 4));
        yield return new(typeof(SumTo<>), "", v => v[0].SumTo([3, 1]), Normal(1, 2, 3, 4));
        yield return new(typeof(EuclideanNorm<>), "of rows", v => new EuclideanNorm<double>(1).Apply(v[0]), Normal(1, 3, 4));
        yield return new(typeof(EuclideanNorm<>), "of feature maps", v => new EuclideanNorm<double>(2).Apply(v[0]), Normal(1, 2, 3, 2, 2));
        yield return new(typeof(EuclideanNorm<>), "of elements", v => new EuclideanNorm<double>(2).Apply(v[0]), Normal(1, 3, 4));
        yield return new(typeof(WindowSum<>), "lopsided", v => new WindowSum<double>(1, 2, 1).Apply(v[0]), Normal(1, 2, 5, 3));
        yield return new(typeof(WindowSum<>), "wider than the axis", v => new WindowSum<double>(0, 4, 4).Apply(v[0] * v[0]), Normal(1, 3, 2));
        yield return new(typeof(Softmax<>), "", v => v[0].Softmax(), Normal(1, 3, 4));
        yield return new(typeof(Softmax<>), "along the first axis", v => v[0].Softmax(0), Normal(1, 3, 4));
        yield return new(typeof(LogSoftmax<>), "", v => v[0].LogSoftmax(), Normal(1, 3, 4));
    }

    private static IEnumerable<OperationCase> Shapes()
    {
        yield return new(typeof(Broadcast<>), "", v => v[0].BroadcastTo([2, 3, 4]), Normal(1, 3, 1));
        yield return new(typeof(Reshape<>), "", v => v[0].Reshape(2, -1), Normal(1, 3, 4));
        yield return new(typeof(Permute<>), "", v => v[0].Permute(2, 0, 1), Normal(1, 2, 3, 4));
        yield return new(typeof(Slice<>), "", v => v[0].Slice(1, 1, 2), Normal(1, 3, 4));
        yield return new(typeof(Pad<>), "", v => v[0].Pad(0, 2, 1), Normal(1, 3, 4));
        yield return new(typeof(Concatenate<>), "", v => Variable<double>.Concatenate(v, 1), Normal(1, 2, 3), Normal(2, 2, 1), Normal(3, 2, 2), Normal(4, 2, 1));
    }

    private static IEnumerable<OperationCase> Products()
    {
        yield return new(typeof(MatMul<>), "", v => v[0].MatMul(v[1]), Normal(1, 3, 4), Normal(2, 4, 2));
        yield return new(typeof(MatMul<>), "aᵀ b", v => v[0].MatMul(v[1], transposeA: true), Normal(1, 4, 3), Normal(2, 4, 2));
        yield return new(typeof(MatMul<>), "a bᵀ", v => v[0].MatMul(v[1], transposeB: true), Normal(1, 3, 4), Normal(2, 2, 4));
        yield return new(typeof(MatMul<>), "aᵀ bᵀ", v => v[0].MatMul(v[1], true, true), Normal(1, 4, 3), Normal(2, 2, 4));
        yield return new(typeof(MatMul<>), "batched and broadcast", v => v[0].MatMul(v[1]), Normal(1, 2, 3, 4), Normal(2, 4, 2));
        yield return new(typeof(Linear<>), "with bias", v => Linear<double>.Instance.Apply(v[0], v[1], v[2]), Normal(1, 3, 4), Normal(2, 2, 4), Normal(3, 2));
        yield return new(typeof(Linear<>), "of rank 3, without bias", v => Linear<double>.Instance.Apply(v[0], v[1]), Normal(1, 2, 3, 4), Normal(2, 2, 4));
    }

    private static IEnumerable<OperationCase> Losses()
    {
        IndexTensor labels = IndexTensor.From(2, 0, 1);
        yield return new(typeof(CrossEntropy<>), "", v => new CrossEntropy<double>(labels).Apply(v[0]), Normal(1, 3, 4));
        yield return new(typeof(CrossEntropyGradient<>), "", v => new CrossEntropy<double>(labels).Apply(v[0]) * v[1], Normal(1, 3, 4), Normal(2));
    }
}
