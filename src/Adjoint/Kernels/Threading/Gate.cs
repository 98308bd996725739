namespace Adjoint.Kernels;

/// <summary>
/// A lock that <see cref="Thread.Interrupt"/> does not break: a wait for it goes on, and the interrupt is left pending for the next wait
/// of the user's own.
/// </summary>
/// <remarks>
/// It is held for the library's own books, for moments or a collection: nothing is computed within, and nobody is waited for who may run
/// code of the user's. That includes finalizers. One may want what the waiting thread holds, a lock of ours or of the user's, and then both
/// wait for good; so the library waits for finalizers nowhere, and needs none of its own to find tensors that were dropped.
/// </remarks>
internal sealed class Gate
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly object monitor = new();
    private int waiting;

    /// <summary>Waits until nobody else is within; to dispose the result is to leave.</summary>
    public Stay Enter()
    {
        if (!Monitor.TryEnter(monitor)) Uninterrupted.Do(static monitor => Monitor.Enter(monitor), monitor);
        return new Stay(this);
    }

    /// <summary>From within: leaves, for as long as something is computed. <see cref="Enter"/> comes back.</summary>
    public void Leave() => Monitor.Exit(monitor);

    /// <summary>From within: leaves until somebody calls <see cref="SignalAll"/>, and comes back. Then look again.</summary>
    public void Wait()
    {
        waiting++;
        bool wasInterrupted = false;
        try
        {
            Monitor.Wait(monitor);
        }
        catch (ThreadInterruptedException)
        {
            wasInterrupted = true;
        }

        waiting--;
        if (!wasInterrupted) return;

        // The signal may have come just then, so there may be no other. The next wait is interrupted again, and so looks each moment.
        Uninterrupted.Do(static monitor => Monitor.Wait(monitor, Moment), monitor);
        Thread.CurrentThread.Interrupt();
    }

    /// <summary>From within: has those who wait look again.</summary>
    public void SignalAll()
    {
        if (waiting > 0) Monitor.PulseAll(monitor);
    }

    /// <summary>A stay within the gate.</summary>
    public readonly ref struct Stay(Gate gate)
    {
        /// <summary>Leaves.</summary>
        public void Dispose() => gate.Leave();
    }
}
