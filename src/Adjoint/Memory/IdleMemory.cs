namespace Adjoint.Memory;

/// <summary>Memory that waits for reuse, by size class. For one thread at a time.</summary>
internal sealed class IdleMemory(int classes)
{
    private readonly List<PooledMemory>?[] waiting = new List<PooledMemory>?[classes];
    private readonly int[] fewest = new int[classes]; // that have waited at any time since the last look

    /// <summary>Takes memory of the smallest of these classes that has any, what came last first; null if none has.</summary>
    public PooledMemory? Take(int index, int largest)
    {
        for (; index <= largest; index++)
        {
            if (waiting[index] is not { Count: > 0 } own) continue;
            PooledMemory memory = own[^1];
            own.RemoveAt(own.Count - 1);
            fewest[index] = Math.Min(fewest[index], own.Count);
            return memory;
        }

        return null;
    }

    /// <summary>Has memory wait.</summary>
    public void Add(PooledMemory memory) => (waiting[memory.SizeClass] ??= []).Add(memory);

    /// <summary>Takes all there is.</summary>
    public List<PooledMemory> TakeAll()
    {
        Array.Fill(fewest, int.MaxValue);
        return TakeUnneeded();
    }

    /// <summary>Takes of each class as many as have waited all the time since this was called last: nobody needed those.</summary>
    public List<PooledMemory> TakeUnneeded()
    {
        var unneeded = new List<PooledMemory>();
        for (int index = 0; index < classes; index++)
        {
            if (waiting[index] is not { } own) continue;
            int count = Math.Min(fewest[index], own.Count);
            unneeded.AddRange(own[..count]);
            own.RemoveRange(0, count);
            fewest[index] = own.Count;
        }

        return unneeded;
    }
}
