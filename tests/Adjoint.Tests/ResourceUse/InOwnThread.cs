using System.Runtime.ExceptionServices;

namespace Adjoint.Tests.ResourceUse;

/// <summary>Runs what might wait for good, or be interrupted, on a thread of its own.</summary>
internal static class InOwnThread
{
    /// <summary>Runs it, throws what it throws, and fails if it does not end.</summary>
    /// <param name="run">What to run.</param>
    /// <param name="stackSize">Bytes of stack; 0 for the usual.</param>
    public static void Run(Action run, int stackSize = 0)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    run();
                }
#pragma warning disable CA1031 // Whatever it throws is the test's, and is thrown there.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                }
            },
            stackSize)
        { IsBackground = true };
        thread.Start();
        thread.Join(TimeSpan.FromMinutes(3)).ShouldBeTrue("it waits for good");
        thrown?.Throw();
    }
}
