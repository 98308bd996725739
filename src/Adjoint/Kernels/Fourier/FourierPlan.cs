using System.Collections.Concurrent;

namespace Adjoint.Kernels;

/// <summary>
/// The Fourier transform of one length: factors 4, 2, 3 and 5 by Stockham's self-sorting passes (Van Loan, Computational Frameworks for
/// the Fast Fourier Transform, 1992), any other length as a convolution of a length that has them (Bluestein, 1970). Made once and kept.
/// </summary>
internal sealed class FourierPlan
{
    /// <summary>Plans up to this length are kept, and so many of them.</summary>
    private const int KeptLength = 1 << 20;

    private const int KeptPlans = 64;

    private static readonly ConcurrentDictionary<int, FourierPlan> Kept = new();

    private FourierPlan(int length)
    {
        Length = length;
        (Cosines, Sines) = Roots(length, length);
        int[]? radices = Factor(length);
        Radices = radices ?? [];
        if (radices is not null) return;
        int padded = (int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1));
        Inner = Of(padded);
        (ChirpCosines, ChirpSines) = Chirp(length);
        (FilterReal, FilterImaginary) = Filter(padded);
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>The factors, in the order of the passes; none where there is an inner plan.</summary>
    public int[] Radices { get; }

    /// <summary>cos(2πk/n).</summary>
    public double[] Cosines { get; }

    /// <summary>−sin(2πk/n).</summary>
    public double[] Sines { get; }

    /// <summary>The plan of the convolution, for lengths with other factors.</summary>
    public FourierPlan? Inner { get; }

    /// <summary>The real part of exp(−iπk²/n).</summary>
    public double[] ChirpCosines { get; } = [];

    /// <summary>Its imaginary part.</summary>
    public double[] ChirpSines { get; } = [];

    /// <summary>The transform of the conjugate chirp, by the length of the convolution: its real part.</summary>
    public double[] FilterReal { get; } = [];

    /// <summary>Its imaginary part.</summary>
    public double[] FilterImaginary { get; } = [];

    /// <summary>How many points its work needs room for.</summary>
    public int Room => Inner?.Length ?? Length;

    /// <summary>The plan of a length.</summary>
    public static FourierPlan Of(int length)
    {
        if (length > KeptLength) return new FourierPlan(length);
        if (Kept.TryGetValue(length, out FourierPlan? plan)) return plan;
        if (Kept.Count >= KeptPlans) Kept.Clear();
        return Kept.GetOrAdd(length, n => new FourierPlan(n));
    }

    private static int[]? Factor(int length)
    {
        var radices = new List<int>();
        foreach (int radix in (int[])[4, 2, 3, 5])
        {
            for (; length % radix == 0; length /= radix) radices.Add(radix);
        }

        return length == 1 ? [.. radices] : null;
    }

    private static (double[] Cosines, double[] Sines) Roots(int count, int length)
    {
        (double[] cosines, double[] sines) = (new double[count], new double[count]);
        for (int k = 0; k < count; k++)
        {
            (double sine, double cosine) = SinCos(k, length);
            (cosines[k], sines[k]) = (cosine, -sine);
        }

        return (cosines, sines);
    }

    private static (double[] Cosines, double[] Sines) Chirp(int length)
    {
        (double[] cosines, double[] sines) = (new double[length], new double[length]);
        for (int k = 0; k < length; k++)
        {
            // Whole turns are left out while numbers are exact.
            (double sine, double cosine) = SinCos((long)k * k % (2L * length), 2L * length);
            (cosines[k], sines[k]) = (cosine, -sine);
        }

        return (cosines, sines);
    }

    /// <summary>Sine and cosine of a part of a turn, from an angle of at most an eighth of it.</summary>
    private static (double Sine, double Cosine) SinCos(long part, long whole)
    {
        long eighth = 8 * part / whole;
        long rest = (8 * part) - (eighth * whole);
        bool back = (eighth & 1) != 0;
        (double s, double c) = Math.SinCos(Math.PI / 4 * (back ? whole - rest : rest) / whole);
        if (back) (s, c) = (c, s);
        return (eighth >> 1) switch
        {
            0 => (s, c),
            1 => (c, -s),
            2 => (-s, -c),
            _ => (-c, s),
        };
    }

    private unsafe (double[] Real, double[] Imaginary) Filter(int padded)
    {
        var memory = new double[4 * padded];
        fixed (double* re = memory)
        {
            double* im = re + padded;
            for (int k = 0; k < Length; k++)
            {
                int other = k == 0 ? 0 : padded - k;
                (re[k], im[k]) = (ChirpCosines[k], -ChirpSines[k]);
                (re[other], im[other]) = (re[k], im[k]);
            }

            double* found = FourierPasses.Run(Inner!, re, padded, 1);
            (double[] real, double[] imaginary) = (new double[padded], new double[padded]);
            for (int k = 0; k < padded; k++) (real[k], imaginary[k]) = (found[k] / padded, found[padded + k] / padded);
            return (real, imaginary);
        }
    }
}
