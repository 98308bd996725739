namespace Adjoint.Optim;

/// <summary>
/// Many arrays divided into work items of about the same size: a large array makes several, small ones share one. The
/// division depends on the sizes only, so that results are the same bits for any number of threads.
/// </summary>
internal sealed class ArrayChunks
{
    private readonly ArrayChunk[] chunks;
    private readonly int[] starts;

    /// <summary>Divides arrays of so many elements into work items of at most <paramref name="grain"/>.</summary>
    public ArrayChunks(IEnumerable<int> counts, int grain)
    {
        var cut = new List<ArrayChunk>();
        var begins = new List<int> { 0 };
        int array = 0, room = grain;
        foreach (int count in counts)
        {
            for (int start = 0; start < count; start += grain)
            {
                int length = Math.Min(grain, count - start);
                if (length > room)
                {
                    begins.Add(cut.Count);
                    room = grain;
                }

                cut.Add(new ArrayChunk(array, start, start + length));
                room -= length;
            }

            array++;
        }

        if (cut.Count > 0) begins.Add(cut.Count);
        chunks = [.. cut];
        starts = [.. begins];
    }

    /// <summary>Number of work items.</summary>
    public int Items => starts.Length - 1;

    /// <summary>Number of chunks in all items.</summary>
    public int Count => chunks.Length;

    /// <summary>The chunks of one work item, and the number of the first of them.</summary>
    public ReadOnlySpan<ArrayChunk> Of(int item, out int first)
    {
        first = starts[item];
        return chunks.AsSpan(first..starts[item + 1]);
    }

    /// <summary>A chunk by its number.</summary>
    public ArrayChunk this[int number] => chunks[number];
}

/// <summary>Elements start to end of one array.</summary>
internal readonly record struct ArrayChunk(int Array, int Start, int End);
