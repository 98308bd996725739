namespace Adjoint.Kernels;

/// <summary>Fourier transforms of rows of numbers in double: complex as pairs, real, and from half a spectrum back to real.</summary>
internal static unsafe class FourierRows
{
    /// <summary>The most rows that are transformed together, and the most numbers of such a group.</summary>
    private const int MostRows = 8;

    private const int GroupSize = 1 << 15;

    /// <summary>Rows of n pairs.</summary>
    public static void Complex(double* x, double* y, int rows, int n, bool inverse, double scale) =>
        For(rows, FourierPlan.Of(n), (memory, size, row, count, plan) =>
        {
            // Backwards by exchanging real and imaginary parts.
            nint real = inverse ? size : 0;
            nint imaginary = size - real;
            Spread(x + (2 * (nint)row * n), 2 * (nint)n, memory + real, memory + imaginary, n, count);
            double* z = FourierPasses.Run(plan, memory, size, count);
            for (int l = 0; l < count; l++)
            {
                double* to = y + (2 * (nint)(row + l) * n);
                for (int j = 0; j < n; j++)
                {
                    to[2 * j] = z[real + ((nint)j * count) + l] * scale;
                    to[(2 * j) + 1] = z[imaginary + ((nint)j * count) + l] * scale;
                }
            }
        });

    /// <summary>Rows of n real numbers to n/2 + 1 pairs; the inner ones twice if so asked.</summary>
    public static void Real(double* x, double* y, int rows, int n, bool doubled, double scale)
    {
        bool even = n % 2 == 0;
        int half = n / 2;
        FourierPlan whole = FourierPlan.Of(n);
        For(rows, even ? FourierPlan.Of(half) : whole, (memory, size, row, count, plan) =>
        {
            if (even) Spread(x + ((nint)row * n), n, memory, memory + size, half, count);
            else
            {
                for (int l = 0; l < count; l++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        memory[((nint)j * count) + l] = x[((nint)(row + l) * n) + j];
                        memory[size + ((nint)j * count) + l] = 0;
                    }
                }
            }

            double* z = FourierPasses.Run(plan, memory, size, count);
            for (int l = 0; l < count; l++)
            {
                double* to = y + (2 * (nint)(row + l) * (half + 1));
                for (int k = 0; k <= half; k++)
                {
                    double factor = doubled && k > 0 && 2 * k != n ? 2 * scale : scale;
                    double* at = z + ((nint)(even ? k % half : k) * count) + l;
                    (double re, double im) = (at[0], at[size]);
                    if (even)
                    {
                        // The even places and the odd ones were one complex row.
                        double* other = z + ((nint)((half - k) % half) * count) + l;
                        (double evenRe, double evenIm) = ((re + other[0]) / 2, (im - other[size]) / 2);
                        (double oddRe, double oddIm) = ((im + other[size]) / 2, (other[0] - re) / 2);
                        (double c, double s) = (whole.Cosines[k], whole.Sines[k]);
                        re = evenRe + (oddRe * c) - (oddIm * s);
                        im = evenIm + (oddRe * s) + (oddIm * c);
                        if (k == 0 || k == half) im = 0;
                    }

                    (to[2 * k], to[(2 * k) + 1]) = (re * factor, im * factor);
                }
            }
        });
    }

    /// <summary>
    /// Rows of n/2 + 1 pairs to n real numbers, the sum of Re(x[k]·exp(2πijk/n)); the inner ones count twice if so asked.
    /// </summary>
    public static void Hermitian(double* x, double* y, int rows, int n, bool doubled, double scale)
    {
        bool even = n % 2 == 0;
        int half = n / 2;
        FourierPlan whole = FourierPlan.Of(n);
        For(rows, even ? FourierPlan.Of(half) : whole, (memory, size, row, count, plan) =>
        {
            for (int l = 0; l < count; l++)
            {
                double* from = x + (2 * (nint)(row + l) * (half + 1));
                for (int k = 0; k < plan.Length; k++)
                {
                    (double re, double im) = even ? Joined(from, k, half, whole, doubled) : Odd(from, k, n, doubled);

                    // Backwards by exchanging real and imaginary parts.
                    (memory[((nint)k * count) + l], memory[size + ((nint)k * count) + l]) = (im, re);
                }
            }

            double* z = FourierPasses.Run(plan, memory, size, count);
            for (int l = 0; l < count; l++)
            {
                double* to = y + ((nint)(row + l) * n);
                for (int j = 0; j < plan.Length; j++)
                {
                    double* at = z + ((nint)j * count) + l;
                    if (even) (to[2 * j], to[(2 * j) + 1]) = (at[size] * scale, at[0] * scale);
                    else to[j] = at[size] * scale;
                }
            }
        });
    }

    /// <summary>What the even and the odd places of the result come from as one complex row.</summary>
    private static (double Re, double Im) Joined(double* from, int k, int half, FourierPlan whole, bool doubled)
    {
        (double re, double im) = Weighted(from, k, half, doubled);
        (double otherRe, double otherIm) = Weighted(from, half - k, half, doubled);
        (double sumRe, double sumIm) = (re + otherRe, im - otherIm);
        (double differenceRe, double differenceIm) = (re - otherRe, im + otherIm);
        (double c, double s) = (whole.Cosines[k], -whole.Sines[k]);
        return (sumRe - ((differenceRe * s) + (differenceIm * c)), sumIm + ((differenceRe * c) - (differenceIm * s)));
    }

    private static (double Re, double Im) Odd(double* from, int k, int n, bool doubled)
    {
        bool mirrored = 2 * k > n;
        (double re, double im) = Weighted(from, mirrored ? n - k : k, n, doubled);
        return (re, mirrored ? -im : im);
    }

    private static (double Re, double Im) Weighted(double* from, int k, int last, bool doubled)
    {
        if (k == 0 || k == last) return (from[2 * k], 0);
        double weight = doubled ? 1 : 0.5;
        return (from[2 * k] * weight, from[(2 * k) + 1] * weight);
    }

    /// <summary>Pairs of some rows to real and imaginary parts, interleaved.</summary>
    private static void Spread(double* x, nint stride, double* re, double* im, int n, int count)
    {
        for (int l = 0; l < count; l++)
        {
            double* from = x + (l * stride);
            for (int j = 0; j < n; j++)
            {
                re[((nint)j * count) + l] = from[2 * j];
                im[((nint)j * count) + l] = from[(2 * j) + 1];
            }
        }
    }

    private delegate void Group(double* memory, nint size, int row, int count, FourierPlan plan);

    private static void For(int rows, FourierPlan plan, Group run)
    {
        int together = Math.Clamp(GroupSize / plan.Room, 1, MostRows);
        int groups = (rows + together - 1) / together;
        double work = (double)plan.Room * together * 4 * (BitOperations.Log2((uint)plan.Room) + 2);
        int perItem = (int)Math.Clamp(Gemm.ParallelWork / work, 1, Math.Max(1, groups));
        WorkerPool.ForRows(groups, perItem, new Groups(rows, together, plan, run));
    }

    private readonly struct Groups(int rows, int together, FourierPlan plan, Group run) : IRowWork
    {
        public void Row(int row)
        {
            int first = row * together;
            int count = Math.Min(together, rows - first);
            nint size = (nint)plan.Room * count;
            run(Scratch.Take<double>(ScratchSlot.Factorization, 4 * size), size, first, count, plan);
        }
    }
}
