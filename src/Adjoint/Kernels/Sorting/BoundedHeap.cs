namespace Adjoint.Kernels;

/// <summary>The few smallest of a row, in a heap whose root is the largest of them: most elements are compared with that only.</summary>
internal static unsafe class BoundedHeap
{
    /// <summary>Leaves the k smallest of the row, of equals those of the lower places, in no order.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="mask">What keys are exclusive-ored with: all their bits for the largest.</param>
    /// <param name="heap">Room for k items.</param>
    /// <param name="k">How many are wanted, at least 1 and at most the count.</param>
    public static void Least<T, TItem>(T* x, int count, ulong mask, TItem* heap, int k)
        where T : unmanaged
        where TItem : unmanaged, ISortItem<TItem>
    {
        for (int i = 0; i < k; i++) heap[i] = TItem.Of(OrderKey.Of(x[i]) ^ mask, i);
        for (int i = (k / 2) - 1; i >= 0; i--) Sink(heap, k, i);
        ulong largest = heap->Key;
        for (int i = k; i < count; i++)
        {
            ulong key = OrderKey.Of(x[i]) ^ mask;
            if (key >= largest) continue;
            *heap = TItem.Of(key, i);
            Sink(heap, k, 0);
            largest = heap->Key;
        }
    }

    private static void Sink<TItem>(TItem* heap, int count, int at) where TItem : unmanaged, ISortItem<TItem>
    {
        TItem item = heap[at];
        for (int child; (child = (2 * at) + 1) < count; at = child)
        {
            if (child + 1 < count && TItem.IsBefore(heap[child], heap[child + 1])) child++;
            if (!TItem.IsBefore(item, heap[child])) break;
            heap[at] = heap[child];
        }

        heap[at] = item;
    }
}
