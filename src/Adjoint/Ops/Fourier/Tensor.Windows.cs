namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Hann's window: sin²(πk/n).</summary>
    /// <param name="windowLength">Number of weights.</param>
    /// <param name="periodic">Whether it is one period, as spectra want it; else symmetric, as filters do.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[windowLength].</returns>
    public static Tensor HannWindow(int windowLength, bool periodic = true, DType dtype = DType.Float32) =>
        HammingWindow(windowLength, periodic, 0.5, 0.5, dtype);

    /// <summary>Hamming's window: α − β·cos(2πk/n).</summary>
    /// <param name="windowLength">Number of weights.</param>
    /// <param name="periodic">Whether it is one period, as spectra want it; else symmetric, as filters do.</param>
    /// <param name="alpha">The weight α.</param>
    /// <param name="beta">The weight β.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[windowLength].</returns>
    public static Tensor HammingWindow(
        int windowLength, bool periodic = true, double alpha = 0.54, double beta = 0.46, DType dtype = DType.Float32) =>
        Window("HammingWindow", windowLength, periodic, dtype, part => alpha - (beta * Math.Cos(2 * Math.PI * part)));

    /// <summary>Blackman's window: 0.42 − 0.5·cos(2πk/n) + 0.08·cos(4πk/n).</summary>
    /// <param name="windowLength">Number of weights.</param>
    /// <param name="periodic">Whether it is one period, as spectra want it; else symmetric, as filters do.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[windowLength].</returns>
    public static Tensor BlackmanWindow(int windowLength, bool periodic = true, DType dtype = DType.Float32) => Window(
        "BlackmanWindow", windowLength, periodic, dtype,
        part => 0.42 - (0.5 * Math.Cos(2 * Math.PI * part)) + (0.08 * Math.Cos(4 * Math.PI * part)));

    /// <summary>Bartlett's window, a triangle: 1 − |2k/n − 1|.</summary>
    /// <param name="windowLength">Number of weights.</param>
    /// <param name="periodic">Whether it is one period, as spectra want it; else symmetric, as filters do.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[windowLength].</returns>
    public static Tensor BartlettWindow(int windowLength, bool periodic = true, DType dtype = DType.Float32) =>
        Window("BartlettWindow", windowLength, periodic, dtype, part => 1 - Math.Abs((2 * part) - 1));

    /// <summary>Kaiser's window: I₀(β·√(1 − (2k/n − 1)²))/I₀(β), with the modified Bessel function.</summary>
    /// <param name="windowLength">Number of weights.</param>
    /// <param name="periodic">Whether it is one period, as spectra want it; else symmetric, as filters do.</param>
    /// <param name="beta">How narrow it is.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[windowLength].</returns>
    public static Tensor KaiserWindow(int windowLength, bool periodic = true, double beta = 12, DType dtype = DType.Float32)
    {
        double whole = Bessel(beta);
        return Window("KaiserWindow", windowLength, periodic, dtype, part =>
        {
            double side = (2 * part) - 1;
            return Bessel(beta * Math.Sqrt(Math.Max(0, 1 - (side * side)))) / whole;
        });
    }

    private static Tensor Window(string operation, int length, bool periodic, DType dtype, Func<double, double> weight)
    {
        if (length < 0) throw new ShapeException($"{operation}: a window has no negative length, as {length} is.");
        var values = new double[length];
        double steps = periodic ? length : length - 1;
        for (int k = 0; k < length; k++) values[k] = length == 1 ? 1 : weight(k / steps);
        return Of<double>(values).To(dtype);
    }

    /// <summary>The modified Bessel function I₀, by its power series, whose terms are all positive.</summary>
    private static double Bessel(double x)
    {
        (double sum, double term) = (1, 1);
        for (int k = 1; term > sum * 1e-17 && k < 10_000; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
