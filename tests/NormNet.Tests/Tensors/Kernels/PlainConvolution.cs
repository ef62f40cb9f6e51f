using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>The convolution and its derivatives by their definition: one loop over every product of an input and a weight.</summary>
internal static class PlainConvolution
{
    public static double[] Forward(ConvolutionPlan plan, double[] input, double[] weight, double[] bias)
    {
        double[] output = new double[plan.Output.Count];
        int pixels = plan.Output[2] * plan.Output[3];
        for (int i = 0; i < output.Length && bias.Length > 0; i++)
            output[i] = bias[i / pixels % bias.Length];
        Visit(plan, (x, w, y) => output[y] += input[x] * weight[w]);
        return output;
    }

    public static double[] InputGradient(ConvolutionPlan plan, double[] weight, double[] upstream)
    {
        double[] gradient = new double[plan.Input.Count];
        Visit(plan, (x, w, y) => gradient[x] += upstream[y] * weight[w]);
        return gradient;
    }

    public static double[] WeightGradient(ConvolutionPlan plan, double[] input, double[] upstream)
    {
        double[] gradient = new double[plan.Weight.Count];
        Visit(plan, (x, w, y) => gradient[w] += upstream[y] * input[x]);
        return gradient;
    }

    public static double[] BiasGradient(ConvolutionPlan plan, double[] upstream)
    {
        double[] gradient = new double[plan.Weight[0]];
        for (int i = 0; i < upstream.Length; i++)
            gradient[i / (plan.Output[2] * plan.Output[3]) % gradient.Length] += upstream[i];
        return gradient;
    }

    public static double[] ToDouble<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => [.. values.Select(double.CreateTruncating)];

    /// <summary>Calls back with the positions of each input, weight and output that meet.</summary>
    private static void Visit(ConvolutionPlan plan, Action<int, int, int> visit)
    {
        (int[] x, int[] w, int[] y) = (plan.Input.Strides(), plan.Weight.Strides(), plan.Output.Strides());
        for (int output = 0; output < plan.Output.Count; output++)
        {
            (int n, int o, int oh, int ow) = (output / y[0], output / y[1] % plan.Output[1], output / y[2] % plan.Output[2], output % y[2]);
            int firstChannel = o / (plan.Weight[0] / plan.Groups) * plan.Weight[1];
            for (int element = 0; element < w[0]; element++)
            {
                (int c, int kh, int kw) = (element / w[1], element / w[2] % plan.Weight[2], element % w[2]);
                int row = (oh * plan.Stride.Height) + (kh * plan.Dilation.Height) - plan.Padding.Height;
                int column = (ow * plan.Stride.Width) + (kw * plan.Dilation.Width) - plan.Padding.Width;
                if (row >= 0 && row < plan.Input[2] && column >= 0 && column < plan.Input[3])
                    visit((n * x[0]) + ((firstChannel + c) * x[1]) + (row * x[2]) + column, (o * w[0]) + element, output);
            }
        }
    }
}
