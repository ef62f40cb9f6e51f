using NormNet.Samples.Experiments;

namespace NormNet.Tests.Samples.Experiments;

public class RunQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_run_is_computed_once_whatever_the_number_of_threads(int threads)
    {
        var finished = new List<string>();
        long advanced = 0;
        var queue = new RunQueue(
            threads, steerKernels: false, steps => Interlocked.Add(ref advanced, steps), (run, _) => finished.Add(run.Key));
        queue.Run(Enumerable.Range(1, 8).Select(seed => ExperimentRun.Of("a", seed, 5, context =>
        {
            context.Advance(5);
            return context.Result;
        })), default);
        finished.Order().ShouldBe(Enumerable.Range(1, 8).Select(seed => $"a/seed={seed}"));
        advanced.ShouldBe(40);
    }

    [Fact]
    public void As_many_runs_as_threads_are_under_way_at_once()
    {
        using var both = new Barrier(2);
        var queue = new RunQueue(threads: 2, steerKernels: false, _ => { }, (_, _) => { });
        queue.Run(Enumerable.Range(1, 2).Select(seed => ExperimentRun.Of("a", seed, 1, context =>
        {
            both.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            return context.Result;
        })), default);
    }

    [Fact]
    public void A_mistake_of_a_run_ends_the_others_and_is_passed_on()
    {
        int begun = 0;
        var queue = new RunQueue(threads: 1, steerKernels: false, _ => { }, (_, _) => { });
        Should.Throw<InvalidOperationException>(() => queue.Run(Enumerable.Range(1, 3).Select(seed => ExperimentRun.Of("a", seed, 1, _ =>
        {
            begun++;
            throw new InvalidOperationException("a mistake");
        })), default)).Message.ShouldBe("a mistake");
        begun.ShouldBe(1);
    }
}
