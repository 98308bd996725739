namespace Adjoint.Ops;

/// <summary>What a <see cref="Reshape"/> does to places: axes that are joined or split, group by group.</summary>
internal static class RegroupedAxes
{
    /// <summary>The places before for places after.</summary>
    public static Extent[] Reach(Shape before, Shape after, ReadOnlySpan<Extent> of)
    {
        var reach = new Extent[before.Rank];
        for (int axis = 0; axis < reach.Length; axis++) reach[axis] = Extent.All(before[axis]);
        if (before.Numel == 0) return reach;
        int from = 0;
        int to = 0;
        while (from < before.Rank || to < after.Rank)
        {
            // The least group of axes on either side that holds the same number of elements.
            int fromEnd = from;
            int toEnd = to;
            long inside = fromEnd < before.Rank ? before[fromEnd++] : 1;
            long outside = toEnd < after.Rank ? after[toEnd++] : 1;
            while (inside != outside)
            {
                if (inside < outside) inside *= before[fromEnd++];
                else outside *= after[toEnd++];
            }

            if (fromEnd - from == 1 && toEnd - to == 1) reach[from] = of[to];
            else Group(before.Span[from..fromEnd], after.Span[to..toEnd], of[to..toEnd], reach.AsSpan(from, fromEnd - from));
            (from, to) = (fromEnd, toEnd);
        }

        return reach;
    }

    private static void Group(ReadOnlySpan<int> before, ReadOnlySpan<int> after, ReadOnlySpan<Extent> of, Span<Extent> reach)
    {
        foreach (Extent extent in of)
        {
            if (!extent.IsEmpty) continue;
            reach.Fill(Extent.None);
            return;
        }

        Extent? run = Run(after, of);
        if (before.Length == 1) reach[0] = (run ?? Extent.Whole) with { Box = Boxed(after, of) };
        else if (of is [{ Box: { } box }] && box.Sizes.Span.SequenceEqual(Boxed(before, reach).Sizes.Span)) Unbox(before, box, reach);
        else if (run is { } places) Split(before, places, reach);
    }

    /// <summary>The places of several axes as those of one, if they are adjacent: one place, then some, then all of the rest.</summary>
    private static Extent? Run(ReadOnlySpan<int> sizes, ReadOnlySpan<Extent> of)
    {
        (long first, long last) = (0, 0);
        bool isWithin = false;
        bool isRun = false;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            (int size, Extent extent) = (sizes[axis], of[axis]);
            bool isWhole = size > 1 && extent.IsWhole;
            if (isRun && !isWhole && !(size == 1 && extent.Length == 1)) return null;
            // All of the outermost axis is all there is.
            if (isWhole && !isWithin) return null;
            isWithin |= size > 1;
            isRun |= isWhole || extent.Length > 1;
            first = (first * size) + (isWhole ? 0 : extent.First);
            last = (last * size) + (isWhole ? size - 1 : extent.Last);
        }

        return new Extent(first, last);
    }

    private static void Split(ReadOnlySpan<int> sizes, Extent run, Span<Extent> reach)
    {
        (long first, long last) = (run.First, run.Last);
        long inner = 1;
        foreach (int size in sizes) inner *= size;
        int outermost = sizes.IndexOfAnyExcept(1) is >= 0 and var found ? found : Math.Max(0, sizes.Length - 1);
        reach[..outermost].Fill(Extent.At(0));
        for (int axis = outermost; axis < sizes.Length; axis++)
        {
            inner /= sizes[axis];
            // The outermost axis that is one goes on beyond its ends, as padding does.
            long start = (long)Math.Floor((double)first / inner);
            long end = (long)Math.Floor((double)last / inner);
            reach[axis] = new Extent(start, end);
            if (start != end) return;
            first -= start * inner;
            last -= start * inner;
        }
    }

    private static ExtentBox Boxed(ReadOnlySpan<int> sizes, ReadOnlySpan<Extent> of)
    {
        var kept = new List<int>();
        var along = new List<Extent>();
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1) continue;
            kept.Add(sizes[axis]);
            along.Add(of[axis]);
        }

        return new ExtentBox(Shape.Create([.. kept]), [.. along]);
    }

    private static void Unbox(ReadOnlySpan<int> sizes, ExtentBox box, Span<Extent> reach)
    {
        int next = 0;
        for (int axis = 0; axis < sizes.Length; axis++) reach[axis] = sizes[axis] == 1 ? Extent.At(0) : box.Along[next++];
    }
}
