namespace Adjoint.Ops;

/// <summary>Reading and writing at tensors of integers and truth values: slices of an axis that is all indexed axes in one.</summary>
internal sealed partial class IndexExpression
{
    /// <summary>Whether no two places can be the same.</summary>
    private bool IsDistinct => parts is [{ IsMask: true }];

    /// <summary>Number of axes of the view that are indexed.</summary>
    private int Indexed => parts.Sum(p => p.Count);

    /// <summary>Whether the indexed axes of the view follow one another, so that they can be one axis as they are.</summary>
    private bool IsAdjacent
    {
        get
        {
            for (int i = 1; i < parts.Count; i++)
                if (parts[i].First != parts[i - 1].First + parts[i - 1].Count) return false;
            return true;
        }
    }

    /// <summary>
    /// Behind how many of the other axes those of the indices go where the indexed ones do not follow one another: none, except that
    /// numbers, which are positions that are not known yet, have no say in it.
    /// </summary>
    private int Behind
    {
        get
        {
            int first = parts.FindIndex(p => p.Places.Rank > 0);
            if (first < 0) return 0;
            int next = parts[first].First;
            foreach (Part part in parts[first..])
            {
                if (part.Places.Rank > 0 && part.First != next) return 0;
                // A number is passed over together with its axis.
                if (part.First == next) next += part.Count;
            }

            return parts[first].First - parts[..first].Sum(p => p.Count);
        }
    }

    private Tensor Read(Tensor view)
    {
        Tensor[] places = Places();
        if (IsAdjacent) return Engine.Apply(new IndexSelect(parts[0].First), Merged(view, parts[0].First), Flat(places, Sequential()));
        int[] order = IndexedFirst(view.Rank);
        Tensor index = Flat(places, Sequential());
        Shape rest = Rest(view.Shape, order);
        Tensor read = (long)index.Numel * rest.Numel < view.Numel
            ? ReadFew(view, Flat(places, Strides(RowMajor(view.Shape))), rest, order)
            : Engine.Apply(new IndexSelect(0), Merged(view.Permute(order), 0), index);
        return Behind > 0 ? read.Permute(Inverse(IndicesFirst(read.Rank, index.Rank))) : read;
    }

    /// <summary>Few of many elements: a place for each, so that the view need not be rearranged.</summary>
    private Tensor ReadFew(Tensor view, Tensor index, Shape rest, int[] order)
    {
        ReadOnlySpan<int> strides = RowMajor(view.Shape);
        var around = new int[rest.Rank];
        for (int i = 0; i < around.Length; i++) around[i] = strides[order[Indexed + i]];
        var offsets = new long[rest.Numel];
        int next = 0;
        foreach (int offset in new StridedIndices(rest, around)) offsets[next++] = offset;
        index = index.ReshapeTo([.. index.Shape.Span, .. Shape.Repeat(1, rest.Rank).Span]) + Tensor.Wrap(offsets, rest);
        return Engine.Apply(new IndexSelect(0), view.ReshapeTo([view.Numel]), index);
    }

    private Tensor PutAtPlaces(Tensor view, Tensor values, bool accumulate)
    {
        Tensor[] places = Places();
        Tensor index = Flat(places, Sequential());
        int[] order = IndexedFirst(view.Rank);
        if (IsAdjacent)
        {
            int first = parts[0].First;
            ReadOnlySpan<int> around = view.Shape.Span;
            values = Fitted(values, [.. around[..first], .. index.Shape.Span, .. around[(first + Indexed)..]]);
            return PutSlices(Merged(view, first), first, index, values, accumulate).ReshapeTo(view.Shape);
        }

        Tensor moved = view.Permute(order);
        values = InFront(values, index.Shape, Rest(view.Shape, order), Behind);
        return PutSlices(Merged(moved, 0), 0, index, values, accumulate).ReshapeTo(moved.Shape).Permute(Inverse(order));
    }

    /// <summary>Values for indices and other axes, of which some come before those of the indices, with the latter first.</summary>
    private Tensor InFront(Tensor values, Shape index, Shape rest, int behind)
    {
        values = Fitted(values, [.. rest.Span[..behind], .. index.Span, .. rest.Span[behind..]]);
        return behind == 0 || index.Rank == 0 ? values : values.Permute(IndicesFirst(values.Rank, index.Rank, behind));
    }

    private int[] IndicesFirst(int rank, int indices) => IndicesFirst(rank, indices, Behind);

    /// <summary>An order with the axes of the indices, which come behind some others, first.</summary>
    private static int[] IndicesFirst(int rank, int indices, int behind)
    {
        var order = new int[rank];
        for (int axis = 0; axis < rank; axis++)
            order[axis] = axis < indices ? behind + axis : axis < indices + behind ? axis - indices : axis;
        return order;
    }

    private static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (int axis = 0; axis < order.Length; axis++) inverse[order[axis]] = axis;
        return inverse;
    }

    private Tensor PutSlices(Tensor x, int axis, Tensor index, Tensor values, bool accumulate) => accumulate
        ? IndexedAccess.Add(x, new IndexAdd(axis, x.Shape), values, index)
        : Engine.Apply(new IndexCopy(axis, IsDistinct), x, values, index);

    /// <summary>
    /// A choice by the mask, where that is all and the values do not differ from one true element to the next: how many of them there are
    /// does not matter then. Null elsewhere.
    /// </summary>
    private Tensor? PutByMask(Tensor view, Tensor values)
    {
        if (parts is not [{ IsMask: true } part]) return null;
        int inner = view.Rank - part.First - part.Count;
        Shape own = values.Shape;
        if (own.Rank > inner)
        {
            // One axis stands for all true elements.
            if (own[^(inner + 1)] != 1) return null;
            ReadOnlySpan<int> all = own.Span;
            int outer = Math.Max(0, own.Rank - inner - 1 - part.First);
            if (all[..outer].ContainsAnyExcept(1)) return null;
            values = values.ReshapeTo([.. all[outer..^(inner + 1)], .. Shape.Repeat(1, part.Count).Span, .. all[^inner..]]);
        }

        values = Fitted(values, view.Shape);
        Tensor mask = part.Places.ReshapeTo([.. part.Places.Shape.Span, .. Shape.Repeat(1, inner).Span]);
        return Engine.Apply(Where.Op, mask.ExpandTo(view.Shape), values, view);
    }

    /// <summary>The index of each part, masks as the places of their true elements, all of one shape.</summary>
    private Tensor[] Places()
    {
        var places = new Tensor[parts.Count];
        Shape common = Shape.Scalar;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = parts[i].IsMask ? NonzeroPlaces.Of(parts[i].Places, operation) : parts[i].Places;
            common = Shape.Broadcast(common, places[i].Shape, operation);
        }

        for (int i = 0; i < places.Length; i++) places[i] = places[i].ExpandTo(common);
        return places;
    }

    private Tensor Flat(Tensor[] places, int[] strides)
    {
        var sizes = new int[parts.Count];
        var named = new int[parts.Count];
        for (int i = 0; i < sizes.Length; i++) (sizes[i], named[i]) = (Size(parts[i]), parts[i].Named);
        return Engine.Apply(new FlatIndex(operation, Shape.Create(sizes), new Steps(strides), new Steps(named)), places);
    }

    private int Size(Part part)
    {
        int size = 1;
        for (int i = 0; i < part.Count; i++) size *= sizes[part.First + i];
        return size;
    }

    /// <summary>Strides of the parts in one axis that is all of them.</summary>
    private int[] Sequential()
    {
        var strides = new int[parts.Count];
        int stride = 1;
        for (int i = strides.Length - 1; i >= 0; stride *= Size(parts[i--])) strides[i] = stride;
        return strides;
    }

    /// <summary>Strides of the parts in a view of these strides; those of a mask are the innermost axis's.</summary>
    private int[] Strides(ReadOnlySpan<int> view)
    {
        var strides = new int[parts.Count];
        for (int i = 0; i < strides.Length; i++) strides[i] = view[parts[i].First + parts[i].Count - 1];
        return strides;
    }

    /// <summary>The indexed axes, which begin at one, as one axis.</summary>
    private Tensor Merged(Tensor x, int first)
    {
        int size = 1;
        foreach (Part part in parts) size *= Size(part);
        return x.ReshapeTo([.. x.Shape.Span[..first], size, .. x.Shape.Span[(first + Indexed)..]]);
    }

    private int[] IndexedFirst(int rank)
    {
        var order = new List<int>();
        foreach (Part part in parts)
            for (int i = 0; i < part.Count; i++) order.Add(part.First + i);
        for (int axis = 0; axis < rank; axis++)
            if (!order.Contains(axis)) order.Add(axis);
        return [.. order];
    }

    private Shape Rest(Shape view, int[] order)
    {
        var rest = new int[order.Length - Indexed];
        for (int i = 0; i < rest.Length; i++) rest[i] = view[order[Indexed + i]];
        return Shape.Create(rest);
    }

    private static int[] RowMajor(Shape shape)
    {
        var strides = new int[shape.Rank];
        int stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        return strides;
    }
}
