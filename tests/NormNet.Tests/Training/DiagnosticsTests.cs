using System.Diagnostics;
using System.Diagnostics.Metrics;
using NormNet.Layers;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>What listeners hear; other tests train meanwhile, so only what comes on this thread counts.</summary>
public sealed class DiagnosticsTests
{
    private const string Name = "NormNet.Training";

    [Fact]
    public void A_meter_counts_steps_and_samples_and_times_every_step()
    {
        int thread = Environment.CurrentManagedThreadId;
        var heard = new List<(string Instrument, double Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Name)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Hear(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Hear(instrument, value));
        listener.Start();

        var clock = new CountingClock();
        History history = NewTrainer(clock).Train();

        Of("normnet.training.steps").Sum().ShouldBe(15);
        Of("normnet.training.samples").Sum().ShouldBe(15 * 8);
        Of("normnet.training.step.duration").ShouldBe(Enumerable.Repeat(1.0, 15));
        Of("normnet.training.loss").Take(5).Average().ShouldBe(history[0].TrainLoss, 1e-12);

        double[] Of(string instrument) =>
            [.. heard.Where(measured => measured.Instrument == instrument).Select(measured => measured.Value)];

        void Hear(Instrument instrument, double value)
        {
            if (Environment.CurrentManagedThreadId == thread)
                heard.Add((instrument.Name, value));
        }
    }

    [Fact]
    public void Activities_nest_as_training_does()
    {
        int thread = Environment.CurrentManagedThreadId;
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Environment.CurrentManagedThreadId == thread)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);

        NewTrainer(TimeProvider.System).Train();

        string[] epoch = [.. Enumerable.Repeat("step", 5), "epoch", "validate"];
        ended.Select(activity => activity.OperationName).ShouldBe([.. epoch, .. epoch, .. epoch, "train"]);
        ended[0].Parent.ShouldBe(ended[5]);
        ended[5].Parent.ShouldBe(ended[^1]);
        ended[0].GetTagItem("step").ShouldBe(1L);
        ended[5].GetTagItem("epoch").ShouldBe(1);
    }

    [Fact]
    public void Without_a_listener_no_step_reads_the_clock()
    {
        Sequential<float> model = SmallTraining.Model<float>();
        var clock = new CountingClock();
        var inStep = new List<int>();
        new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
        {
            Clock = clock,
            Loss = SmallTraining.LossWith<float>(_ => inStep.Add(clock.Readings)),
        }.Train();

        for (int i = 1; i < inStep.Count; i++)
        {
            if (i % 5 != 0)
                inStep[i].ShouldBe(inStep[i - 1]);
        }
    }

    private static Trainer<float> NewTrainer(TimeProvider clock)
    {
        Sequential<float> model = SmallTraining.Model<float>();
        return new Trainer<float>(model, SmallTraining.Optimizer(model), SmallTraining.Data<float>(), SmallTraining.Plan)
        {
            Validation = SmallTraining.Data<float>(samples: 10),
            Clock = clock,
        };
    }

    /// <summary>A clock that is a second later at every reading.</summary>
    private sealed class CountingClock : TimeProvider
    {
        internal int Readings { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++Readings;
    }
}
