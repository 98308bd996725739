namespace Adjoint.Kernels;

/// <summary>The size of a gradient.</summary>
/// <param name="SumOfSquares">In double precision, so that no float32 gradient overflows it.</param>
/// <param name="IsFinite">Whether every element is a finite number.</param>
/// <param name="IsZero">Whether every element is 0.</param>
internal readonly record struct GradientSize(double SumOfSquares, bool IsFinite, bool IsZero)
{
    /// <summary>The size of no elements.</summary>
    public static GradientSize Empty => new(0, true, true);

    /// <summary>
    /// Measures the elements from start to end. The squares show what is not finite, and ORed bits what is not 0: both
    /// take one instruction where a maximum that respects NaN takes many.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe GradientSize Of<T>(T* gradient, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        KernelType.RequireReal<T>(nameof(GradientSize));
        Vector512<T> bits = Vector512<T>.Zero;
        Vector512<double> low = Vector512<double>.Zero, high = Vector512<double>.Zero;
        nint i = start;
        for (; i <= end - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Vector512<T> x = Vector512.Load(gradient + i);
            bits |= x;
            if (typeof(T) == typeof(float))
            {
                (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(x.AsSingle());
                low = Vector512.MultiplyAddEstimate(lower, lower, low);
                high = Vector512.MultiplyAddEstimate(upper, upper, high);
            }
            else
            {
                low = Vector512.MultiplyAddEstimate(x.AsDouble(), x.AsDouble(), low);
            }
        }

        double sum = Vector512.Sum(low + high);
        // As numbers, the bits of the sign alone are −0, which is 0.
        bool zero = Vector512.EqualsAll(bits, Vector512<T>.Zero);
        for (; i < end; i++)
        {
            double x = double.CreateTruncating(gradient[i]);
            sum += x * x;
            zero &= x == 0;
        }

        // A sum of doubles may also have overflowed.
        bool finite = double.IsFinite(sum) || (typeof(T) == typeof(double) && AllFinite(gradient, start, end));
        return new GradientSize(sum, finite, zero);
    }

    /// <summary>The size of two pieces together.</summary>
    public static GradientSize operator +(GradientSize a, GradientSize b) =>
        new(a.SumOfSquares + b.SumOfSquares, a.IsFinite && b.IsFinite, a.IsZero && b.IsZero);

    private static unsafe bool AllFinite<T>(T* gradient, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = start; i < end; i++)
            if (!T.IsFinite(gradient[i])) return false;
        return true;
    }
}
