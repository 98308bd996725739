namespace Adjoint.Kernels;

/// <summary>
/// The singular value decomposition by Jacobi's rotations of one side: A = Q·R, then rows of R are turned two by two until all are
/// orthogonal (Demmel and Veselić, 1992; pairs in rounds, as in a tournament, so that those of one round can run side by side).
/// </summary>
internal static unsafe class SingularValues
{
    private const int MostSweeps = 60;

    /// <summary>From here on the pairs of a round are shared between threads.</summary>
    private const int SharedSize = 128;

    /// <summary>How many numbers <see cref="Run"/> wants to work in, for m ≥ n.</summary>
    public static long WorkSize(int m, int n, int columns) => ((long)n * n) + ((long)m * columns) + (3L * n);

    /// <param name="a">The matrix [m, n] with m ≥ n, finite; destroyed.</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="n">Number of columns.</param>
    /// <param name="s">Takes the singular values, descending.</param>
    /// <param name="u">Takes U [m, columns]; null if vectors are not wanted.</param>
    /// <param name="columns">Columns of U: n, or m for all.</param>
    /// <param name="vh">Takes Vᵀ [n, n]; also a place to work in, so never null.</param>
    /// <param name="work">Memory to work in.</param>
    /// <returns>Whether the rotations converged.</returns>
    public static bool Run(double* a, int m, int n, double* s, double* u, int columns, double* vh, double* work)
    {
        double scale = Row.Largest(a, (long)m * n);
        scale = scale == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(scale), -1000, 1000));
        for (long i = 0; i < (long)m * n; i++) a[i] /= scale;
        double* turns = work;
        double* norms = turns + ((nint)n * n);
        double* tau = norms + n;
        double* q = tau + (2 * n);
        QrFactorization.Factor(a, m, n, tau);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) vh[((nint)i * n) + j] = j < i ? 0 : a[((nint)i * n) + j];
        if (u != null) Row.Identity(turns, n, n);
        if (!Orthogonalize(vh, u == null ? null : turns, norms, n)) return false;
        for (int i = 0; i < n; i++) s[i] = Row.Norm(vh + ((nint)i * n), 1, n);
        Sort(s, vh, u == null ? null : turns, n);
        if (u != null)
        {
            Normalize(s, vh, n);
            QrFactorization.FormQ(a, m, n, tau, n, q, columns);
            Gemm.Multiply(m, n, n, q, columns, 1, turns, 1, n, u, columns, false);
            for (int i = 0; i < m; i++)
                for (int j = n; j < columns; j++) u[((nint)i * columns) + j] = q[((nint)i * columns) + j];
        }

        for (int i = 0; i < n; i++) s[i] *= scale;
        return true;
    }

    private static bool Orthogonalize(double* rows, double* turns, double* norms, int n)
    {
        double tolerance = Math.Sqrt(n) * 2.3e-16;
        int places = n + (n & 1);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            for (int i = 0; i < n; i++) norms[i] = Row.Dot(rows + ((nint)i * n), rows + ((nint)i * n), n);
            bool turned = false;
            for (int round = 0; round < places - 1; round++)
            {
                int any = 0;
                var work = new Round
                {
                    Rows = rows,
                    Turns = turns,
                    Norms = norms,
                    Size = n,
                    Places = places,
                    Number = round,
                    Tolerance = tolerance,
                    Turned = &any,
                };
                if (n >= SharedSize) WorkerPool.ForRows(places / 2, 16, in work);
                else for (int pair = 0; pair < places / 2; pair++) work.Row(pair);
                turned |= any != 0;
            }

            if (!turned) return true;
        }

        return false;
    }

    /// <summary>Largest first.</summary>
    private static void Sort(double* s, double* rows, double* turns, int n)
    {
        for (int i = 0; i < n - 1; i++)
        {
            int most = i;
            for (int j = i + 1; j < n; j++)
                if (s[j] > s[most]) most = j;
            if (most == i) continue;
            (s[i], s[most]) = (s[most], s[i]);
            Row.Swap(rows + ((nint)i * n), rows + ((nint)most * n), n);
            if (turns != null) Row.Swap(turns + ((nint)i * n), turns + ((nint)most * n), n);
        }
    }

    /// <summary>Rows of length 1; those of length 0 become what the others leave, so that all are orthogonal.</summary>
    private static void Normalize(double* s, double* rows, int n)
    {
        int unit = 0;
        for (int i = 0; i < n; i++)
        {
            double* row = rows + ((nint)i * n);
            if (s[i] > 0)
            {
                Row.Divide(row, s[i], n);
                continue;
            }

            double length;
            do
            {
                new Span<double>(row, n).Clear();
                row[unit++] = 1;
                for (int again = 0; again < 2; again++)
                {
                    for (int j = 0; j < i; j++)
                    {
                        double* before = rows + ((nint)j * n);
                        Row.Add(row, -Row.Dot(row, before, n), before, n);
                    }
                }

                length = Row.Norm(row, 1, n);
            }
            while (length < 0.5 / Math.Sqrt(n) && unit < n);
            Row.Divide(row, length, n);
        }
    }

    /// <summary>The pairs of one round, each of two rows that no other pair has.</summary>
    private struct Round : IRowWork
    {
        public double* Rows, Turns, Norms;
        public int Size, Places, Number;
        public double Tolerance;
        public int* Turned;

        public void Row(int row)
        {
            // The last place stays, the others move on by one each round.
            int p = row == 0 ? Places - 1 : (Number + row) % (Places - 1);
            int q = row == 0 ? Number : (Number + Places - 1 - row) % (Places - 1);
            if (p >= Size || q >= Size) return;
            if (p > q) (p, q) = (q, p);
            double* first = Rows + ((nint)p * Size);
            double* second = Rows + ((nint)q * Size);
            double product = Kernels.Row.Dot(first, second, Size);
            if (!(Math.Abs(product) > Tolerance * Math.Sqrt(Norms[p]) * Math.Sqrt(Norms[q]))) return;
            double ratio = (Norms[q] - Norms[p]) / (2 * product);
            double t = Math.CopySign(1, ratio) / (Math.Abs(ratio) + double.Hypot(1, ratio));
            double c = 1 / Math.Sqrt(1 + (t * t));
            Kernels.Row.Rotate(first, second, c, c * t, Size);
            if (Turns != null) Kernels.Row.Rotate(Turns + ((nint)p * Size), Turns + ((nint)q * Size), c, c * t, Size);
            Norms[p] = Math.Max(0, Norms[p] - (t * product));
            Norms[q] += t * product;
            *Turned = 1;
        }
    }
}
