using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>Multiplies the middle axis of [outer, columns, inner] by a banded matrix, to [outer, rows, inner].</summary>
internal static unsafe class BandedProduct
{
    private const int Grain = 16 * 1024;

    /// <summary>y[o, r, i] = Σₖ w[r, k]·x[o, start(r) + k, i], in order of k.</summary>
    public static void Run<T>(BandedMatrix bands, T* x, T* y, int outer, int inner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (outer == 0 || inner == 0 || bands.Rows == 0) return;
        int group = Math.Max(1, Grain / (Math.Max(bands.Rows, bands.Columns) * inner));
        if (inner == 1) group = (group + Lanes<T>() - 1) / Lanes<T>() * Lanes<T>();
        var work = new Work<T>(bands, x, y, outer, inner, group);
        WorkerPool.For((outer + group - 1) / group, ref work);
    }

    /// <summary>Lines computed at a time.</summary>
    private static int Lanes<T>() => Vector512<T>.Count;

    private readonly struct Work<T>(BandedMatrix bands, T* x, T* y, int outer, int inner, int group) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Do(int index)
        {
            int o = index * group, end = Math.Min(outer, o + group);
            if (inner == 1)
            {
                for (; o + Lanes<T>() <= end; o += Lanes<T>())
                    Lines(x + ((nint)o * bands.Columns), y + ((nint)o * bands.Rows));
            }

            for (; o < end; o++)
            {
                T* from = x + ((nint)o * bands.Columns * inner);
                T* to = y + ((nint)o * bands.Rows * inner);
                if (inner == 1) Line(from, to);
                else Rows(from, to);
            }
        }

        /// <summary>As many lines as a register has lanes: transposed, summed and transposed back.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Lines(T* from, T* to)
        {
            int lanes = Lanes<T>();
            T* columns = Scratch.Take<T>(ScratchSlot.Item, (long)lanes * (bands.Columns + bands.Rows));
            T* rows = columns + ((nint)lanes * bands.Columns);
            Transposition.Run(from, bands.Columns, lanes, bands.Columns, columns, lanes);
            for (int r = 0; r < bands.Rows; r++)
            {
                ReadOnlySpan<double> weights = bands.Row(r);
                T* column = columns + ((nint)bands.Start(r) * lanes);
                Vector512<T> sum = Vector512<T>.Zero;
                for (int k = 0; k < weights.Length; k++, column += lanes)
                    sum += Vector512.Create(T.CreateTruncating(weights[k])) * Vector512.Load(column);
                sum.Store(rows + ((nint)r * lanes));
            }

            Transposition.Run(rows, lanes, bands.Rows, lanes, to, bands.Rows);
        }

        /// <summary>One line, in the same order.</summary>
        private void Line(T* from, T* to)
        {
            for (int r = 0; r < bands.Rows; r++)
            {
                ReadOnlySpan<double> weights = bands.Row(r);
                T* first = from + bands.Start(r);
                T sum = T.Zero;
                for (int k = 0; k < weights.Length; k++) sum += T.CreateTruncating(weights[k]) * first[k];
                to[r] = sum;
            }
        }

        private void Rows(T* from, T* to)
        {
            for (int r = 0; r < bands.Rows; r++)
            {
                ReadOnlySpan<double> weights = bands.Row(r);
                T* row = from + ((nint)bands.Start(r) * inner);
                var sum = new Span<T>(to + ((nint)r * inner), inner);
                if (weights.IsEmpty)
                {
                    sum.Clear();
                    continue;
                }

                TensorPrimitives.Multiply(new ReadOnlySpan<T>(row, inner), T.CreateTruncating(weights[0]), sum);
                for (int k = 1; k < weights.Length; k++)
                {
                    row += inner;
                    TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(row, inner), T.CreateTruncating(weights[k]), sum, sum);
                }
            }
        }
    }
}
