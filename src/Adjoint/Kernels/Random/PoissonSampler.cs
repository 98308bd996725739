namespace Adjoint.Kernels;

/// <summary>Poisson's distribution, with as many random numbers as it takes, all of them a function of 64 bits.</summary>
/// <remarks>
/// Below a rate of 10 by multiplying even numbers (Knuth 1969), else by transformed rejection (W. Hörmann: "The transformed rejection
/// method
/// for generating Poisson random variables", 1993, algorithm PTRS).
/// </remarks>
internal static class PoissonSampler
{
    private const ulong Stream = 0x506F6973736F6E; // apart from the streams of tensors

    /// <summary>A number of the distribution.</summary>
    public static double Draw(double rate, ulong bits)
    {
        if (rate == 0) return 0;
        var uniform = new Uniforms(bits);
        return rate < 10 ? ByProduct(rate, ref uniform) : ByRejection(rate, ref uniform);
    }

    private static double ByProduct(double rate, ref Uniforms uniform)
    {
        double limit = Math.Exp(-rate);
        int count = 0;
        for (double product = uniform.Next(); product > limit; product *= uniform.Next()) count++;
        return count;
    }

    private static double ByRejection(double rate, ref Uniforms uniform)
    {
        double root = Math.Sqrt(rate), logarithm = Math.Log(rate);
        double b = 0.931 + (2.53 * root);
        double a = -0.059 + (0.02483 * b);
        double scale = Math.Log(1.1239 + (1.1328 / (b - 3.4)));
        double inner = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = uniform.Next() - 0.5;
            double v = uniform.Next();
            double rest = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / rest) + b) * u) + rate + 0.43);
            if (rest >= 0.07 && v <= inner) return k;
            if (k < 0 || (rest < 0.013 && v > rest)) continue;
            double density = (k * logarithm) - rate - GammaFunctions.LogGamma(k + 1);
            if (Math.Log(v) + scale - Math.Log((a / (rest * rest)) + b) <= density) return k;
        }
    }

    /// <summary>Numbers that are even over (0, 1], two of each block.</summary>
    private struct Uniforms(ulong key)
    {
        private ulong index;
        private double second = -1;

        public double Next()
        {
            if (second >= 0)
            {
                double held = second;
                second = -1;
                return held;
            }

            (uint x, uint y, uint z, uint w) = Philox.Block(key, Stream, index++);
            second = 1 - Philox.ToUniform(z, w);
            return 1 - Philox.ToUniform(x, y);
        }
    }
}
