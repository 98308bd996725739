using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Takes each group of [outer, groups, length], that is x[:, g, :], to mean 0 and variance 1, and pulls gradients back
/// through that. The statistics of blocks that stay in the first-level cache are merged in double precision (Chan, Golub
/// and LeVeque 1983, The American Statistician 37), so memory is read once for them and once more for the result.
/// </summary>
internal static unsafe class Standardization
{
    private const int Block = 4096;

    /// <summary>Elements that make an item of work worth its dispatch.</summary>
    private const int Grain = 16 * 1024;

    /// <summary>y = (x − mean) / √(variance + ε), times weight, plus bias.</summary>
    public static void Run<T>(T* x, T* y, int outer, int groups, int length, double epsilon, Affine<T> affine)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new ForwardWork<T>(new Groups<T>(outer, groups, length, epsilon), x, y, affine);
        WorkerPool.For(work.Layout.Items, ref work);
    }

    /// <summary>dx = (g − mean g − x̂ · mean (g · x̂)) / √(variance + ε), where x̂ is x standardised.</summary>
    public static void RunGradient<T>(T* x, T* g, T* dx, int outer, int groups, int length, double epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var work = new BackwardWork<T>(new Groups<T>(outer, groups, length, epsilon), x, g, dx);
        WorkerPool.For(work.Layout.Items, ref work);
    }

    private readonly struct ForwardWork<T>(Groups<T> layout, T* x, T* y, Affine<T> affine) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Groups<T> Layout => layout;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            (int first, int end) = layout.Item(index);
            T* block = layout.Bytes < Streaming.From ? null : Scratch.Take<T>(ScratchSlot.Rows, Block);
            for (int group = first; group < end; group++)
            {
                (double mean, double scale) = layout.Statistics(x, group);
                T factor = T.CreateTruncating(scale);
                T summand = T.Zero;
                if (affine.Period > 0)
                {
                    factor *= affine.Weight[group % affine.Period];
                    summand = affine.Bias[group % affine.Period];
                }

                for (int o = 0; o < layout.Outer; o++)
                {
                    for (int start = 0; start < layout.Length; start += Block)
                    {
                        int count = Math.Min(Block, layout.Length - start);
                        nint at = layout.Row(group, o) + start;
                        T* to = block == null ? y + at : block;
                        if (affine.Weight == null || affine.Period > 0)
                            Scale(x + at, to, count, T.CreateTruncating(mean), factor, summand);
                        else
                            Scale(x + at, to, count, T.CreateTruncating(mean), factor, affine.Weight + start, affine.Bias + start);
                        if (block != null) Streaming.Copy(block, y + at, count);
                    }
                }
            }

            if (block != null) Streaming.Finish();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Scale(T* x, T* y, int length, T mean, T factor, T summand)
        {
            int lanes = Vector512<T>.Count;
            Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor), s = Vector512.Create(summand);
            for (int i = 0; i <= length - lanes; i += lanes) (((Vector512.Load(x + i) - m) * f) + s).Store(y + i);
            if (length % lanes == 0) return;
            if (length > lanes)
            {
                int last = length - lanes;
                (((Vector512.Load(x + last) - m) * f) + s).Store(y + last);
                return;
            }

            for (int i = 0; i < length; i++) y[i] = ((x[i] - mean) * factor) + summand;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Scale(T* x, T* y, int length, T mean, T factor, T* weight, T* bias)
        {
            int lanes = Vector512<T>.Count;
            Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor);
            for (int i = 0; i <= length - lanes; i += lanes) Vector(i);
            if (length % lanes == 0) return;
            if (length > lanes) Vector(length - lanes);
            else for (int i = 0; i < length; i++) y[i] = ((x[i] - mean) * factor * weight[i]) + bias[i];

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            void Vector(int i) =>
                (((Vector512.Load(x + i) - m) * f * Vector512.Load(weight + i)) + Vector512.Load(bias + i)).Store(y + i);
        }
    }

    private readonly struct BackwardWork<T>(Groups<T> layout, T* x, T* g, T* dx) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Groups<T> Layout => layout;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int index)
        {
            (int first, int end) = layout.Item(index);
            for (int group = first; group < end; group++)
            {
                (double mean, double scale) = layout.Statistics(x, group);
                T centre = T.CreateTruncating(mean);
                double sum = 0, product = 0;
                for (int o = 0; o < layout.Outer; o++)
                {
                    for (int start = 0; start < layout.Length; start += Block)
                    {
                        nint at = layout.Row(group, o) + start;
                        Sums(x + at, g + at, Math.Min(Block, layout.Length - start), centre, ref sum, ref product);
                    }
                }

                // scale·(g − Σg/n) − scale³·Σg(x − mean)/n · (x − mean)
                double count = layout.Count;
                T factor = T.CreateTruncating(scale);
                T shift = T.CreateTruncating(scale * sum / count);
                T slope = T.CreateTruncating(scale * scale * scale * product / count);
                for (int o = 0; o < layout.Outer; o++)
                {
                    nint at = layout.Row(group, o);
                    Combine(x + at, g + at, dx + at, layout.Length, centre, factor, shift, slope);
                }
            }
        }

        /// <summary>Adds Σg and Σg·(x − mean) of a block.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Sums(T* x, T* g, int count, T mean, ref double sum, ref double product)
        {
            int lanes = Vector512<T>.Count, i = 0;
            Vector512<T> m = Vector512.Create(mean);
            Vector512<T> s0 = default, s1 = default, p0 = default, p1 = default;
            for (; i <= count - (2 * lanes); i += 2 * lanes)
            {
                Vector512<T> a = Vector512.Load(g + i), b = Vector512.Load(g + i + lanes);
                s0 += a;
                s1 += b;
                p0 += a * (Vector512.Load(x + i) - m);
                p1 += b * (Vector512.Load(x + i + lanes) - m);
            }

            T s = Lanes.Fold<T, SumReducer<T>>(s0 + s1), p = Lanes.Fold<T, SumReducer<T>>(p0 + p1);
            for (; i < count; i++)
            {
                s += g[i];
                p += g[i] * (x[i] - mean);
            }

            sum += double.CreateTruncating(s);
            product += double.CreateTruncating(p);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Combine(T* x, T* g, T* dx, int length, T mean, T factor, T shift, T slope)
        {
            int lanes = Vector512<T>.Count, i = 0;
            Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor);
            Vector512<T> s = Vector512.Create(shift), p = Vector512.Create(slope);
            for (; i <= length - lanes; i += lanes)
                ((Vector512.Load(g + i) * f) - s - ((Vector512.Load(x + i) - m) * p)).Store(dx + i);
            for (; i < length; i++) dx[i] = (g[i] * factor) - shift - ((x[i] - mean) * slope);
        }
    }

    /// <summary>Where the groups lie, how they are shared out, and their statistics.</summary>
    private readonly struct Groups<T>(int outer, int groups, int length, double epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Enough groups to an item that small ones are worth their dispatch.
        private readonly int perItem = Math.Max(1, (int)(Grain / Math.Max(1, (long)outer * length)));

        public int Outer => outer;

        public int Length => length;

        public double Count => (double)outer * length;

        public long Bytes => (long)outer * groups * length * sizeof(T);

        public int Items => (groups + perItem - 1) / perItem;

        public (int First, int End) Item(int index) => (index * perItem, Math.Min(groups, (index + 1) * perItem));

        public nint Row(int group, int o) => (((nint)o * groups) + group) * length;

        /// <summary>The mean of a group, and 1/√(variance + ε).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (double Mean, double Scale) Statistics(T* x, int group)
        {
            double seen = 0, mean = 0, squares = 0;
            for (int o = 0; o < outer; o++)
            {
                for (int start = 0; start < length; start += Block)
                {
                    int count = Math.Min(Block, length - start);
                    T* block = x + Row(group, o) + start;
                    if (outer > 1)
                    {
                        // The same place of the next row, which is too far for the processor to foresee.
                        T* next = o + 1 < outer ? block + ((nint)groups * length) : x + Row(group + 1, 0) + start;
                        for (int i = 0; i < count; i += Vector512<T>.Count) Prefetch.LineBelow(next + i);
                    }

                    double centre = Sum(block, count) / count;
                    double distance = centre - mean;
                    double both = seen + count;
                    mean += distance * (count / both);
                    squares += Squares(block, count, T.CreateTruncating(centre)) + (distance * distance * seen * (count / both));
                    seen = both;
                }
            }

            return (mean, 1 / Math.Sqrt((squares / seen) + epsilon));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Sum(T* row, int count)
        {
            int lanes = Vector512<T>.Count, i = 0;
            Vector512<T> a = default, b = default, c = default, d = default;
            for (; i <= count - (4 * lanes); i += 4 * lanes)
            {
                a += Vector512.Load(row + i);
                b += Vector512.Load(row + i + lanes);
                c += Vector512.Load(row + i + (2 * lanes));
                d += Vector512.Load(row + i + (3 * lanes));
            }

            for (; i <= count - lanes; i += lanes) a += Vector512.Load(row + i);
            T sum = Lanes.Fold<T, SumReducer<T>>((a + b) + (c + d));
            for (; i < count; i++) sum += row[i];
            return double.CreateTruncating(sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Squares(T* row, int count, T centre)
        {
            int lanes = Vector512<T>.Count, i = 0;
            Vector512<T> m = Vector512.Create(centre);
            Vector512<T> a = default, b = default, c = default, d = default;
            for (; i <= count - (4 * lanes); i += 4 * lanes)
            {
                a += Square(Vector512.Load(row + i) - m);
                b += Square(Vector512.Load(row + i + lanes) - m);
                c += Square(Vector512.Load(row + i + (2 * lanes)) - m);
                d += Square(Vector512.Load(row + i + (3 * lanes)) - m);
            }

            for (; i <= count - lanes; i += lanes) a += Square(Vector512.Load(row + i) - m);
            T sum = Lanes.Fold<T, SumReducer<T>>((a + b) + (c + d));
            for (; i < count; i++) sum += (row[i] - centre) * (row[i] - centre);
            return double.CreateTruncating(sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Square(Vector512<T> x) => x * x;
    }
}
