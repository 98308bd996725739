namespace Adjoint.Kernels;

/// <summary>e to the power of a matrix: Padé's approximant of degree 13, scaling and squaring (Higham, 2005).</summary>
internal static unsafe class MatrixExponential
{
    /// <summary>Norm up to which the approximant is exact to rounding.</summary>
    private const double LargestNorm = 5.371920351148152;

    private static ReadOnlySpan<double> Coefficients =>
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
        33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    /// <summary>How many numbers <see cref="Run"/> wants to work in.</summary>
    public static long WorkSize(int n) => 6L * n * n;

    /// <param name="a">The matrix; destroyed.</param>
    /// <param name="n">Its size.</param>
    /// <param name="y">Takes the result; all NaN if the matrix is not finite.</param>
    /// <param name="work">Memory to work in.</param>
    /// <param name="pivots">Memory for n numbers.</param>
    public static void Run(double* a, int n, double* y, double* work, int* pivots)
    {
        int count = n * n;
        double norm = 0;
        for (int j = 0; j < n; j++)
        {
            double sum = 0;
            for (int i = 0; i < n; i++) sum += Math.Abs(a[((nint)i * n) + j]);
            norm = Math.Max(norm, sum); // NaN stays
        }

        if (!double.IsFinite(norm))
        {
            new Span<double>(y, count).Fill(double.NaN);
            return;
        }

        int squarings = norm > LargestNorm ? Math.ILogB(norm / LargestNorm) + 1 : 0;
        for (int i = 0; i < count; i++) a[i] = Math.ScaleB(a[i], -squarings);
        double* a2 = work;
        double* a4 = a2 + count;
        double* a6 = a4 + count;
        double* odd = a6 + count;
        double* even = odd + count;
        double* inner = even + count;
        Multiply(a, a, a2, n);
        Multiply(a2, a2, a4, n);
        Multiply(a2, a4, a6, n);
        ReadOnlySpan<double> b = Coefficients;
        for (int i = 0; i < count; i++) y[i] = (b[13] * a6[i]) + (b[11] * a4[i]) + (b[9] * a2[i]);
        Multiply(a6, y, inner, n);
        for (int i = 0; i < count; i++)
            inner[i] += (b[7] * a6[i]) + (b[5] * a4[i]) + (b[3] * a2[i]) + (i % (n + 1) == 0 ? b[1] : 0);
        Multiply(a, inner, odd, n);
        for (int i = 0; i < count; i++) y[i] = (b[12] * a6[i]) + (b[10] * a4[i]) + (b[8] * a2[i]);
        Multiply(a6, y, even, n);
        for (int i = 0; i < count; i++)
        {
            double whole = even[i] + (b[6] * a6[i]) + (b[4] * a4[i]) + (b[2] * a2[i]) + (i % (n + 1) == 0 ? b[0] : 0);
            (y[i], even[i]) = (whole + odd[i], whole - odd[i]);
        }

        LuFactorization.Run(even, n, n, pivots);
        LuFactorization.Solve(even, n, pivots, y, n);
        for (int i = 0; i < squarings; i++)
        {
            Multiply(y, y, a2, n);
            new ReadOnlySpan<double>(a2, count).CopyTo(new Span<double>(y, count));
        }
    }

    private static void Multiply(double* a, double* b, double* c, int n) => Gemm.Multiply(n, n, n, a, n, 1, b, n, 1, c, n, false);
}
