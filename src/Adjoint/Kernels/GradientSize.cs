using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>The size of a gradient: its sum of squares and its largest absolute element, NaN where there is one.</summary>
/// <param name="SumOfSquares">In double precision, so that no float32 gradient overflows it.</param>
/// <param name="Largest">0 only if every element is.</param>
internal readonly record struct GradientSize(double SumOfSquares, double Largest)
{
    /// <summary>Whether every element is a finite number.</summary>
    public bool IsFinite => double.IsFinite(Largest);

    /// <summary>Measures the elements from start to end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe GradientSize Of<T>(T* gradient, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> largest = Vector<T>.Zero;
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        nint i = start;
        for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> x = Vector.Load(gradient + i);
            largest = Vector.Max(largest, Vector.Abs(x));
            if (typeof(T) == typeof(float))
            {
                Vector.Widen((Vector<float>)(object)x, out Vector<double> even, out Vector<double> odd);
                low += even * even;
                high += odd * odd;
            }
            else
            {
                var wide = (Vector<double>)(object)x;
                low += wide * wide;
            }
        }

        double sum = Vector.Sum(low + high), most = 0;
        for (int lane = 0; lane < Vector<T>.Count; lane++) most = Math.Max(most, double.CreateTruncating(largest[lane]));
        for (; i < end; i++)
        {
            double x = double.CreateTruncating(gradient[i]);
            sum += x * x;
            most = Math.Max(most, Math.Abs(x));
        }

        return new GradientSize(sum, most);
    }

    /// <summary>The size of two pieces together.</summary>
    public static GradientSize operator +(GradientSize a, GradientSize b) =>
        new(a.SumOfSquares + b.SumOfSquares, Math.Max(a.Largest, b.Largest));
}
