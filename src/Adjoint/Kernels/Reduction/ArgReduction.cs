using System.Numerics;
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
        int group = Math.Max(1, Grain / (length * inner));
        var work = new Work<T>(x, y, outer, length, inner, largest, group);
        WorkerPool.For((outer + group - 1) / group, ref work);
    }

    private readonly struct Work<T>(T* x, long* y, int outer, int length, int inner, bool largest, int group) : IWork
        where T : unmanaged, INumber<T>
    {
        public void Do(int index)
        {
            int end = Math.Min(outer, (index + 1) * group);
            for (int o = index * group; o < end; o++)
            {
                T* block = x + ((nint)o * length * inner);
                long* result = y + ((nint)o * inner);
                if (inner == 1)
                {
                    var row = new ReadOnlySpan<T>(block, length);
                    *result = largest ? TensorPrimitives.IndexOfMax(row) : TensorPrimitives.IndexOfMin(row);
                    continue;
                }

                for (int i = 0; i < inner; i++) result[i] = Column(block + i);
            }
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
