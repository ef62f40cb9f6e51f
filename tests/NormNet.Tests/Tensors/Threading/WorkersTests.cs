using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

[Collection(nameof(Workers))]
public sealed unsafe class WorkersTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public void Dispose() => Workers.Count = _before;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_index_runs_exactly_once(int threads)
    {
        Workers.Count = threads;
        foreach (int count in new[] { 0, 1, 2, 7, 64, 1000, 12345 })
        {
            foreach (int grain in new[] { 1, 3, 100, 20000 })
            {
                int[] visits = new int[count];
                Workers.For(count, grain, new Visit(visits));
                visits.ShouldAllBe(visit => visit == 1, $"count {count}, grain {grain}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Loops_in_quick_succession_and_after_a_rest_lose_nothing(int threads)
    {
        Workers.Count = threads;
        int[] visits = new int[16];
        for (int round = 0; round < 3000; round++)
        {
            Workers.For(visits.Length, 1, new Visit(visits));
            if (round % 1000 == 999)
                Thread.Sleep(5);
        }

        visits.ShouldAllBe(visit => visit == 3000);
    }

    [Fact]
    public void A_loop_inside_a_loop_runs_where_it_is_called()
    {
        Workers.Count = 3;
        int[] threadOfOuter = new int[20], threadsOfInner = new int[20 * 50];
        Workers.For(20, 1, new Nested(threadOfOuter, threadsOfInner));
        for (int i = 0; i < threadsOfInner.Length; i++)
            threadsOfInner[i].ShouldBe(threadOfOuter[i / 50]);
    }

    [Fact]
    public void Loops_of_several_threads_at_once_all_finish()
    {
        Workers.Count = 2;
        int[][] visits = [.. Enumerable.Range(0, 4).Select(_ => new int[200])];
        Thread[] callers = [.. visits.Select(mine => new Thread(() =>
        {
            for (int round = 0; round < 300; round++)
                Workers.For(mine.Length, 1, new Visit(mine));
        }))];
        foreach (Thread caller in callers)
            caller.Start();
        foreach (Thread caller in callers)
            caller.Join();

        foreach (int[] mine in visits)
            mine.ShouldAllBe(visit => visit == 300);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_exception_of_a_body_reaches_the_caller_and_the_pool_lives_on(int threads)
    {
        Workers.Count = threads;
        for (int bad = 0; bad < 100; bad++)
        {
            int index = bad;
            Should.Throw<InvalidOperationException>(() => Workers.For(100, 1, new Fail(index))).Message.ShouldBe($"index {index}");
        }

        int[] visits = new int[100];
        Workers.For(100, 1, new Visit(visits));
        visits.ShouldAllBe(visit => visit == 1);
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        Workers.Count = 2;
        int[] visits = new int[64];
        Workers.For(64, 1, new Visit(visits));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++)
            Workers.For(64, 1, new Visit(visits));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    [Fact]
    public void Fewer_than_one_thread_and_senseless_loops_are_errors()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Workers.Count = 0);
        Should.Throw<ArgumentOutOfRangeException>(() => Workers.For(-1, 1, new Visit([])));
        Should.Throw<ArgumentOutOfRangeException>(() => Workers.For(1, 0, new Visit([])));
    }

    private readonly struct Visit(int[] visits) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Interlocked.Increment(ref visits[i]);
        }
    }

    private readonly struct Nested(int[] outer, int[] inner) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                outer[i] = Environment.CurrentManagedThreadId;
                Workers.For(50, 1, new Note(inner, i * 50));
            }
        }
    }

    private readonly struct Note(int[] threads, int offset) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                threads[offset + i] = Environment.CurrentManagedThreadId;
        }
    }

    private readonly struct Fail(int bad) : IParallelBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (i == bad)
                    throw new InvalidOperationException($"index {i}");
            }
        }
    }
}
