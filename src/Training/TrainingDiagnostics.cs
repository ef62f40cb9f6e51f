using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NormNet.Training;

/// <summary>What tools such as dotnet-counters and OpenTelemetry see of a training, under the name <c>NormNet.Training</c>.</summary>
/// <remarks>
/// Counters <c>normnet.training.steps</c> and <c>normnet.training.samples</c>, gauge <c>normnet.training.loss</c> (of the last step),
/// histogram <c>normnet.training.step.duration</c> in seconds; activities <c>train</c> ⊃ <c>epoch</c> ⊃ <c>step</c>, and <c>validate</c>.
/// Where nobody listens a step looks at four flags: no clock is read and nothing is allocated.
/// </remarks>
internal static class TrainingDiagnostics
{
    internal const string Name = "NormNet.Training";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("normnet.training.steps", "{step}", "Optimizer steps done");
    private static readonly Counter<long> Samples = Meter.CreateCounter<long>("normnet.training.samples", "{sample}", "Samples trained on");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("normnet.training.loss", null, "Mean loss of the last step");

    internal static ActivitySource Source { get; } = new(Name);

    internal static Histogram<double> StepDuration { get; } =
        Meter.CreateHistogram<double>("normnet.training.step.duration", "s", "Time of a step: forward, backward, update");

    internal static void NoteStep(Activity? activity, long step, double loss, int samples, TimeSpan? duration)
    {
        Steps.Add(1);
        Samples.Add(samples);
        Loss.Record(loss);
        if (duration is { } time)
            StepDuration.Record(time.TotalSeconds);
        activity?.SetTag("step", step).SetTag("loss", loss).SetTag("samples", samples);
    }
}
