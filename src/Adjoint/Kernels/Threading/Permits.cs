namespace Adjoint.Kernels;

/// <summary>
/// Permits that are given and taken, none of which <see cref="Thread.Interrupt"/> loses. <see cref="SemaphoreSlim"/> still counts a
/// waiter as being woken that was interrupted at that moment, so that a later release wakes no waiter.
/// </summary>
internal sealed class Permits
{
    private readonly Gate gate = new();
    private int count;

    /// <summary>Waits for a permit and takes it; an interrupt is left pending.</summary>
    public void Take()
    {
        using Gate.Stay _ = gate.Enter();
        while (count == 0) gate.Wait();
        count--;
    }

    /// <summary>Gives a permit.</summary>
    public void Give()
    {
        using Gate.Stay _ = gate.Enter();
        count++;
        gate.SignalAll();
    }
}
