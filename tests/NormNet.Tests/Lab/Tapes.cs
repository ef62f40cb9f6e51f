using System.Numerics;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.Tests.Lab;

/// <summary>Small tapes whose gradients can be worked out on paper.</summary>
internal static class Tapes
{
    /// <summary>ℓ = Σ (a + a) · b with a = (1, 2), b = (3, 5): ∂ℓ/∂a = 2b, in two contributions b and b; ∂ℓ/∂b = 2a.</summary>
    public static TapeTrace Shared()
    {
        using var tape = Tape<double>.Record();
        Variable<double> a = tape.Input(Tensor<double>.From([1, 2]), "a"), b = tape.Input(Tensor<double>.From([3, 5]), "b");
        return TapeTrace.Of(tape, ((a + a) * b).Sum());
    }

    /// <summary>A dense layer, batch normalization and ReLU on three samples.</summary>
    public static TapeTrace Network<T>(NormalizationImplementation implementation = NormalizationImplementation.Fused)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BatchNorm<T> norm = Nn<T>.BatchNorm(2);
        norm.Implementation = implementation;
        Sequential<T> model = Nn<T>.Sequential(Nn<T>.Dense(2, 2), norm, Nn<T>.Relu());
        model.Initialize(new Generator(seed: 1));
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([[1, 2], [3, 5], [4, 7]]), "x");
        Variable<T> y = model.Forward(x);
        return TapeTrace.Of(tape, (y * y).Sum());
    }
}
