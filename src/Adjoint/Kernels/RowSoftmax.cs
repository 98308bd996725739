using System.Numerics;
using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>Softmax, or its logarithm, of each row; the row's maximum is taken off first, so that nothing overflows.</summary>
internal static unsafe class RowSoftmax
{
    private const int Grain = 8 * 1024;

    /// <summary>y[r, :] = softmax(x[r, :]) for row-major [rows, length].</summary>
    public static void Run<T>(T* x, T* y, int rows, int length, bool logarithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0 || length == 0) return;
        int group = Math.Max(1, Grain / length);
        var work = new Work<T>(x, y, rows, length, logarithm, group);
        WorkerPool.For((rows + group - 1) / group, ref work);
    }

    private readonly struct Work<T>(T* x, T* y, int rows, int length, bool logarithm, int group) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Do(int index)
        {
            int end = Math.Min(rows, (index + 1) * group);
            for (int r = index * group; r < end; r++)
            {
                var from = new ReadOnlySpan<T>(x + ((nint)r * length), length);
                var to = new Span<T>(y + ((nint)r * length), length);
                TensorPrimitives.Subtract(from, TensorPrimitives.Max(from), to);
                if (logarithm)
                {
                    TensorPrimitives.Subtract(to, T.Log(SumOfExp(to)), to);
                }
                else
                {
                    Exponential.Exp<T>(to, to);
                    TensorPrimitives.Divide(to, TensorPrimitives.Sum<T>(to), to);
                }
            }
        }

        private static T SumOfExp(ReadOnlySpan<T> row)
        {
            const int block = 256;
            Span<T> scratch = stackalloc T[block];
            T sum = T.Zero;
            for (int start = 0; start < row.Length; start += block)
            {
                ReadOnlySpan<T> part = row.Slice(start, Math.Min(block, row.Length - start));
                Exponential.Exp(part, scratch);
                sum += TensorPrimitives.Sum<T>(scratch[..part.Length]);
            }

            return sum;
        }
    }
}
