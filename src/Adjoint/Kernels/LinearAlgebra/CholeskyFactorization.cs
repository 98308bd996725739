namespace Adjoint.Kernels;

/// <summary>A = L·Lᵀ in place, by columns of blocks; only the lower triangle is read.</summary>
internal static unsafe class CholeskyFactorization
{
    private const int Block = 64;

    /// <summary>Leaves L, with zeros above.</summary>
    /// <returns>0, or the order of the first leading minor that is not positive.</returns>
    public static int Run(double* a, int n)
    {
        for (int k = 0; k < n; k += Block)
        {
            int width = Math.Min(Block, n - k);
            if (k > 0) SubtractKnown(a, n, k, width);
            for (int i = k; i < n; i++)
            {
                double* row = a + ((nint)i * n) + k;
                for (int j = 0; j <= Math.Min(i - k, width - 1); j++)
                {
                    double* above = a + ((nint)(k + j) * n) + k;
                    double rest = row[j] - Row.Dot(row, above, j);
                    if (j < i - k) row[j] = rest / above[j];
                    else if (rest > 0) row[j] = Math.Sqrt(rest);
                    else return i + 1;
                }
            }
        }

        for (int i = 0; i < n; i++) new Span<double>(a + ((nint)i * n) + i + 1, n - i - 1).Clear();
        return 0;
    }

    private static void SubtractKnown(double* a, int n, int k, int width)
    {
        int rows = n - k;
        double* from = a + ((nint)k * n);
        double* product = Scratch.Take<double>(ScratchSlot.Factorization, (long)rows * width);
        Gemm.Multiply(rows, width, k, from, n, 1, from, 1, n, product, width, false);
        for (int i = 0; i < rows; i++) Row.Add(from + ((nint)i * n) + k, -1, product + ((nint)i * width), width);
    }
}
