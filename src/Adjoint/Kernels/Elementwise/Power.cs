using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>
/// Powers aᵇ of rows. Where one exponent holds for the row, whole and half numbers are products, quotients and roots. Otherwise float
/// takes logarithm and exponential in double, and double the logarithm in twice that precision.
/// </summary>
internal static class Power
{
    private const int Block = 256;

    /// <summary>The largest whole exponent by which a float is multiplied out, in double.</summary>
    private const double MostFactors = 64;

    /// <summary>y[i] = a[i] to the power b[i].</summary>
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty) return;
        double exponent = IsConstant(b) ? double.CreateTruncating(b[0]) : double.NaN;
        if (Known(a, exponent, y)) return;
        bool multiplies = typeof(T) == typeof(float) && IsMultipliedOut(exponent);
        Span<double> x = stackalloc double[Block], p = stackalloc double[Block];
        for (int start = 0; start < y.Length; start += Block)
        {
            int length = Math.Min(Block, y.Length - start);
            ReadOnlySpan<T> bases = a.Slice(start, length);
            if (typeof(T) == typeof(double))
            {
                PrecisePower.Run(
                    MemoryMarshal.Cast<T, double>(bases), MemoryMarshal.Cast<T, double>(b.Slice(start, length)),
                    MemoryMarshal.Cast<T, double>(y.Slice(start, length)));
                if (double.IsNaN(exponent)) OwnForms(bases, b.Slice(start, length), y.Slice(start, length));
                continue;
            }

            TensorPrimitives.ConvertTruncating(bases, x[..length]);
            if (multiplies) Whole(x[..length], (int)exponent, p[..length]);
            else Real(x[..length], b.Slice(start, length), exponent, p[..length]);
            TensorPrimitives.ConvertTruncating<double, T>(p[..length], y.Slice(start, length));
            if (double.IsNaN(exponent)) OwnForms(bases, b.Slice(start, length), y.Slice(start, length));
        }
    }

    /// <summary>
    /// Where exponents differ, those that have products or roots of their own take them too: a number's power has the same bits whatever
    /// its neighbours' exponents are, and wherever a row is cut.
    /// </summary>
    private static void OwnForms<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            double e = double.CreateTruncating(b[i]);
            // A power of −0 and −∞ is not the root's.
            if (Math.Abs(e) == 0.5 && T.IsNegative(a[i])) continue;
            if (Known(a.Slice(i, 1), e, y.Slice(i, 1)) || typeof(T) != typeof(float) || !IsMultipliedOut(e)) continue;
            double x = double.CreateTruncating(a[i]), p = 1;
            Whole(new Span<double>(ref x), (int)e, new Span<double>(ref p));
            y[i] = T.CreateTruncating(p);
        }
    }

    /// <summary>Whether a float's power is multiplied out, in double.</summary>
    private static bool IsMultipliedOut(double exponent) => exponent == Math.Floor(exponent) && Math.Abs(exponent) <= MostFactors;

    /// <summary>Bit for bit, for which .NET has vectors.</summary>
    private static bool IsConstant<T>(ReadOnlySpan<T> b) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == sizeof(float))
        {
            ReadOnlySpan<int> single = MemoryMarshal.Cast<T, int>(b);
            return !single.ContainsAnyExcept(single[0]);
        }

        ReadOnlySpan<long> bits = MemoryMarshal.Cast<T, long>(b);
        return !bits.ContainsAnyExcept(bits[0]);
    }

    private static bool Known<T>(ReadOnlySpan<T> a, double exponent, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (exponent)
        {
            case 0: y.Fill(T.One); return true;
            case 1: a.CopyTo(y); return true;
            case 2: TensorPrimitives.Multiply(a, a, y); return true;
            case 3:
                TensorPrimitives.Multiply(a, a, y);
                TensorPrimitives.Multiply(y, a, y);
                return true;
            case 4:
                TensorPrimitives.Multiply(a, a, y);
                TensorPrimitives.Multiply(y, y, y);
                return true;
            case -1: TensorPrimitives.Reciprocal(a, y); return true;
            case -2:
                TensorPrimitives.Multiply(a, a, y);
                TensorPrimitives.Reciprocal(y, y);
                return true;
            case 0.5: TensorPrimitives.Sqrt(a, y); return true;
            case -0.5: TensorPrimitives.ReciprocalSqrt(a, y); return true;
            default: return false;
        }
    }

    /// <summary>By squares: the powers of x of which the exponent's bits are the sum.</summary>
    private static void Whole(Span<double> x, int exponent, Span<double> p)
    {
        p.Fill(1);
        for (int rest = Math.Abs(exponent); rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0) TensorPrimitives.Multiply(p, x, p);
            if (rest > 1) TensorPrimitives.Multiply(x, x, x);
        }

        if (exponent < 0) TensorPrimitives.Reciprocal(p, p);
    }

    /// <summary>By e^(b·log |x|): right for 0 and ∞ too. What is below 0 or has no finite exponent is done number by number.</summary>
    private static void Real<T>(Span<double> x, ReadOnlySpan<T> b, double exponent, Span<double> p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> exponents = stackalloc double[Block];
        exponents = exponents[..x.Length];
        TensorPrimitives.ConvertTruncating(b, exponents);
        TensorPrimitives.Abs<double>(x, p);
        VectorMap.Run<double, LogFunction<double>>(p, p);
        TensorPrimitives.Multiply<double>(p, exponents, p);
        VectorMap.Run<double, ExpFunction<double>>(p, p);
        bool isNumber = double.IsFinite(exponent) && exponent != 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (double.IsNegative(x[i]) || (!isNumber && (!double.IsFinite(exponents[i]) || exponents[i] == 0)))
                p[i] = Math.Pow(x[i], exponents[i]);
        }
    }
}
