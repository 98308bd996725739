using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>What factorizations do to rows of a matrix in double.</summary>
internal static unsafe class Row
{
    /// <summary>Below, a loop is faster than a call.</summary>
    private const int Short = 12;

    /// <summary>The inner product.</summary>
    public static double Dot(double* a, double* b, int n)
    {
        if (n >= Short) return TensorPrimitives.Dot(new ReadOnlySpan<double>(a, n), new ReadOnlySpan<double>(b, n));
        double sum = 0;
        for (int i = 0; i < n; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>y += factor · x.</summary>
    public static void Add(double* y, double factor, double* x, int n)
    {
        if (n < Short)
        {
            for (int i = 0; i < n; i++) y[i] += factor * x[i];
            return;
        }

        int width = Vector<double>.Count;
        var f = new Vector<double>(factor);
        int at = 0;
        for (; at <= n - width; at += width)
        {
            var sum = Unsafe.ReadUnaligned<Vector<double>>(y + at) + (f * Unsafe.ReadUnaligned<Vector<double>>(x + at));
            Unsafe.WriteUnaligned(y + at, sum);
        }

        for (; at < n; at++) y[at] += factor * x[at];
    }

    /// <summary>x *= factor.</summary>
    public static void Scale(double* x, double factor, int n)
    {
        for (int i = 0; i < n; i++) x[i] *= factor;
    }

    /// <summary>x /= divisor.</summary>
    public static void Divide(double* x, double divisor, int n)
    {
        for (int i = 0; i < n; i++) x[i] /= divisor;
    }

    /// <summary>Turns two rows: (a, b) becomes (c·a − s·b, s·a + c·b).</summary>
    public static void Rotate(double* a, double* b, double c, double s, int n)
    {
        int width = Vector<double>.Count;
        int at = 0;
        var cosine = new Vector<double>(c);
        var sine = new Vector<double>(s);
        for (; at <= n - width; at += width)
        {
            var p = Unsafe.ReadUnaligned<Vector<double>>(a + at);
            var q = Unsafe.ReadUnaligned<Vector<double>>(b + at);
            Unsafe.WriteUnaligned(a + at, (cosine * p) - (sine * q));
            Unsafe.WriteUnaligned(b + at, (sine * p) + (cosine * q));
        }

        for (; at < n; at++) (a[at], b[at]) = ((c * a[at]) - (s * b[at]), (s * a[at]) + (c * b[at]));
    }

    /// <summary>The length of a vector with a stride, without overflow.</summary>
    public static double Norm(double* x, nint stride, int n)
    {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += x[i * stride] * x[i * stride];
        if (sum is > 1e-280 and < 1e280) return Math.Sqrt(sum);
        double largest = 0;
        for (int i = 0; i < n; i++) largest = Math.Max(largest, Math.Abs(x[i * stride]));
        if (largest == 0 || !double.IsFinite(largest)) return largest;
        sum = 0;
        for (int i = 0; i < n; i++) sum += x[i * stride] / largest * (x[i * stride] / largest);
        return largest * Math.Sqrt(sum);
    }

    /// <summary>Exchanges two rows.</summary>
    public static void Swap(double* a, double* b, int n)
    {
        for (int i = 0; i < n; i++) (a[i], b[i]) = (b[i], a[i]);
    }

    /// <summary>The largest magnitude; NaN if there is one.</summary>
    public static double Largest(double* x, long n)
    {
        double largest = 0;
        for (long i = 0; i < n; i++)
        {
            double size = Math.Abs(x[i]);
            if (!(size <= largest)) largest = size;
            if (double.IsNaN(largest)) return largest;
        }

        return largest;
    }

    /// <summary>Writes the transpose of a matrix of so many rows and columns.</summary>
    public static void Transpose(double* from, int rows, int columns, double* to)
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) to[((nint)j * rows) + i] = from[((nint)i * columns) + j];
    }

    /// <summary>Writes ones on the diagonal of zeros.</summary>
    public static void Identity(double* to, int rows, int columns)
    {
        new Span<double>(to, checked(rows * columns)).Clear();
        for (int i = 0; i < Math.Min(rows, columns); i++) to[((nint)i * columns) + i] = 1;
    }
}
