namespace Adjoint.Kernels;

/// <summary>
/// Waits that <see cref="Thread.Interrupt"/> does not end: an operation would stop half-way, with workers still at its memory. The
/// interrupt is pending again afterwards, and the thread gets it in the next wait that is its user's.
/// </summary>
internal static class Uninterrupted
{
    /// <summary>Does what may wait, and again where that was interrupted.</summary>
    /// <param name="wait">What may wait. Interrupted, it has done nothing.</param>
    /// <param name="target">On what.</param>
    public static void Do<T>(Action<T> wait, T target)
    {
        bool wasInterrupted = false;
        while (true)
        {
            try
            {
                wait(target);
                break;
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }

        if (wasInterrupted) Thread.CurrentThread.Interrupt();
    }
}
