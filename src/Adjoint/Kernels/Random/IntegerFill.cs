namespace Adjoint.Kernels;

/// <summary>Fills memory with random integers; element i comes from one half of block i / 2 of a Philox stream.</summary>
internal static unsafe class IntegerFill
{
    private const int Grain = 4096;

    /// <summary>Fills y with integers from low up to low + range − 1, a range of 0 meaning all 2⁶⁴.</summary>
    public static void Run(long* y, int count, ulong seed, ulong stream, long low, ulong range)
    {
        var work = new Work(y, count, seed, stream, low, range);
        WorkerPool.For((int)(((long)count + Grain - 1) / Grain), ref work);
    }

    private readonly struct Work(long* y, int count, ulong seed, ulong stream, long low, ulong range) : IWork
    {
        public void Do(int index)
        {
            int end = (int)Math.Min(count, (index + 1L) * Grain);
            for (int i = index * Grain; i < end; i += 2)
            {
                (uint a, uint b, uint c, uint d) = Philox.Block(seed, stream, (ulong)(i / 2));
                y[i] = Within(((ulong)a << 32) | b);
                if (i + 1 < end) y[i + 1] = Within(((ulong)c << 32) | d);
            }
        }

        // The high half of the product is even over the range, but for one part in 2^64 / range.
        private long Within(ulong bits) => range == 0 ? (long)bits : low + (long)Math.BigMul(bits, range, out _);
    }
}
