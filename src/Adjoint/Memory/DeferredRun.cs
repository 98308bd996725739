namespace Adjoint.Memory;

/// <summary>What a computation that runs now reads and fills. To be called within the gate.</summary>
internal sealed class DeferredRun
{
    private readonly List<PooledStorage> read = [];
    private readonly List<(PooledStorage Memory, PooledBuffer Buffer)> filled = [];

    /// <summary>Says that it reads memory: nobody changes that until the end.</summary>
    public void Reads(PooledStorage memory)
    {
        read.Add(memory);
        memory.Readers++;
    }

    /// <summary>Says that it fills memory, and gives the buffer for that.</summary>
    public PooledBuffer Fills(PooledStorage memory)
    {
        PooledBuffer buffer = BufferPool.Shared.Rent(memory.Bytes);
        filled.Add((memory, buffer));
        memory.IsFilling = true;
        return buffer;
    }

    /// <summary>Ends it. What was not done waits as before.</summary>
    public void End(bool isDone)
    {
        foreach (PooledStorage memory in read) memory.Readers--;
        foreach ((PooledStorage memory, PooledBuffer buffer) in filled)
        {
            memory.IsFilling = false;
            if (isDone) memory.Land(buffer);
            else buffer.Dispose();
        }
    }
}
