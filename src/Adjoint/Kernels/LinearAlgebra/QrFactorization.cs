namespace Adjoint.Kernels;

/// <summary>
/// A = Q·R by Householder's reflections I − τ·v·vᵀ, as LAPACK has them; a block of reflections is I − V·T·Vᵀ (Schreiber and Van Loan,
/// 1989).
/// </summary>
internal static unsafe class QrFactorization
{
    private const int Block = 32;

    /// <summary>Leaves R on and above the diagonal, and below it each v without its leading 1.</summary>
    /// <param name="a">The matrix [m, n].</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="n">Number of columns.</param>
    /// <param name="tau">The factors τ, min(m, n) of them.</param>
    public static void Factor(double* a, int m, int n, double* tau)
    {
        int steps = Math.Min(m, n);
        for (int k = 0; k < steps; k += Block)
        {
            int end = Math.Min(steps, k + Block);
            Panel(a, m, n, k, end, tau);
            if (end < n) Apply(a, m, n, k, end, tau, a + ((nint)k * n) + end, n, n - end, true);
        }
    }

    /// <summary>The first columns of Q.</summary>
    /// <param name="a">What <see cref="Factor"/> left.</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="n">Number of columns of <paramref name="a"/>.</param>
    /// <param name="tau">The factors.</param>
    /// <param name="reflections">Number of reflections.</param>
    /// <param name="q">Takes [m, columns].</param>
    /// <param name="columns">Number of columns wanted.</param>
    public static void FormQ(double* a, int m, int n, double* tau, int reflections, double* q, int columns)
    {
        Row.Identity(q, m, columns);
        for (int k = (reflections - 1) / Block * Block; k >= 0 && reflections > 0; k -= Block)
        {
            int end = Math.Min(reflections, k + Block);
            if (k < columns) Apply(a, m, n, k, end, tau, q + ((nint)k * columns) + k, columns, columns - k, false);
        }
    }

    private static void Panel(double* a, int m, int n, int k, int end, double* tau)
    {
        double* sums = stackalloc double[Block];
        for (int j = k; j < end; j++)
        {
            double* top = a + ((nint)j * n) + j;
            double below = j + 1 < m ? Row.Norm(top + n, n, m - j - 1) : 0;
            tau[j] = 0;
            if (below == 0) continue;
            double head = -Math.CopySign(Hypotenuse(*top, below), *top);
            tau[j] = (head - *top) / head;
            double scale = *top - head;
            for (int i = 1; i < m - j; i++) top[(nint)i * n] /= scale;
            *top = head;
            int rest = end - j - 1;
            if (rest == 0) continue;
            new ReadOnlySpan<double>(top + 1, rest).CopyTo(new Span<double>(sums, rest));
            for (int i = 1; i < m - j; i++) Row.Add(sums, top[(nint)i * n], top + ((nint)i * n) + 1, rest);
            Row.Add(top + 1, -tau[j], sums, rest);
            for (int i = 1; i < m - j; i++) Row.Add(top + ((nint)i * n) + 1, -tau[j] * top[(nint)i * n], sums, rest);
        }
    }

    private static double Hypotenuse(double a, double b)
    {
        (double small, double large) = Math.Abs(a) < b ? (Math.Abs(a), b) : (b, Math.Abs(a));
        double ratio = small / large;
        return large * Math.Sqrt(1 + (ratio * ratio));
    }

    /// <summary>C −= V·T·(Vᵀ·C), or with Tᵀ, for the reflections k to end; C begins in row k.</summary>
    private static void Apply(double* a, int m, int n, int k, int end, double* tau, double* c, int stride, int columns, bool transposed)
    {
        (int rows, int width) = (m - k, end - k);
        double* v = Scratch.Take<double>(
            ScratchSlot.Factorization, ((long)rows * width) + (2L * width * width) + (2L * width * columns));
        double* t = v + ((nint)rows * width);
        double* products = t + (width * width);
        double* first = products + (width * width);
        double* second = first + ((nint)width * columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < width; j++)
                v[((nint)i * width) + j] = i > j ? a[((nint)(k + i) * n) + k + j] : i == j ? 1 : 0;
        }

        Gemm.Multiply(width, width, rows, v, 1, width, v, width, 1, products, width, false);
        Factors(t, products, tau + k, width);
        Gemm.Multiply(width, columns, rows, v, 1, width, c, stride, 1, first, columns, false);
        Gemm.Multiply(width, columns, width, t, transposed ? 1 : width, transposed ? width : 1, first, columns, 1, second, columns, false);
        Gemm.Multiply(rows, columns, width, v, width, 1, second, columns, 1, c, stride, true);
    }

    /// <summary>−T, upper triangular, from VᵀV.</summary>
    private static void Factors(double* t, double* products, double* tau, int width)
    {
        new Span<double>(t, width * width).Clear();
        for (int j = 0; j < width; j++)
        {
            for (int i = 0; i < j; i++)
            {
                double sum = 0;
                for (int p = i; p < j; p++) sum += t[(i * width) + p] * products[(p * width) + j];
                t[(i * width) + j] = -tau[j] * sum;
            }

            t[(j * width) + j] = -tau[j];
        }
    }
}
