using System.Numerics;
using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>Takes each group of [outer, groups, length] to mean 0 and variance 1, statistics in double precision.</summary>
internal static unsafe class Standardization
{
    private const int Block = 4096;

    /// <summary>y = (x − mean) / √(variance + ε), where group g owns x[:, g, :]; two passes over the group, then one more.</summary>
    public static void Run<T>(T* x, T* y, int outer, int groups, int length, double epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Enough groups to an item that small ones are worth their dispatch.
        int perItem = Math.Max(1, 16 * 1024 / Math.Max(1, (int)Math.Min(int.MaxValue, (long)outer * length)));
        var work = new Work<T>(x, y, outer, groups, length, epsilon, perItem);
        WorkerPool.For((groups + perItem - 1) / perItem, ref work);
    }

    private readonly struct Work<T>(T* x, T* y, int outer, int groups, int length, double epsilon, int perItem) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Do(int index)
        {
            int end = Math.Min(groups, (index + 1) * perItem);
            for (int group = index * perItem; group < end; group++) Standardize(group);
        }

        private void Standardize(int group)
        {
            double count = (double)outer * length;
            double sum = 0;
            for (int o = 0; o < outer; o++)
                for (int start = 0; start < length; start += Block)
                    sum += double.CreateTruncating(TensorPrimitives.Sum<T>(Row(x, group, o, start)));
            T mean = T.CreateTruncating(sum / count);
            double squares = 0;
            for (int o = 0; o < outer; o++)
            {
                for (int start = 0; start < length; start += Block)
                {
                    // The centred values go where the result will be.
                    Span<T> centred = Row(y, group, o, start);
                    TensorPrimitives.Subtract(Row(x, group, o, start), mean, centred);
                    squares += double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(centred));
                }
            }

            T scale = T.CreateTruncating(1 / Math.Sqrt((squares / count) + epsilon));
            for (int o = 0; o < outer; o++)
            {
                for (int start = 0; start < length; start += Block)
                {
                    Span<T> centred = Row(y, group, o, start);
                    TensorPrimitives.Multiply(centred, scale, centred);
                }
            }
        }

        private Span<T> Row(T* memory, int group, int o, int start) =>
            new(memory + ((((nint)o * groups) + group) * length) + start, Math.Min(Block, length - start));
    }
}
