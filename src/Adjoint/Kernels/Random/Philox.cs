namespace Adjoint.Kernels;

/// <summary>
/// Philox-4x32-10, a counter-based generator: random bits as a function of a 128-bit counter and a 64-bit key. Salmon,
/// Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
internal static class Philox
{
    /// <summary>Ten rounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X, uint Y, uint Z, uint W) Block((uint X, uint Y, uint Z, uint W) counter, (uint X, uint Y) key)
    {
        const uint m0 = 0xD2511F53, m1 = 0xCD9E8D57; // multipliers
        const uint w0 = 0x9E3779B9, w1 = 0xBB67AE85; // Weyl constants: golden ratio, √3 − 1
        (uint x, uint y, uint z, uint w) = counter;
        (uint k0, uint k1) = key;
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)m0 * x;
            ulong p1 = (ulong)m1 * z;
            (x, y, z, w) = ((uint)(p1 >> 32) ^ y ^ k0, (uint)p1, (uint)(p0 >> 32) ^ w ^ k1, (uint)p0);
            k0 += w0;
            k1 += w1;
        }

        return (x, y, z, w);
    }

    /// <summary>Block <paramref name="index"/> of a stream of a seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X, uint Y, uint Z, uint W) Block(ulong seed, ulong stream, ulong index) => Block(
        ((uint)index, (uint)(index >> 32), (uint)stream, (uint)(stream >> 32)), ((uint)seed, (uint)(seed >> 32)));

    /// <summary>24 random bits as a number in [0, 1).</summary>
    public static float ToUniform(uint bits) => (bits >> 8) * (1f / (1 << 24));

    /// <summary>53 random bits as a number in [0, 1).</summary>
    public static double ToUniform(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1L << 53));
}
