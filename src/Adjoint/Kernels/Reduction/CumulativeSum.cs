using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>Running sums along the middle axis of [outer, length, inner].</summary>
internal static unsafe class CumulativeSum
{
    private const int Grain = 16 * 1024;

    /// <summary>y[o, k, i] = x[o, 0, i] + … + x[o, k, i], or from the other end.</summary>
    public static void Run<T>(T* x, T* y, int outer, int length, int inner, bool reverse) where T : unmanaged, INumber<T>
    {
        if (outer == 0 || length == 0 || inner == 0) return;
        WorkerPool.ForRows(outer, Math.Max(1, Grain / (length * inner)), new Work<T>(x, y, length, inner, reverse));
    }

    private readonly struct Work<T>(T* x, T* y, int length, int inner, bool reverse) : IRowWork where T : unmanaged, INumber<T>
    {
        public void Row(int o)
        {
            nint start = (nint)o * length * inner;
            if (inner == 1) Line(x + start, y + start);
            else Rows(x + start, y + start);
        }

        private void Line(T* from, T* to)
        {
            T sum = T.Zero;
            if (reverse)
                for (int k = length - 1; k >= 0; k--) to[k] = sum += from[k];
            else
                for (int k = 0; k < length; k++) to[k] = sum += from[k];
        }

        private void Rows(T* from, T* to)
        {
            nint step = reverse ? -inner : inner;
            nint at = reverse ? (nint)(length - 1) * inner : 0;
            new ReadOnlySpan<T>(from + at, inner).CopyTo(new Span<T>(to + at, inner));
            for (int k = 1; k < length; k++)
            {
                var before = new ReadOnlySpan<T>(to + at, inner);
                at += step;
                TensorPrimitives.Add(before, new ReadOnlySpan<T>(from + at, inner), new Span<T>(to + at, inner));
            }
        }
    }
}
