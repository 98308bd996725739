namespace Adjoint.Ops;

/// <summary>Writing at index tensors into memory, without a copy of what is not written.</summary>
internal sealed partial class IndexExpression
{
    /// <summary>Writes values at the indices into the memory of a view that nothing records. Not where a mask spans several axes.</summary>
    /// <returns>Whether it did.</returns>
    public bool TryWrite(Tensor view, Tensor values)
    {
        if (!HasPlaces || parts.Exists(p => p.Count > 1)) return false;
        values = values.Detach().To(view.DType);
        Tensor[] places = Places();
        int[] order = IndexedFirst(view.Rank);
        Shape rest = Rest(view.Shape, order);
        values = InFront(values, places[0].Shape, rest, IsAdjacent ? parts[0].First : Behind);
        values = values.Contiguous();
        if (ReferenceEquals(values.Storage, view.Storage)) values = values.Clone();
        var inner = new int[rest.Rank];
        for (int i = 0; i < inner.Length; i++) inner[i] = view.Stride(order[Indexed + i]);
        Tensor offsets = Flat(places, Strides(view.Strides));
        TypedKernel.Move(new Writer(new StridedLayout(rest, inner), rest.Numel), view.DType).Run([values, offsets], [view]);
        return true;
    }

    private sealed class Writer(StridedLayout layout, int row) : IMoveOp
    {
        public string Name => "Index";

        public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
        {
            fixed (T* rows = &x[0].ReadOnly<T>())
            fixed (long* offsets = &x[1].ReadOnly<long>())
            fixed (T* target = &y[0].Reference<T>())
                IndexedWrites.Rows(rows, target, offsets, x[1].Numel, in layout, row);
        }
    }
}
