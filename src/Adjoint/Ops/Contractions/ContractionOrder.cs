namespace Adjoint.Ops;

/// <summary>
/// In which order factors of a product are multiplied, two at a time, so that there is least to do: the best of all for a few, else each
/// time the two whose product is cheapest (as in opt_einsum, Smith &amp; Gray 2018, doi 10.21105/joss.00753).
/// </summary>
internal static class ContractionOrder
{
    /// <summary>Up to so many factors all orders are compared: 3ⁿ pairs of subsets.</summary>
    private const int MostCompared = 8;

    /// <summary>Which two are multiplied; the product comes last, and both leave the list.</summary>
    /// <param name="labels">The labels of each factor.</param>
    /// <param name="output">The labels of the result.</param>
    /// <param name="sizes">The size of each label.</param>
    public static List<(int A, int B)> Of(UInt128[] labels, UInt128 output, int[] sizes) =>
        labels.Length <= MostCompared ? Best(labels, output, sizes) : Greedy(labels, output, sizes);

    private static List<(int A, int B)> Best(UInt128[] labels, UInt128 output, int[] sizes)
    {
        int all = (1 << labels.Length) - 1;
        var within = new UInt128[all + 1];
        for (int set = 1; set <= all; set++)
            within[set] = within[set & (set - 1)] | labels[BitOperations.TrailingZeroCount(set)];
        var cost = new double[all + 1];
        var half = new int[all + 1];
        for (int set = 1; set <= all; set++)
        {
            if (BitOperations.IsPow2(set)) continue;
            cost[set] = double.PositiveInfinity;
            int lowest = set & -set;
            for (int part = (set - 1) & set; part > 0; part = (part - 1) & set)
            {
                if ((part & lowest) == 0) continue;
                UInt128 a = Left(part), b = Left(set ^ part);
                double total = cost[part] + cost[set ^ part] + Product(a | b, sizes);
                if (total < cost[set]) (cost[set], half[set]) = (total, part);
            }
        }

        var steps = new List<(int, int)>();
        var present = new List<int>(Enumerable.Range(0, labels.Length).Select(i => 1 << i));
        Visit(all);
        return steps;

        // What a set of factors comes to: the labels that others or the result still need.
        UInt128 Left(int set) => within[set] & (within[all ^ set] | output);

        void Visit(int set)
        {
            if (BitOperations.IsPow2(set)) return;
            Visit(half[set]);
            Visit(set ^ half[set]);
            (int a, int b) = (present.IndexOf(half[set]), present.IndexOf(set ^ half[set]));
            steps.Add((a, b));
            present.RemoveAt(Math.Max(a, b));
            present.RemoveAt(Math.Min(a, b));
            present.Add(set);
        }
    }

    private static List<(int A, int B)> Greedy(UInt128[] labels, UInt128 output, int[] sizes)
    {
        var steps = new List<(int, int)>();
        var left = new List<UInt128>(labels);
        while (left.Count > 1)
        {
            (int First, int Second) best = default;
            (double Growth, double Work) least = (double.PositiveInfinity, 0);
            for (int a = 0; a < left.Count; a++)
            {
                for (int b = a + 1; b < left.Count; b++)
                {
                    UInt128 product = (left[a] | left[b]) & Needed(a, b);
                    double growth = Product(product, sizes) - Product(left[a], sizes) - Product(left[b], sizes);
                    double work = Product(left[a] | left[b], sizes);
                    if ((growth, work).CompareTo(least) < 0) (best, least) = ((a, b), (growth, work));
                }
            }

            UInt128 next = (left[best.First] | left[best.Second]) & Needed(best.First, best.Second);
            steps.Add(best);
            left.RemoveAt(best.Second);
            left.RemoveAt(best.First);
            left.Add(next);
        }

        return steps;

        UInt128 Needed(int a, int b)
        {
            UInt128 needed = output;
            for (int i = 0; i < left.Count; i++)
                if (i != a && i != b) needed |= left[i];
            return needed;
        }
    }

    private static double Product(UInt128 set, int[] sizes)
    {
        double product = 1;
        for (int label = 0; set != 0; label++, set >>= 1)
            if ((set & 1) != 0) product *= Math.Max(1, sizes[label]);
        return product;
    }
}
