namespace Adjoint.Ops;

/// <summary>A tensor whose axes have labels, each of them once: a factor of a product that is summed over labels.</summary>
internal sealed record Factor(Tensor Value, int[] Labels)
{
    /// <summary>Which labels it has, a bit for each.</summary>
    public UInt128 Set => Of(Labels);

    /// <summary>The bits of labels.</summary>
    public static UInt128 Of(ReadOnlySpan<int> labels)
    {
        UInt128 set = 0;
        foreach (int label in labels) set |= UInt128.One << label;
        return set;
    }

    /// <summary>
    /// An operand with labels of which some may repeat, which takes the diagonal, and whose axes of size 1 that are longer elsewhere are
    /// left out: there it is the same for every place.
    /// </summary>
    public static Factor From(Tensor operand, int[] labels, ReadOnlySpan<int> sizes)
    {
        var left = new List<int>(labels);
        Tensor x = operand;
        for (int axis = 0; axis < left.Count; axis++)
        {
            if (x.Shape[axis] != 1 || sizes[left[axis]] == 1) continue;
            x = x.Squeeze(axis);
            left.RemoveAt(axis--);
        }

        for (int axis = 0; axis < left.Count; axis++)
        {
            int again = left.IndexOf(left[axis], axis + 1);
            if (again < 0) continue;
            x = x.Diagonal(0, axis, again); // the diagonal is the last axis
            left.Add(left[axis]);
            left.RemoveAt(again);
            left.RemoveAt(axis--);
        }

        return new Factor(x, [.. left]);
    }

    /// <summary>The sum over all labels but those that are kept.</summary>
    public Factor SumBut(UInt128 kept)
    {
        int[] dropped = [.. Enumerable.Range(0, Labels.Length).Where(axis => (kept >> Labels[axis] & 1) == 0)];
        if (dropped.Length == 0) return this;
        Tensor sum = Value.Sum(dropped, false);
        return new Factor(sum.To(Value.DType), [.. Labels.Where(label => (kept >> label & 1) != 0)]);
    }

    /// <summary>The product of both, summed over all labels but those that are kept: one batch of matrix products.</summary>
    public static Factor Product(Factor a, Factor b, UInt128 kept)
    {
        a = a.SumBut(kept | b.Set);
        b = b.SumBut(kept | a.Set);
        int[] batch = [.. a.Labels.Where(label => Has(b, label) && Has(kept, label))];
        int[] summed = [.. a.Labels.Where(label => Has(b, label) && !Has(kept, label))];
        int[] rows = [.. a.Labels.Where(label => !Has(b, label))], columns = [.. b.Labels.Where(label => !Has(a, label))];
        int[] result = [.. batch, .. rows, .. columns];
        if (summed.Length == 0)
            return new Factor(a.Aligned(result) * b.Aligned(result), result);
        int[] shape = [.. a.Sizes(batch), .. a.Sizes(rows), .. b.Sizes(columns)];
        int batches = Shape.Product(a.Sizes(batch)), terms = Shape.Product(a.Sizes(summed));
        Tensor left = a.Ordered([.. batch, .. rows, .. summed]).ReshapeTo([batches, Shape.Product(a.Sizes(rows)), terms]);
        Tensor right = b.Ordered([.. batch, .. summed, .. columns]).ReshapeTo([batches, terms, Shape.Product(b.Sizes(columns))]);
        Tensor product = batches == 1
            ? left.ReshapeTo(Shape.Create(left.Shape.Span[1..])).MatMul(right.ReshapeTo(Shape.Create(right.Shape.Span[1..])))
            : left.MatMul(right);
        return new Factor(product.ReshapeTo(Shape.Create(shape)), result);
    }

    /// <summary>The value with its axes in the order of the labels, which are all it has.</summary>
    public Tensor Ordered(int[] labels) =>
        labels.AsSpan().SequenceEqual(Labels) ? Value : Value.Permute([.. labels.Select(label => Array.IndexOf(Labels, label))]);

    /// <summary>The value with an axis for each label, of size 1 where it lacks one.</summary>
    public Tensor Aligned(int[] labels)
    {
        Tensor ordered = Ordered([.. labels.Where(label => Has(this, label))]);
        int axis = 0;
        return ordered.ReshapeTo(Shape.Create([.. labels.Select(label => Has(this, label) ? ordered.Shape[axis++] : 1)]));
    }

    private int[] Sizes(int[] labels) => [.. labels.Select(label => Value.Shape[Array.IndexOf(Labels, label)])];

    private static bool Has(Factor factor, int label) => Array.IndexOf(factor.Labels, label) >= 0;

    private static bool Has(UInt128 set, int label) => (set >> label & 1) != 0;
}
