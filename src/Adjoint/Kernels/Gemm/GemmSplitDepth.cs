namespace Adjoint.Kernels;

/// <summary>
/// Split-K: products whose output is too small to be shared out while the sums are long. The depth is cut into equal
/// parts, each a product of its own, whose results are then added up in order.
/// </summary>
internal static unsafe class GemmSplitDepth<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    private const int MaxOutput = 8 * 1024;
    /// <summary>Depth of a part, which is one block of the packed algorithm, unless there would be too many parts.</summary>
    private const int PartDepth = 384, MaxParts = 12;
    private const long MinPartWork = 512 * 1024;

    /// <summary>Outputs added up per item.</summary>
    private const int SumItem = 2 * 1024;

    /// <summary>Runs the product if it is of this kind; otherwise does nothing and returns false.</summary>
    public static bool TryMultiply(in Product<T> product)
    {
        int size = (int)Math.Min((long)product.M * product.N, int.MaxValue);
        int parts = (int)Math.Min(Math.Min((product.K + PartDepth - 1) / PartDepth, product.Work / MinPartWork), MaxParts);
        if (size > MaxOutput || product.K < 16L * Math.Max(product.M, product.N) || parts < 2) return false;

        T* partials = Scratch.Take<T>(ScratchSlot.Partials, (long)parts * size);
        var work = new Parts(product, parts, partials);
        WorkerPool.For(parts, ref work);
        var sums = new Sums { Whole = product, Count = parts, Partials = partials };
        sums.PerItem = Math.Max(1, SumItem / product.N);
        int items = (product.M + sums.PerItem - 1) / sums.PerItem;
        if (items > 1) WorkerPool.For(items, ref sums);
        else WorkerPool.Inline(items, ref sums);
        return true;
    }

    private readonly struct Parts(Product<T> whole, int count, T* partials) : IWork
    {
        public void Do(int index)
        {
            Product<T> part = whole;
            int first = (int)((long)whole.K * index / count);
            part.K = (int)((long)whole.K * (index + 1) / count) - first;
            part.A += first * whole.AColumn;
            part.B += first * whole.BRow;
            part.C = partials + ((nint)index * whole.M * whole.N);
            part.CRow = whole.N;
            part.Accumulate = false;
            GemmBlocked<T, TVector>.Multiply(in part, parallel: false);
        }
    }

    private struct Sums : IWork
    {
        public Product<T> Whole;
        public int Count, PerItem;
        public T* Partials;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(int index)
        {
            int end = Math.Min(Whole.M, (index + 1) * PerItem);
            nint step = (nint)Whole.M * Whole.N;
            for (int i = index * PerItem; i < end; i++)
            {
                T* c = Whole.C + (i * Whole.CRow), from = Partials + ((nint)i * Whole.N);
                int j = 0;
                for (; j + TVector.Lanes <= Whole.N; j += TVector.Lanes)
                {
                    TVector sum = TVector.Load(from + j);
                    for (int part = 1; part < Count; part++) sum = TVector.Add(sum, TVector.Load(from + (part * step) + j));
                    TVector.Store(Whole.Accumulate ? TVector.Add(sum, TVector.Load(c + j)) : sum, c + j);
                }

                for (; j < Whole.N; j++)
                {
                    T sum = from[j];
                    for (int part = 1; part < Count; part++) sum += from[(part * step) + j];
                    c[j] = Whole.Accumulate ? sum + c[j] : sum;
                }
            }
        }
    }
}
