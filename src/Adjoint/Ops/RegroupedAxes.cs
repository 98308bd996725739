using Adjoint.Core;

namespace Adjoint.Ops;

/// <summary>What a <see cref="Reshape"/> does to places: axes that are joined or split, group by group.</summary>
internal static class RegroupedAxes
{
    /// <summary>The places before for places after.</summary>
    public static Extent[] Reach(Shape before, Shape after, ReadOnlySpan<Extent> of)
    {
        var reach = new Extent[before.Rank];
        for (int axis = 0; axis < reach.Length; axis++) reach[axis] = Extent.All(before[axis]);
        if (before.Count == 0) return reach;
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
        long first = 0;
        long last = 0;
        for (int axis = 0; axis < after.Length; axis++)
        {
            if (of[axis].IsWhole && after[axis] > 1) return;
            if (of[axis].IsEmpty)
            {
                reach.Fill(Extent.None);
                return;
            }

            first = (first * after[axis]) + of[axis].First;
            last = (last * after[axis]) + of[axis].Last;
        }

        long inner = 1;
        foreach (int size in before) inner *= size;
        for (int axis = 0; axis < before.Length; axis++)
        {
            inner /= before[axis];
            // The outermost axis goes on beyond its ends, as padding does.
            long start = (long)Math.Floor((double)first / inner);
            long end = (long)Math.Floor((double)last / inner);
            reach[axis] = new Extent(start, end);
            if (start != end) return;
            first -= start * inner;
            last -= start * inner;
        }
    }
}
