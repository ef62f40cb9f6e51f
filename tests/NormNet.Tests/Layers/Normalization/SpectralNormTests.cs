using MathNet.Numerics.LinearAlgebra;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using NormNet.Tests.Tensors;

namespace NormNet.Tests.Layers;

public sealed class SpectralNormTests
{
    [Fact]
    public void Sigma_is_the_largest_singular_value()
    {
        Dense<double> dense = Nn<double>.SpectralNorm(Nn<double>.Dense(9, 6, bias: false), iterations: 300);
        dense.Initialize(new Generator(seed: 8));
        double sigma = Matrix<double>.Build.DenseOfRowMajor(6, 9, dense.Weight.Value.ToDoubles()).Svd().S[0];

        Tensor<double> x = new Generator(seed: 1).Normal<double>([4, 9]);
        double[] expected = [.. x.MatMul(dense.Weight.Value, transposeB: true).ToDoubles().Select(y => y / sigma)];
        dense.Forward(x).Value.ToDoubles().ShouldBe(expected, tolerance: 1e-12);
    }

    [Fact]
    public void A_convolutions_weight_is_a_matrix_with_a_row_for_each_output()
    {
        Conv2D<double> convolution = Nn<double>.SpectralNorm(Nn<double>.Conv2D(2, 3, kernel: 2, bias: false), iterations: 300);
        convolution.Initialize(new Generator(seed: 8));
        convolution.Forward(Tensor<double>.Ones([1, 2, 3, 3]));
        double sigma = Matrix<double>.Build.DenseOfRowMajor(3, 8, convolution.Weight.Value.ToDoubles()).Svd().S[0];
        double[] expected = [.. convolution.Weight.Value.ToDoubles().Select(w => w / sigma)];
        convolution.BakeReparametrization();
        convolution.Weight.Value.ToDoubles().ShouldBe(expected, tolerance: 1e-12);
    }

    [Fact]
    public void The_documentations_example_holds()
    {
        Dense<double> dense = Nn<double>.Dense(2, 2, bias: false);
        dense.Weight.Value.CopyFrom(Tensor<double>.From([[3, 0], [0, 1]]));
        Nn<double>.SpectralNorm(dense).Forward(Tensor<double>.From([[1, 0], [0, 1]])).Value.ToDoubles()
            .ShouldBe([1, 0, 0, 1.0 / 3], tolerance: 1e-9);
    }

    [Fact]
    public void Training_iterates_and_evaluation_does_not()
    {
        Dense<double> dense = Nn<double>.SpectralNorm(Nn<double>.Dense(5, 4));
        SpectralNorm<double> spectral = (SpectralNorm<double>)dense.Reparametrization!;
        Tensor<double> x = Tensor<double>.Ones([1, 5]);
        dense.Forward(x);
        Tensor<double> u = spectral.LeftVector.Value, v = spectral.RightVector.Value;
        dense.Eval();
        dense.Forward(x);
        spectral.LeftVector.Value.ShouldBeSameAs(u);
        spectral.RightVector.Value.ShouldBeSameAs(v);
        dense.Train();
        dense.Forward(x);
        spectral.LeftVector.Value.ShouldNotBeSameAs(u);
        u.ToDoubles().Sum(value => value * value).ShouldBe(1, 1e-12);
        dense.StateDict().Keys.ShouldBe(["weight", "bias", "reparametrization.weight_u", "reparametrization.weight_v"]);
    }

    [Fact]
    public void In_training_the_gradient_is_right_where_the_iteration_has_converged()
    {
        Dense<double> dense = Nn<double>.SpectralNorm(Nn<double>.Dense(4, 3), iterations: 500);
        dense.Initialize(new Generator(seed: 2));
        GradientReport report = dense.CheckGradients(new Generator(seed: 1).Normal<double>([5, 4]), order: 1);
        report.Passed.ShouldBeTrue(report.ToString());
    }

    [Fact]
    public void A_weight_that_has_no_direction_leaves_the_vectors_alone()
    {
        Dense<double> dense = Nn<double>.SpectralNorm(Nn<double>.Dense(3, 2, bias: false));
        SpectralNorm<double> spectral = (SpectralNorm<double>)dense.Reparametrization!;
        Tensor<double> u = spectral.LeftVector.Value;
        foreach (double value in (double[])[0, double.NaN])
        {
            dense.Weight.Value.AsWritableSpan().Fill(value);
            dense.Forward(Tensor<double>.Ones([1, 3])).Value.ToDoubles().ShouldAllBe(y => y == 0 || double.IsNaN(value));
            spectral.LeftVector.Value.ShouldBeSameAs(u);
        }
    }

    [Fact]
    public void The_start_depends_on_the_seed_alone()
    {
        double[] Start(int seed)
        {
            Dense<double> dense = Nn<double>.SpectralNorm(Nn<double>.Dense(3, 2));
            dense.Initialize(new Generator(seed));
            return ((SpectralNorm<double>)dense.Reparametrization!).RightVector.Value.ToDoubles();
        }

        Start(1).ShouldBe(Start(1));
        Start(1).ShouldNotBe(Start(2));
        Should.Throw<ArgumentOutOfRangeException>(() => Nn<double>.SpectralNorm(Nn<double>.Dense(3, 2), iterations: 0));
    }
}
