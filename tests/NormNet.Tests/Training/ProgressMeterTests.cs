using NormNet.Training;

namespace NormNet.Tests.Training;

public class ProgressMeterTests
{
    private readonly ManualClock _clock = new();
    private readonly List<TrainingProgress> _seen = [];

    [Fact]
    public void The_speed_is_that_of_the_last_second()
    {
        ProgressMeter meter = NewMeter();
        Run(meter, steps: 20, milliseconds: 100, samples: 10);
        _seen[^1].SamplesPerSecond.ShouldBe(100, 1e-9);
        Run(meter, steps: 20, milliseconds: 100, samples: 30);
        _seen[^1].SamplesPerSecond.ShouldBe(300, 1e-9);
    }

    [Fact]
    public void Pauses_do_not_count()
    {
        ProgressMeter meter = NewMeter();
        _clock.Advance(TimeSpan.FromMinutes(5));
        meter.SkipPause();
        Run(meter, steps: 1, milliseconds: 100, samples: 10);
        _seen[^1].SamplesPerSecond.ShouldBe(100, 1e-9);
    }

    [Fact]
    public void Reports_come_twenty_times_a_second_at_most_unless_asked_for()
    {
        ProgressMeter meter = NewMeter();
        Run(meter, steps: 1000, milliseconds: 1, samples: 1);
        _seen.Count.ShouldBe(20);
        meter.Report(1, 1, 1000, 1000, 0.1, always: true);
        _seen.Count.ShouldBe(21);
    }

    [Fact]
    public void Loss_and_accuracy_begin_as_means_and_follow_the_last_steps()
    {
        ProgressMeter meter = NewMeter();
        meter.Add(loss: 2, accuracy: 0, samples: 1);
        meter.Add(loss: 4, accuracy: 1, samples: 1);
        meter.Report(1, 1, 2, 2, 0.1, always: true);
        (_seen[^1].Loss, _seen[^1].Accuracy).ShouldBe((3, 0.5));

        for (int i = 0; i < 200; i++)
            meter.Add(loss: 1, accuracy: 1, samples: 1);
        meter.Report(1, 1, 202, 202, 0.1, always: true);
        _seen[^1].Loss.ShouldBe(1, 1e-3);
    }

    private ProgressMeter NewMeter() => new(new Collector(_seen), _clock);

    private void Run(ProgressMeter meter, int steps, int milliseconds, int samples)
    {
        for (int i = 1; i <= steps; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            meter.Add(loss: 1, accuracy: 0.5, samples);
            meter.Report(1, 1, i, steps, learningRate: 0.1, always: false);
        }
    }

    private sealed class Collector(List<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
