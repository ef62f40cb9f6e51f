using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Tests.Optimizers;

/// <summary>Four steps from w = (0.5, −1.25, 2) with given gradients, against the weights after steps 1, 2 and 4.</summary>
/// <remarks>
/// The numbers were computed with 50 decimal digits from the update rules in the documentation of PyTorch's SGD, Adam and AdamW, and
/// rounded to 16. The three numbers are repeated to a length that takes whole vectors and a rest.
/// </remarks>
public abstract class RecordedUpdateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Repetitions = 7;

    // Each step has about ten roundings, none of them magnified: rates and gradients are less than 1.
    private static readonly double Bound = Tolerance.For<T>(4 * 10);

    private static readonly double[][] Gradients = [[0.1, -0.4, 0.25], [-0.3, 0.2, 0.5], [0.05, -0.1, -0.75], [0.2, 0.3, -0.125]];

    [Fact]
    public void Plain_descent() => Check(
        w => new Sgd<T>([w], learningRate: 0.1),
        [0.49, -1.21, 1.975],
        [0.52, -1.23, 1.925],
        [0.495, -1.25, 2.0125]);

    [Fact]
    public void Descent_with_decay() => Check(
        w => new Sgd<T>([w], learningRate: 0.1, weightDecay: 0.01),
        [0.4895, -1.20875, 1.973],
        [0.5190105, -1.22754125, 1.921027],
        [0.4929779980105, -1.24509739504125, 2.004611867027]);

    [Fact]
    public void Descent_with_momentum() => Check(
        w => new Sgd<T>([w], learningRate: 0.1, momentum: 0.9),
        [0.49, -1.21, 1.975],
        [0.511, -1.194, 1.9025],
        [0.51741, -1.17764, 1.933525]);

    [Fact]
    public void Descent_with_Nesterovs_momentum_and_decay() => Check(
        w => new Sgd<T>([w], learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01),
        [0.48005, -1.171625, 1.9487],
        [0.527632905, -1.1739864125, 1.82812747],
        [0.5045272374596870, -1.170384325860199, 1.929206249352767]);

    [Fact]
    public void Adam() => Check(
        w => new Adam<T>([w], learningRate: 0.01),
        [0.4900000009999999, -1.240000000250000, 1.990000000400000],
        [0.4949418991120066, -1.237336629937632, 1.980348180385919],
        [0.4965629752248821, -1.234786185615215, 1.982325159584294]);

    [Fact]
    public void Adam_with_decay_in_the_gradient() => Check(
        w => new Adam<T>([w], learningRate: 0.01, weightDecay: 0.1),
        [0.4900000006666666, -1.240000000190476, 1.990000000222222],
        [0.4929524490786824, -1.234435246421131, 1.980116409860239],
        [0.4894726287190445, -1.224656138048837, 1.974554663680632]);

    [Fact]
    public void Adam_with_other_betas_and_an_epsilon_that_shows_where_it_is_added() => Check(
        w => new Adam<T>([w], learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 0.1),
        [0.495, -1.242, 1.992857142857143],
        [0.4987504299828224, -1.240388860515435, 1.985053045815282],
        [0.4994021988264488, -1.239462703200775, 1.987893102767212]);

    [Fact]
    public void AdamW_decays_apart_from_the_gradient() => Check(
        w => new AdamW<T>([w], learningRate: 0.01, weightDecay: 0.1),
        [0.4895000009999999, -1.238750000250000, 1.988000000400000],
        [0.4939523991110066, -1.234847879937382, 1.976360180385519],
        [0.4945832893962720, -1.229832378994324, 1.974385749593160]);

    private static void Check(Func<Parameter<T>, Optimizer<T>> create, double[] afterOne, double[] afterTwo, double[] afterFour)
    {
        var weight = new Parameter<T>(Repeated([0.5, -1.25, 2]));
        Optimizer<T> optimizer = create(weight);
        for (int step = 0; step < Gradients.Length; step++)
        {
            weight.Gradient = Repeated(Gradients[step]);
            optimizer.Step();
            if (step != 2)
                ShouldBe(weight.Value, step == 0 ? afterOne : step == 1 ? afterTwo : afterFour, $"{optimizer} after step {step + 1}");
        }
    }

    private static void ShouldBe(Tensor<T> weight, double[] expected, string what)
    {
        for (int i = 0; i < weight.Count; i++)
        {
            double wanted = expected[i % 3];
            double.CreateChecked(weight[i]).ShouldBe(wanted, Bound * Math.Abs(wanted), $"{what}, element {i}");
        }
    }

    private static Tensor<T> Repeated(double[] values) =>
        Tensor<T>.From([.. Enumerable.Repeat(values, Repetitions).SelectMany(once => once)]);
}

public sealed class RecordedUpdateTestsInSingle : RecordedUpdateTests<float>;

public sealed class RecordedUpdateTestsInDouble : RecordedUpdateTests<double>;
