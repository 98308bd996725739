using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>
/// log Σ eˣ − x at the target class for logits [outer, classes, inner] and targets [outer, inner], and its slope,
/// without the intermediate arrays of separate softmax, logarithm and indexing operations. The largest logit of each
/// position is subtracted first, so that nothing overflows. A target outside the classes contributes 0.
/// </summary>
internal static unsafe class CrossEntropy
{
    /// <summary>Elements in one item of work, about; the same for any number of threads.</summary>
    private const int Grain = 8 * 1024;

    /// <summary>Elements of scratch on the stack.</summary>
    private const int Block = 256;

    /// <summary>losses[o, i] = log Σ over c of exp(x[o, c, i]) − x[o, target, i].</summary>
    public static void Losses<T>(T* x, long* target, T* losses, int outer, int classes, int inner)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(new Work<T>(x, target, losses, null, null, outer, classes, inner));

    /// <summary>y[o, c, i] = (softmax of x over c − 1 at the target) · share[o, i].</summary>
    public static void Slope<T>(T* x, long* target, T* share, T* y, int outer, int classes, int inner)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(new Work<T>(x, target, null, share, y, outer, classes, inner));

    private static void Run<T>(Work<T> work) where T : unmanaged, IFloatingPointIeee754<T> => WorkerPool.For(work.Items, ref work);

    /// <summary>An item is some rows where classes are contiguous, else neighbouring positions of an image.</summary>
    private readonly struct Work<T>(T* x, long* target, T* losses, T* share, T* y, int outer, int classes, int inner) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int rows = Math.Max(1, Grain / Math.Max(1, classes));
        private readonly int blocks = (inner + Block - 1) / Block;

        public int Items => classes == 0 || inner == 0 ? 0 : inner == 1 ? (outer + rows - 1) / rows : outer * blocks;

        public void Do(int index)
        {
            if (inner == 1)
            {
                int end = Math.Min(outer, (index + 1) * rows);
                for (int row = index * rows; row < end; row++) Row(row);
            }
            else
            {
                int first = index % blocks * Block;
                Columns(index / blocks, first, Math.Min(Block, inner - first));
            }
        }

        [SkipLocalsInit]
        private void Row(int row)
        {
            bool counts = (ulong)target[row] < (ulong)classes;
            T* slope = y + ((nint)row * classes);
            if (!counts)
            {
                if (y == null) losses[row] = T.Zero;
                else new Span<T>(slope, classes).Clear();
                return;
            }

            Span<T> scratch = stackalloc T[Block];
            var all = new ReadOnlySpan<T>(x + ((nint)row * classes), classes);
            T largest = TensorPrimitives.Max(all), sum = T.Zero;
            for (int start = 0; start < classes; start += Block)
            {
                int length = Math.Min(Block, classes - start);
                Span<T> powers = y == null ? scratch[..length] : new Span<T>(slope + start, length);
                TensorPrimitives.Subtract(all.Slice(start, length), largest, powers);
                VectorMap.Run<T, ExpFunction<T>>(powers, powers);
                sum += TensorPrimitives.Sum<T>(powers);
            }

            if (y == null)
            {
                losses[row] = T.Log(sum) - (all[(int)target[row]] - largest);
                return;
            }

            var result = new Span<T>(slope, classes);
            TensorPrimitives.Multiply(result, share[row] / sum, result);
            slope[target[row]] -= share[row];
        }

        [SkipLocalsInit]
        private void Columns(int image, int first, int length)
        {
            Span<T> memory = stackalloc T[3 * Block];
            Span<T> largest = memory[..length], sum = memory.Slice(Block, length), scratch = memory.Slice(2 * Block, length);
            nint begin = ((nint)image * classes * inner) + first;
            long* targets = target + ((nint)image * inner) + first;
            new ReadOnlySpan<T>(x + begin, length).CopyTo(largest);
            for (int c = 1; c < classes; c++) TensorPrimitives.Max(largest, Of(x, begin, c, length), largest);
            sum.Clear();
            for (int c = 0; c < classes; c++)
            {
                Span<T> powers = y == null ? scratch : Of(y, begin, c, length);
                TensorPrimitives.Subtract(Of(x, begin, c, length), largest, powers);
                VectorMap.Run<T, ExpFunction<T>>(powers, powers);
                TensorPrimitives.Add(sum, powers, sum);
            }

            if (y == null) Losses(largest, sum, begin, targets, losses + ((nint)image * inner) + first);
            else Slopes(sum, begin, targets, share + ((nint)image * inner) + first);
        }

        private void Losses(ReadOnlySpan<T> largest, ReadOnlySpan<T> sum, nint begin, long* targets, T* to)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                to[i] = (ulong)targets[i] >= (ulong)classes ? T.Zero
                    : T.Log(sum[i]) - (x[begin + ((nint)targets[i] * inner) + i] - largest[i]);
            }
        }

        private void Slopes(Span<T> sum, nint begin, long* targets, T* shares)
        {
            TensorPrimitives.Divide(new ReadOnlySpan<T>(shares, sum.Length), sum, sum);
            for (int c = 0; c < classes; c++)
            {
                Span<T> row = Of(y, begin, c, sum.Length);
                TensorPrimitives.Multiply(row, sum, row);
            }

            for (int i = 0; i < sum.Length; i++)
            {
                if ((ulong)targets[i] < (ulong)classes)
                {
                    y[begin + ((nint)targets[i] * inner) + i] -= shares[i];
                    continue;
                }

                for (int c = 0; c < classes; c++) y[begin + ((nint)c * inner) + i] = T.Zero;
            }
        }

        private Span<T> Of(T* memory, nint begin, int c, int length) => new(memory + begin + ((nint)c * inner), length);
    }
}
