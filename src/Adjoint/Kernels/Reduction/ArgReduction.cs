using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>The position of the first extreme element along the middle axis of [outer, length, inner]; NaN wins.</summary>
internal static unsafe class ArgReduction
{
    private const int Grain = 16 * 1024;

    /// <summary>y[o, i] = the least position whose element is the largest (or smallest) of x[o, :, i].</summary>
    public static void Run<T>(T* x, long* y, int outer, int length, int inner, bool largest) where T : unmanaged, INumber<T>
    {
        if (outer == 0 || length == 0 || inner == 0) return;
        WorkerPool.ForRows(outer, Math.Max(1, Grain / (length * inner)), new Work<T>(x, y, length, inner, largest));
    }

    private readonly struct Work<T>(T* x, long* y, int length, int inner, bool largest) : IRowWork where T : unmanaged, INumber<T>
    {
        public void Row(int o)
        {
            T* block = x + ((nint)o * length * inner);
            long* result = y + ((nint)o * inner);
            var row = new ReadOnlySpan<T>(block, length);
            if (inner == 1) *result = largest ? TensorPrimitives.IndexOfMax(row) : TensorPrimitives.IndexOfMin(row);
            else for (int i = 0; i < inner; i++) result[i] = Column(block + i);
        }

        private long Column(T* first)
        {
            int best = 0;
            T extreme = *first;
            for (int k = 1; k < length && !T.IsNaN(extreme); k++)
            {
                T value = first[(nint)k * inner];
                if (largest ? !(value <= extreme) : !(value >= extreme)) (best, extreme) = (k, value);
            }

            return best;
        }
    }
}
