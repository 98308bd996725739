namespace Adjoint.Kernels;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then implicit QL steps (Golub and Van
/// Loan, Matrix Computations, 8.3). Eigenvectors are rows, so that a rotation works on two of them.
/// </summary>
internal static unsafe class SymmetricEigen
{
    private const int MostSteps = 60;

    /// <summary>How many numbers <see cref="Run"/> wants to work in.</summary>
    public static int WorkSize(int n) => 4 * n;

    /// <param name="a">The matrix, finite; its lower triangle is read, and all of it destroyed.</param>
    /// <param name="n">Its size.</param>
    /// <param name="values">Takes the eigenvalues, ascending.</param>
    /// <param name="z">Takes the eigenvectors as rows; null if they are not wanted.</param>
    /// <param name="work">Memory to work in.</param>
    /// <returns>Whether the steps converged.</returns>
    public static bool Run(double* a, int n, double* values, double* z, double* work)
    {
        if (n == 0) return true;
        double scale = Row.Largest(a, (long)n * n);
        scale = scale == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(scale), -1000, 1000));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = a[((nint)i * n) + j] / scale;
                (a[((nint)i * n) + j], a[((nint)j * n) + i]) = (value, value);
            }
        }

        double* beside = work;
        double* tau = work + n;
        Reduce(a, n, beside, tau, work + (2 * n), work + (3 * n));
        for (int i = 0; i < n; i++) values[i] = a[((nint)i * n) + i];
        if (z != null) Accumulate(a, n, tau, z);
        if (!Diagonalize(values, beside, n, z)) return false;
        for (int i = 0; i < n; i++) values[i] *= scale;
        Sort(values, n, z);
        return true;
    }

    /// <summary>Leaves the diagonal in its place, the numbers beside it, and each reflection in its row.</summary>
    private static void Reduce(double* a, int n, double* beside, double* tau, double* p, double* w)
    {
        for (int k = 0; k < n - 1; k++)
        {
            int rest = n - k - 1;
            double* v = a + ((nint)k * n) + k + 1;
            double tail = rest > 1 ? Row.Norm(v + 1, 1, rest - 1) : 0;
            tau[k] = 0;
            beside[k] = v[0];
            if (tail == 0) continue;
            double head = -Math.CopySign(Math.Sqrt((v[0] * v[0]) + (tail * tail)), v[0]);
            if (head == 0) continue; // squares too small to count
            tau[k] = (head - v[0]) / head;
            Row.Divide(v + 1, v[0] - head, rest - 1);
            (beside[k], v[0]) = (head, 1);
            for (int i = 0; i < rest; i++) p[i] = tau[k] * Row.Dot(a + ((nint)(k + 1 + i) * n) + k + 1, v, rest);
            double half = tau[k] / 2 * Row.Dot(p, v, rest);
            for (int i = 0; i < rest; i++) w[i] = p[i] - (half * v[i]);
            for (int i = 0; i < rest; i++)
            {
                double* row = a + ((nint)(k + 1 + i) * n) + k + 1;
                Row.Add(row, -v[i], w, rest);
                Row.Add(row, -w[i], v, rest);
            }
        }

        beside[n - 1] = 0;
    }

    /// <summary>The product of the reflections, transposed.</summary>
    private static void Accumulate(double* a, int n, double* tau, double* z)
    {
        Row.Identity(z, n, n);
        for (int k = n - 2; k >= 0; k--)
        {
            if (tau[k] == 0) continue;
            int rest = n - k - 1;
            double* v = a + ((nint)k * n) + k + 1;
            for (int i = k + 1; i < n; i++)
            {
                double* row = z + ((nint)i * n) + k + 1;
                Row.Add(row, -tau[k] * Row.Dot(row, v, rest), v, rest);
            }
        }
    }

    private static bool Diagonalize(double* d, double* e, int n, double* z)
    {
        for (int l = 0; l < n; l++)
        {
            for (int step = 0; ; step++)
            {
                int m = l;
                while (m < n - 1 && !IsNegligible(e[m], Math.Abs(d[m]) + Math.Abs(d[m + 1]))) m++;
                if (m == l) break;
                if (step == MostSteps) return false;
                Sweep(d, e, l, m, n, z);
            }
        }

        return true;
    }

    private static bool IsNegligible(double value, double beside) =>
        Math.Abs(value) < 1e-300 || beside + Math.Abs(value) == beside;

    /// <summary>One implicit QL step on rows l to m, with Wilkinson's shift.</summary>
    private static void Sweep(double* d, double* e, int l, int m, int n, double* z)
    {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = double.Hypot(g, 1);
        g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
        (double s, double c, double p) = (1, 1, 0);
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i];
            double b = c * e[i];
            r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            if (z != null) Row.Rotate(z + ((nint)i * n), z + ((nint)(i + 1) * n), c, s, n);
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static void Sort(double* values, int n, double* z)
    {
        for (int i = 0; i < n - 1; i++)
        {
            int least = i;
            for (int j = i + 1; j < n; j++)
                if (values[j] < values[least]) least = j;
            if (least == i) continue;
            (values[i], values[least]) = (values[least], values[i]);
            if (z != null) Row.Swap(z + ((nint)i * n), z + ((nint)least * n), n);
        }
    }
}
