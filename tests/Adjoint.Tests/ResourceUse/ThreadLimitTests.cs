using Adjoint.Kernels;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.ResourceUse;

/// <summary>More threads than the process may have, and settings that are none.</summary>
[Collection(ThreadTests.Name)]
public sealed class ThreadLimitTests
{
    [Fact]
    public void Operations_use_the_threads_that_there_are()
    {
        using var threads = new Threads(300);
        Action<Thread> start = WorkerPool.StartThread;
        int started = 0;
        TextWriter error = Console.Error;
        try
        {
            using var said = new StringWriter();
            Console.SetError(said);
            WorkerPool.StartThread = thread =>
            {
                if (++started > 2) throw new InsufficientMemoryException();
                start(thread);
            };
            for (int repeat = 0; repeat < 3; repeat++)
            {
                var work = new Count(new int[1000]);
                WorkerPool.For(1000, ref work);
                work.Seen.ShouldAllBe(n => n == 1);
            }

            WorkerPool.Threads.ShouldBeLessThan(300);
            started.ShouldBe(3);
            said.ToString().ShouldContain($"operations use {WorkerPool.Threads} instead of 300");
        }
        finally
        {
            Console.SetError(error);
            WorkerPool.StartThread = start;
        }
    }

    [Theory]
    [InlineData(null, 7, false)]
    [InlineData("", 7, false)]
    [InlineData(" 3 ", 3, false)]
    [InlineData("1024", 1024, false)]
    [InlineData("1025", 7, true)]
    [InlineData("0", 7, true)]
    [InlineData("-2", 7, true)]
    [InlineData("four", 7, true)]
    [InlineData("2.5", 7, true)]
    [InlineData("99999999999", 7, true)]
    public void A_variable_with_a_wrong_value_is_as_none_and_is_told(string? text, int number, bool isTold)
    {
        var said = new List<string>();
        EnvironmentSetting.Number("ADJOINT_THREADS", text, 7, n => n is >= 1 and <= 1024, "a number from 1 to 1024", said.Add)
            .ShouldBe(number);
        said.Count.ShouldBe(isTold ? 1 : 0);
        if (isTold) said[0].ShouldBe($"ADJOINT_THREADS={text} is ignored: it must be a number from 1 to 1024. It is 7 now.");
    }

    private readonly struct Count(int[] seen) : IWork
    {
        public int[] Seen { get; } = seen;

        public void Do(int index) => Interlocked.Increment(ref Seen[index]);
    }
}
