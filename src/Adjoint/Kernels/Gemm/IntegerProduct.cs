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
            T* factors = a + ((nint)row * k), matrix = b + ((nint)(row / m) * k * n), result = c + ((nint)row * n);
            int lanes = Vector512<T>.Count, j = 0;
            for (; j <= n - (4 * lanes); j += 4 * lanes) Columns(factors, matrix + j, result + j);
            for (; j < n; j++)
            {
                T sum = T.Zero;
                for (int i = 0; i < k; i++) sum += factors[i] * matrix[((nint)i * n) + j];
                result[j] = sum;
            }
        }

        /// <summary>Four vectors of columns, whose sums stay in registers.</summary>
        private void Columns(T* factors, T* matrix, T* result)
        {
            int lanes = Vector512<T>.Count;
            Vector512<T> first = Vector512<T>.Zero, second = first, third = first, fourth = first;
            for (int i = 0; i < k; i++, matrix += n)
            {
                Vector512<T> factor = Vector512.Create(factors[i]);
                first += factor * Vector512.Load(matrix);
                second += factor * Vector512.Load(matrix + lanes);
                third += factor * Vector512.Load(matrix + (2 * lanes));
                fourth += factor * Vector512.Load(matrix + (3 * lanes));
            }

            first.Store(result);
            second.Store(result + lanes);
            third.Store(result + (2 * lanes));
            fourth.Store(result + (3 * lanes));
        }
    }
}
