namespace Adjoint.Optim;

/// <summary>
/// Work on many arrays, cut into items of about the same size: a large array makes several, small ones share one. The cut
/// depends on the sizes only, so that results are the same bits for any number of threads.
/// </summary>
internal sealed class Pieces
{
    private readonly Piece[] pieces;
    private readonly int[] starts;

    /// <summary>Cuts arrays of so many elements into items of at most so many.</summary>
    public Pieces(IEnumerable<int> counts, int grain)
    {
        var cut = new List<Piece>();
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

                cut.Add(new Piece(array, start, start + length));
                room -= length;
            }

            array++;
        }

        if (cut.Count > 0) begins.Add(cut.Count);
        pieces = [.. cut];
        starts = [.. begins];
    }

    /// <summary>Number of items of work.</summary>
    public int Items => starts.Length - 1;

    /// <summary>Number of pieces in all items.</summary>
    public int Count => pieces.Length;

    /// <summary>The pieces of one item: the first one's place among all, and they themselves.</summary>
    public ReadOnlySpan<Piece> Of(int item, out int first)
    {
        first = starts[item];
        return pieces.AsSpan(first..starts[item + 1]);
    }

    /// <summary>The piece at a place among all.</summary>
    public Piece this[int place] => pieces[place];
}

/// <summary>Elements start to end of one array.</summary>
internal readonly record struct Piece(int Array, int Start, int End);
