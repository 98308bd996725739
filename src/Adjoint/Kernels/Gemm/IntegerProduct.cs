using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>Products of row-major matrices of integers, row by row; what does not fit the type wraps around.</summary>
internal static unsafe class IntegerProduct
{
    private const int Grain = 64 * 1024;

    /// <summary>c = a·b for each of a batch of [m, k] and [k, n].</summary>
    public static void Run<T>(int batch, int m, int n, int k, T* a, T* b, T* c) where T : unmanaged, INumber<T> =>
        WorkerPool.ForRows(batch * m, (int)Math.Max(1, Grain / Math.Max(1, (long)n * k)), new Rows<T>(m, n, k, a, b, c));

    private readonly struct Rows<T>(int m, int n, int k, T* a, T* b, T* c) : IRowWork where T : unmanaged, INumber<T>
    {
        public void Row(int row)
        {
            T* factors = a + ((nint)row * k), matrix = b + ((nint)(row / m) * k * n);
            var result = new Span<T>(c + ((nint)row * n), n);
            result.Clear();
            for (int i = 0; i < k; i++)
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(matrix + ((nint)i * n), n), factors[i], result, result);
        }
    }
}
