using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>Distances of each row of one matrix from each of another, by a p-norm.</summary>
internal static unsafe class PairDistances
{
    private const int Grain = 16 * 1024;

    /// <summary>y[b, i, j] = the p-norm of u[b, i] − v[b, j], with u [batch, n, length] and v [batch, m, length].</summary>
    public static void Run<T>(T* u, T* v, T* y, int batch, int n, int m, int length, double p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (batch == 0 || n == 0 || m == 0) return;
        WorkerPool.ForRows(batch * n, (int)Math.Max(1, Grain / Math.Max(1, (long)m * length)), new Rows<T>(u, v, y, n, m, length, p));
    }

    private readonly struct Rows<T>(T* u, T* v, T* y, int n, int m, int length, double p) : IRowWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Row(int row)
        {
            var a = new ReadOnlySpan<T>(u + ((nint)row * length), length);
            T* other = v + ((nint)(row / n) * m * length), to = y + ((nint)row * m);
            for (int j = 0; j < m; j++, other += length) to[j] = Distance(a, new ReadOnlySpan<T>(other, length));
        }

        private T Distance(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        {
            if (a.IsEmpty) return T.Zero;
            if (p == 2) return TensorPrimitives.Distance(a, b);
            double sum = 0;
            for (int i = 0; i < a.Length; i++)
            {
                double difference = double.CreateTruncating(T.Abs(a[i] - b[i]));
                sum = p == 1 ? sum + difference
                    : p == 0 ? sum + (difference == 0 ? 0 : 1)
                    : double.IsPositiveInfinity(p) ? Math.Max(sum, difference)
                    : sum + Math.Pow(difference, p);
            }

            return T.CreateTruncating(p is 0 or 1 or double.PositiveInfinity ? sum : Math.Pow(sum, 1 / p));
        }
    }
}
