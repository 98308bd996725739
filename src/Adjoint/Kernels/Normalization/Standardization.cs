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
    /// <summary>Elements that stay in the first-level cache: rows of a group, or a part of one.</summary>
    private static int Block<T>() where T : unmanaged => 32 * 1024 / sizeof(T);

    /// <summary>From so many bytes on memory is asked for ahead of use.</summary>
    private const long PrefetchFrom = 4L << 20;

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
            bool streams = layout.Bytes >= Streaming.From;
            T* buffer = !streams ? null : Scratch.Take<T>(ScratchSlot.Rows, Block<T>());
            for (int group = first; group < end; group++)
            {
                (double mean, double scale) = layout.Statistics(x, group);
                T centre = T.CreateTruncating(mean), factor = T.CreateTruncating(scale), summand = T.Zero;
                if (affine.Period > 0)
                {
                    factor *= affine.Weight[group % affine.Period];
                    summand = affine.Bias[group % affine.Period];
                }

                // Asked for ahead: the result; or, if it goes past the caches, what will be read.
                nint ahead = streams ? layout.SourceAhead(group + 1 < end) : layout.ResultAhead;
                for (int o = 0; o < layout.Outer; o++)
                {
                    for (int start = 0; start < layout.Length; start += Block<T>())
                    {
                        int count = Math.Min(Block<T>(), layout.Length - start);
                        nint at = layout.Row(group, o) + start;
                        T* to = streams ? buffer : y + at, asked = (streams ? x : y) + at + ahead;
                        if (affine.Weight == null || affine.Period > 0)
                            Scale(x + at, to, count, centre, factor, summand, asked);
                        else
                            Scale(x + at, to, count, centre, factor, affine.Weight + start, affine.Bias + start, asked);
                        if (streams) Streaming.Copy(buffer, y + at, count);
                    }
                }
            }

            if (streams) Streaming.Finish();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Scale(T* x, T* y, int length, T mean, T factor, T summand, T* asked)
        {
            int lanes = Vector512<T>.Count, last = length - lanes, i = 0;
            if (last < 0)
            {
                for (; i < length; i++) y[i] = T.MultiplyAddEstimate(x[i] - mean, factor, summand);
                return;
            }

            Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor), s = Vector512.Create(summand);
            for (; i < last; i += lanes)
            {
                Prefetch.Line(asked + i);
                MultiplyAdd(Vector512.Load(x + i) - m, f, s).Store(y + i);
            }

            MultiplyAdd(Vector512.Load(x + last) - m, f, s).Store(y + last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Scale(T* x, T* y, int length, T mean, T factor, T* weight, T* bias, T* asked)
        {
            int lanes = Vector512<T>.Count, last = length - lanes, i = 0;
            if (last < 0)
            {
                for (; i < length; i++) y[i] = T.MultiplyAddEstimate((x[i] - mean) * factor, weight[i], bias[i]);
                return;
            }

            Vector512<T> m = Vector512.Create(mean), f = Vector512.Create(factor);
            for (; i < last; i += lanes)
            {
                Prefetch.Line(asked + i);
                Weighted(x + i, m, f, weight + i, bias + i).Store(y + i);
            }

            Weighted(x + last, m, f, weight + last, bias + last).Store(y + last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Weighted(T* x, Vector512<T> mean, Vector512<T> factor, T* weight, T* bias) =>
            MultiplyAdd((Vector512.Load(x) - mean) * factor, Vector512.Load(weight), Vector512.Load(bias));
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
                    for (int start = 0; start < layout.Length; start += Block<T>())
                    {
                        nint at = layout.Row(group, o) + start;
                        Sums(x + at, g + at, Math.Min(Block<T>(), layout.Length - start), centre, ref sum, ref product);
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
        // Enough groups to an item that small ones are worth their dispatch, and that a large one can ask for the next.
        private readonly int perItem = Math.Max(Math.Min(4, groups / 16), Math.Max(1, (int)(Grain / Math.Max(1, (long)outer * length))));

        private readonly bool prefetches = outer > 1 && (long)outer * groups * length * sizeof(T) >= PrefetchFrom;

        /// <summary>
        /// How many elements ahead what will be read is asked for: the processor does not foresee it beyond a page, or at all where
        /// rows lie apart. There it is the next group, if both fit into the second-level cache and it is the same item's.
        /// </summary>
        public nint SourceAhead(bool hasNext) => outer == 1 ? 12 * 1024 / sizeof(T)
            : hasNext && (long)outer * length * sizeof(T) <= 448 * 1024 ? length : 0;

        /// <summary>How many elements ahead results are asked for.</summary>
        public nint ResultAhead => outer == 1 ? 4 * 1024 / sizeof(T) : Row(0, 1);

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
            nint stride = (nint)groups * length;
            int most = Math.Max(1, Block<T>() / Math.Max(1, length));
            for (int o = 0; o < outer; o += most)
            {
                int rows = Math.Min(most, outer - o);
                for (int start = 0; start < length; start += Block<T>())
                {
                    int columns = Math.Min(Block<T>(), length - start);
                    T* block = x + Row(group, o) + start;

                    // The next rows, which are too far for the processor to foresee.
                    nint ahead = !prefetches ? 0 : o + most < outer ? most * stride : Row(group + 1, 0) - Row(group, o);
                    double count = (double)rows * columns;
                    double centre = Sum(block, rows, stride, columns, ahead) / count;
                    double distance = centre - mean;
                    double share = seen == 0 ? 1 : count / (seen + count);
                    mean += distance * share;
                    squares += Squares(block, rows, stride, columns, T.CreateTruncating(centre)) + (distance * distance * seen * share);
                    seen += count;
                }
            }

            return (mean, 1 / Math.Sqrt((squares / seen) + epsilon));
        }

        // Rows shorter than a vector are added up in double precision, number by number.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Sum(T* row, int rows, nint stride, int columns, nint ahead)
        {
            int lanes = Vector512<T>.Count;
            Vector512<T> counted = Lanes.First<T>(lanes - (columns % lanes));
            Vector512<T> a = default, b = default, c = default, d = default;
            double rest = 0;
            for (; rows > 0; rows--, row += stride)
            {
                int i = 0;
                for (; i <= columns - (4 * lanes); i += 4 * lanes)
                {
                    if (ahead != 0) Ahead(row + i + ahead);
                    a += Vector512.Load(row + i);
                    b += Vector512.Load(row + i + lanes);
                    c += Vector512.Load(row + i + (2 * lanes));
                    d += Vector512.Load(row + i + (3 * lanes));
                }

                if (ahead != 0) Ahead(row + i + ahead);
                for (; i <= columns - lanes; i += lanes) a += Vector512.Load(row + i);
                if (i == columns) continue;
                if (columns > lanes) b += Vector512.AndNot(Vector512.Load(row + columns - lanes), counted);
                else for (; i < columns; i++) rest += double.CreateTruncating(row[i]);
            }

            return double.CreateTruncating(Lanes.Fold<T, SumReducer<T>>((a + b) + (c + d))) + rest;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Squares(T* row, int rows, nint stride, int columns, T centre)
        {
            int lanes = Vector512<T>.Count;
            Vector512<T> counted = Lanes.First<T>(lanes - (columns % lanes)), m = Vector512.Create(centre);
            Vector512<T> a = default, b = default, c = default, d = default;
            double rest = 0;
            for (; rows > 0; rows--, row += stride)
            {
                int i = 0;
                for (; i <= columns - (4 * lanes); i += 4 * lanes)
                {
                    a = AddSquare(Vector512.Load(row + i) - m, a);
                    b = AddSquare(Vector512.Load(row + i + lanes) - m, b);
                    c = AddSquare(Vector512.Load(row + i + (2 * lanes)) - m, c);
                    d = AddSquare(Vector512.Load(row + i + (3 * lanes)) - m, d);
                }

                for (; i <= columns - lanes; i += lanes) a = AddSquare(Vector512.Load(row + i) - m, a);
                if (i == columns) continue;
                if (columns > lanes) b = AddSquare(Vector512.AndNot(Vector512.Load(row + columns - lanes) - m, counted), b);
                else for (; i < columns; i++) rest += double.CreateTruncating((row[i] - centre) * (row[i] - centre));
            }

            return double.CreateTruncating(Lanes.Fold<T, SumReducer<T>>((a + b) + (c + d))) + rest;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> AddSquare(Vector512<T> x, Vector512<T> sum) => MultiplyAdd(x, x, sum);

        /// <summary>Asks for four lines.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Ahead(T* row)
        {
            for (int i = 0; i < 4; i++) Prefetch.LineBelow((byte*)row + (i * sizeof(Vector512<T>)));
        }
    }

    /// <summary>left * right + addend, rounded once where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> left, Vector512<T> right, Vector512<T> addend)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();
}
