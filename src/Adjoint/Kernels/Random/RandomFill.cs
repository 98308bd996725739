namespace Adjoint.Kernels;

/// <summary>How a block of 128 random bits is converted to numbers.</summary>
internal interface IDraw
{
    /// <summary>Four single-precision numbers, computed in double precision.</summary>
    (double X, double Y, double Z, double W) Single(uint x, uint y, uint z, uint w);

    /// <summary>Two double-precision numbers.</summary>
    (double X, double Y) Double(uint x, uint y, uint z, uint w);
}

/// <summary>Fills memory with random numbers; element i comes from block i / 4 (or i / 2 for doubles) of a Philox stream.</summary>
internal static unsafe class RandomFill
{
    private const int Grain = 4096;

    /// <summary>Fills y with <paramref name="count"/> numbers.</summary>
    public static void Run<T, TDraw>(T* y, int count, ulong seed, ulong stream, TDraw draw)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDraw : struct, IDraw
    {
        KernelType.RequireReal<T>(nameof(RandomFill));
        var work = new Work<T, TDraw>(y, count, seed, stream, draw);
        WorkerPool.For((count + Grain - 1) / Grain, ref work);
    }

    private readonly struct Work<T, TDraw>(T* y, int count, ulong seed, ulong stream, TDraw draw) : IWork
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDraw : struct, IDraw
    {
        public void Do(int index)
        {
            int end = (int)Math.Min(count, (index + 1L) * Grain);
            Span<T> four = stackalloc T[4];
            int step = typeof(T) == typeof(double) ? 2 : 4;
            for (int i = index * Grain; i < end; i += step)
            {
                (uint a, uint b, uint c, uint d) = Philox.Block(seed, stream, (ulong)(i / step));
                if (step == 2)
                {
                    (double p, double q) = draw.Double(a, b, c, d);
                    (four[0], four[1]) = (T.CreateTruncating(p), T.CreateTruncating(q));
                }
                else
                {
                    (double p, double q, double r, double s) = draw.Single(a, b, c, d);
                    (four[0], four[1]) = (T.CreateTruncating(p), T.CreateTruncating(q));
                    (four[2], four[3]) = (T.CreateTruncating(r), T.CreateTruncating(s));
                }

                for (int k = 0; k < step && i + k < end; k++) y[i + k] = four[k];
            }
        }
    }
}

/// <summary>Evenly over [low, high).</summary>
internal readonly struct UniformDraw(double low, double high) : IDraw
{
    public (double X, double Y, double Z, double W) Single(uint x, uint y, uint z, uint w) => (Float(x), Float(y), Float(z), Float(w));

    public (double X, double Y) Double(uint x, uint y, uint z, uint w) => (Scale(Philox.ToUniform(x, y)), Scale(Philox.ToUniform(z, w)));

    // Rounding must not reach the excluded end, in either precision.
    private double Scale(double u)
    {
        double value = low + (u * (high - low));
        return value < high || low >= high ? value : Math.BitDecrement(high);
    }

    private double Float(uint bits)
    {
        float value = (float)Scale(Philox.ToUniform(bits));
        return value < (float)high || (float)low >= (float)high ? value : MathF.BitDecrement((float)high);
    }
}

/// <summary>Normally distributed: each pair of uniform numbers gives a pair, by radius and angle.</summary>
internal readonly struct NormalDraw(double mean, double deviation) : IDraw
{
    public (double X, double Y, double Z, double W) Single(uint x, uint y, uint z, uint w)
    {
        (double a, double b) = Pair(x * Unit32, y * Unit32);
        (double c, double d) = Pair(z * Unit32, w * Unit32);
        return (a, b, c, d);
    }

    public (double X, double Y) Double(uint x, uint y, uint z, uint w) => Pair(Philox.ToUniform(x, y), Philox.ToUniform(z, w));

    private const double Unit32 = 1.0 / (1L << 32);

    private (double X, double Y) Pair(double u, double v)
    {
        // 1 − u lies in (0, 1], so the logarithm is finite.
        double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - u));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * v);
        return (mean + (radius * cos), mean + (radius * sin));
    }
}

/// <summary>1 with a probability, else 0: exact in 64 bits also where a number has 32.</summary>
internal readonly struct BernoulliDraw(double probability, double value = 1) : IDraw
{
    private const double Range = 1L << 32;

    // The probability in 2⁻³²: all bits below hit, and of those that equal the whole part, a share.
    private readonly ulong whole = (ulong)(probability * Range);
    private readonly double share = (probability * Range) - Math.Floor(probability * Range);

    public (double X, double Y, double Z, double W) Single(uint x, uint y, uint z, uint w) =>
        (Hit(x, y), Hit(y, z), Hit(z, w), Hit(w, x));

    public (double X, double Y) Double(uint x, uint y, uint z, uint w) => (Hit(x, y), Hit(z, w));

    private double Hit(uint bits, uint further) => bits < whole || (bits == whole && further < share * Range) ? value : 0;
}
