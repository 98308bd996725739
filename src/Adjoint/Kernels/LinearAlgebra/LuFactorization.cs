namespace Adjoint.Kernels;

/// <summary>
/// P·A = L·U in place with the largest pivot of each column, by blocks; L has ones on the diagonal, which are not stored.
/// </summary>
internal static unsafe class LuFactorization
{
    private const int Block = 64;

    /// <param name="a">The matrix [m, n].</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="n">Number of columns.</param>
    /// <param name="pivots">For each step the row that it was exchanged with, from 0.</param>
    /// <returns>0, or the place, from 1, of the first pivot that is zero.</returns>
    public static int Run(double* a, int m, int n, int* pivots)
    {
        int steps = Math.Min(m, n);
        int zero = 0;
        for (int k = 0; k < steps; k += Block)
        {
            int end = Math.Min(steps, k + Block);
            int found = Panel(a, m, n, k, end, pivots);
            if (zero == 0) zero = found;
            if (end < n) Update(a, m, n, k, end);
        }

        return zero;
    }

    /// <summary>Solves A·X = B in the place of B [n, columns], with the factors of a regular A.</summary>
    public static void Solve(double* lu, int n, int* pivots, double* b, int columns)
    {
        for (int i = 0; i < n; i++)
            if (pivots[i] != i) Row.Swap(b + ((nint)i * columns), b + ((nint)pivots[i] * columns), columns);
        TriangularSolve.Run(lu, n, false, true, b, columns);
        TriangularSolve.Run(lu, n, true, false, b, columns);
    }

    private static int Panel(double* a, int m, int n, int k, int end, int* pivots)
    {
        int zero = 0;
        for (int j = k; j < end; j++)
        {
            double* top = a + ((nint)j * n);
            int best = j;
            double size = Math.Abs(top[j]);
            for (int i = j + 1; i < m; i++)
            {
                double other = Math.Abs(a[((nint)i * n) + j]);
                if (other > size) (best, size) = (i, other);
            }

            pivots[j] = best;
            if (best != j) Row.Swap(top, a + ((nint)best * n), n);
            if (top[j] == 0)
            {
                if (zero == 0) zero = j + 1;
                continue;
            }

            for (int i = j + 1; i < m; i++)
            {
                double* row = a + ((nint)i * n);
                row[j] /= top[j];
                if (row[j] != 0) Row.Add(row + j + 1, -row[j], top + j + 1, end - j - 1);
            }
        }

        return zero;
    }

    /// <summary>The rows of U beside a panel, and what it takes off the rest.</summary>
    private static void Update(double* a, int m, int n, int k, int end)
    {
        for (int i = k + 1; i < end; i++)
        {
            double* row = a + ((nint)i * n);
            for (int p = k; p < i; p++) Row.Add(row + end, -row[p], a + ((nint)p * n) + end, n - end);
        }

        if (end == m) return;
        int width = end - k;
        double* negated = Scratch.Take<double>(ScratchSlot.Factorization, (long)(m - end) * width);
        for (int i = end; i < m; i++)
            for (int p = 0; p < width; p++) negated[((nint)(i - end) * width) + p] = -a[((nint)i * n) + k + p];
        Gemm.Multiply(
            m - end, n - end, width, negated, width, 1, a + ((nint)k * n) + end, n, 1, a + ((nint)end * n) + end, n, true);
    }
}
