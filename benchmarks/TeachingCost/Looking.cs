using System.Diagnostics;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Tensors;

namespace NormNet.TeachingCost;

/// <summary>The same passes with somebody looking.</summary>
internal static class Looking
{
    /// <summary>Draining the steps one by one, which keeps an object for each, without teaching mode.</summary>
    public static Action<Action?> Steps(string name)
    {
        (Sequential<float> model, Tensor<float> x, IndexTensor labels) = StepWorkload.Model(name);
        return whileOpen =>
        {
            using var tape = Tape<float>.Record();
            foreach (BackwardStep<float> step in tape.BackwardSteps(Losses.CrossEntropy(model.Forward(x), labels)))
                GC.KeepAlive(step);
            whileOpen?.Invoke();
        };
    }

    /// <summary>Milliseconds of each of several recordings for teaching, source lines and trace included; the first is the process's first.</summary>
    public static double[] Recordings(string name, int count)
    {
        (Sequential<float> model, Tensor<float> x, IndexTensor labels) = StepWorkload.Model(name);
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using var tape = Tape<float>.Record(teaching: true);
            var trace = TapeTrace.Of(tape, Losses.CrossEntropy(model.Forward(x), labels));
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            GC.KeepAlive(trace);
        }

        return times;
    }
}
