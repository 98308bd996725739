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
            var room = new Span<T>(Scratch.Take<T>(ScratchSlot.Item, length), length);
            for (int j = 0; j < m; j++, other += length) to[j] = Distance(a, new ReadOnlySpan<T>(other, length), room);
        }

        private T Distance(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> room)
        {
            if (a.IsEmpty) return T.Zero;
            if (p == 2) return TensorPrimitives.Distance(a, b);
            TensorPrimitives.Subtract(a, b, room);
            if (p == 1) return TensorPrimitives.SumOfMagnitudes<T>(room);
            TensorPrimitives.Abs(room, room);
            if (double.IsPositiveInfinity(p)) return TensorPrimitives.Max<T>(room);
            if (p != 0)
            {
                TensorPrimitives.Pow(room, T.CreateTruncating(p), room);
                return T.CreateTruncating(Math.Pow(double.CreateTruncating(TensorPrimitives.Sum<T>(room)), 1 / p));
            }

            int different = 0;
            foreach (T difference in room) different += difference == T.Zero ? 0 : 1;
            return T.CreateTruncating(different);
        }
    }
}
