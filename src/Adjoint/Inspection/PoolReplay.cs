using Adjoint.Graphs;
using Adjoint.Memory;

namespace Adjoint.Inspection;

/// <summary>
/// What the pool of large memory would come to hold: it takes the same events in the same order by the same rules of reuse,
/// without the memory. Counted is what is touched, since only that is resident.
/// </summary>
internal sealed class PoolReplay
{
    private readonly SortedList<int, Stack<long>> free = []; // by class, how much of each was ever touched
    private readonly Dictionary<object, (int Class, long Touched)> live = new(ReferenceEqualityComparer.Instance);

    /// <summary>Bytes that are resident: in use, or waiting for reuse.</summary>
    public long Resident { get; private set; }

    /// <summary>Takes memory for something.</summary>
    public void Take(object owner, long bytes, bool isBrief = false)
    {
        int index = BufferPool.ClassOf(bytes);
        long touched = 0;
        for (int larger = index; larger <= BufferPool.LargestFor(index, isBrief); larger++)
        {
            if (!free.TryGetValue(larger, out Stack<long>? waiting) || !waiting.TryPop(out touched)) continue;
            index = larger;
            break;
        }

        Resident += Math.Max(0, bytes - touched);
        live.Add(owner, (index, Math.Max(bytes, touched)));
    }

    /// <summary>Gives back what something took.</summary>
    public void GiveUp(object owner)
    {
        if (!live.Remove(owner, out (int Class, long Touched) place)) return;
        if (!free.TryGetValue(place.Class, out Stack<long>? waiting)) free.Add(place.Class, waiting = new Stack<long>());
        waiting.Push(place.Touched);
    }

    /// <summary>Takes and gives back as a run did. What it left is given back by <see cref="End"/>.</summary>
    public void Run(IEnumerable<MemoryEvent> events)
    {
        foreach (MemoryEvent happened in events)
        {
            if (happened.IsTaken) Take(happened.Block, happened.Block.Bytes, happened.IsBrief);
            else GiveUp(happened.Block);
        }
    }

    /// <summary>Gives back what a run left.</summary>
    public void End(IEnumerable<MemoryEvent> events)
    {
        foreach (MemoryEvent happened in events) GiveUp(happened.Block);
    }
}
