using System.Diagnostics;

namespace Adjoint.Kernels;

/// <summary>
/// Matrix products c[m, n] (+)= a[m, k] · b[k, n] in float and double. Any strides, so a transposed operand costs nothing; c is row-major
/// and must not overlap the operands. With k = 0 the sum is empty: zeros. NaN and infinities propagate. The order of summation depends on
/// the shape and strides only, so results are the same bits for any number of threads.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Products up to this size are faster without packing.</summary>
    private const long SmallWork = 8 * 1024;

    /// <summary>From here on a single product of a batch is worth sharing; below, whole products are the items.</summary>
    private const long SharedWork = 8 * 1024 * 1024;

    /// <summary>The least work for which waking other threads pays off.</summary>
    internal const long ParallelWork = 256 * 1024;

    /// <summary>One product; strides in elements.</summary>
    public static void Multiply<T>(
        int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint ldc, bool accumulate)
        where T : unmanaged, INumberBase<T>
    {
        var product = new Product<T>(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc, accumulate);
        Multiply(in product);
    }

    /// <summary>One product, at the widest registers of this processor.</summary>
    public static void Multiply<T>(in Product<T> product) where T : unmanaged, INumberBase<T>
    {
        if (Vector512.IsHardwareAccelerated) Multiply<T, SimdVector512<T>>(in product);
        else if (Vector256.IsHardwareAccelerated) Multiply<T, SimdVector256<T>>(in product);
        else Multiply<T, SimdVector128<T>>(in product);
    }

    /// <summary>One product, at a given width.</summary>
    public static void Multiply<T, TVector>(in Product<T> product)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        KernelType.RequireReal<T>(nameof(Gemm));
        Debug.Assert(product.M >= 0 && product.N >= 0 && product.K >= 0);
        if (product.M == 0 || product.N == 0) return;
        if (product.K == 0)
        {
            if (!product.Accumulate) Clear(in product);
        }
        else if (product.Work <= SmallWork)
        {
            if (!GemmVector<T, TVector>.TryMultiply(in product)) GemmSmall<T, TVector>.Multiply(in product);
        }
        else if (!TryUnpacked<T, TVector>(in product) && !GemmSplitDepth<T, TVector>.TryMultiply(in product))
        {
            GemmBlocked<T, TVector>.Multiply(in product, product.Work >= ParallelWork);
        }
    }

    /// <summary>The shapes in which an operand is used too rarely to be packed.</summary>
    private static bool TryUnpacked<T, TVector>(in Product<T> product)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => GemmVector<T, TVector>.TryMultiply(in product)
            || GemmRow<T, TVector>.TryMultiply(in product)
            || GemmFewRows<T, TVector>.TryMultiply(in product)
            || GemmFewColumns<T, TVector>.TryMultiply(in product)
            || GemmDotProducts<T, TVector>.TryMultiply(in product);

    /// <summary>Many products of one shape; each operand moves on by its batch stride, 0 for a shared one (c is never shared).</summary>
    public static void MultiplyBatch<T>(
        int batch, int m, int n, int k,
        T* a, nint aBatch, nint aRow, nint aColumn,
        T* b, nint bBatch, nint bRow, nint bColumn,
        T* c, nint cBatch, nint ldc, bool accumulate)
        where T : unmanaged, INumberBase<T>
    {
        if (batch <= 0) return;
        var product = new Product<T>(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, ldc, accumulate);

        // A shared right operand makes the batch one tall product, if its rows go on at the same distance.
        bool tall = bBatch == 0 && (m == 1 || (aBatch == m * aRow && cBatch == m * ldc));
        if (tall && (long)batch * m <= int.MaxValue)
        {
            if (m == 1) (product.ARow, product.CRow) = (aBatch, cBatch);
            product.M = batch * m;
            Multiply(in product);
            return;
        }

        var work = new Batch<T>(product, aBatch, bBatch, cBatch);

        // Inside an item nested calls run inline.
        if (product.Work >= SharedWork) for (int i = 0; i < batch; i++) work.Row(i);
        else WorkerPool.ForRows(batch, (int)Math.Clamp(ParallelWork / Math.Max(product.Work, 1), 1, batch), in work);
    }

    private static void Clear<T>(in Product<T> product) where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < product.M; i++) new Span<T>(product.C + (i * product.CRow), product.N).Clear();
    }

    private readonly struct Batch<T>(Product<T> first, nint aStep, nint bStep, nint cStep) : IRowWork where T : unmanaged, INumberBase<T>
    {
        public void Row(int index)
        {
            Product<T> product = first;
            product.A += index * aStep;
            product.B += index * bStep;
            product.C += index * cStep;
            Multiply(in product);
        }
    }
}
