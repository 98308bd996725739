namespace Adjoint.Kernels;

/// <summary>A·X = B with a triangular A, in the place of B; the other triangle is not read.</summary>
internal static unsafe class TriangularSolve
{
    private const int Block = 64;

    /// <summary>Up to so many columns are solved one by one, by inner products.</summary>
    private const int FewColumns = 8;

    /// <returns>0, or the place, from 1, of the first zero on the diagonal; B is then as it was.</returns>
    public static int Run(double* a, int n, bool upper, bool unit, double* b, int columns)
    {
        for (int i = 0; i < n && !unit; i++)
            if (a[((nint)i * n) + i] == 0) return i + 1;
        if (columns <= FewColumns)
        {
            for (int column = 0; column < columns; column++) Column(a, n, upper, unit, b + column, columns);
            return 0;
        }

        int blocks = (n + Block - 1) / Block;
        for (int number = 0; number < blocks; number++)
        {
            int start = (upper ? blocks - 1 - number : number) * Block;
            int end = Math.Min(n, start + Block);
            SubtractKnown(a, n, upper, start, end, b, columns);
            for (int step = 0; step < end - start; step++)
            {
                int i = upper ? end - 1 - step : start + step;
                double* row = b + ((nint)i * columns);
                double* factors = a + ((nint)i * n);
                for (int p = upper ? i + 1 : start; p < (upper ? end : i); p++) Row.Add(row, -factors[p], b + ((nint)p * columns), columns);
                if (!unit) Row.Divide(row, factors[i], columns);
            }
        }

        return 0;
    }

    /// <summary>Subtracts from the rows of a block what the rows that are solved contribute.</summary>
    private static void SubtractKnown(double* a, int n, bool upper, int start, int end, double* b, int columns)
    {
        int first = upper ? end : 0;
        int known = upper ? n - end : start;
        if (known == 0) return;
        double* product = Scratch.Take<double>(ScratchSlot.Factorization, (long)(end - start) * columns);
        Gemm.Multiply(
            end - start, columns, known, a + ((nint)start * n) + first, n, 1, b + ((nint)first * columns), columns, 1,
            product, columns, false);
        Row.Add(b + ((nint)start * columns), -1, product, (end - start) * columns);
    }

    private static void Column(double* a, int n, bool upper, bool unit, double* b, nint stride)
    {
        double* x = Scratch.Take<double>(ScratchSlot.Factorization, n);
        for (int i = 0; i < n; i++) x[i] = b[i * stride];
        for (int step = 0; step < n; step++)
        {
            int i = upper ? n - 1 - step : step;
            double* row = a + ((nint)i * n);
            double rest = x[i] - (upper ? Row.Dot(row + i + 1, x + i + 1, n - i - 1) : Row.Dot(row, x, i));
            x[i] = unit ? rest : rest / row[i];
        }

        for (int i = 0; i < n; i++) b[i * stride] = x[i];
    }
}
