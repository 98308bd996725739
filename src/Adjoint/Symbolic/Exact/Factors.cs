namespace Adjoint.Symbolic;

/// <summary>Prime factors of the numerator and, with negative powers, of the denominator of a fraction.</summary>
internal static class Factors
{
    private const int Largest = 100_000;

    /// <summary>The factors; null where a large one is left.</summary>
    public static List<(BigInteger Prime, int Power)>? Of(Rational value)
    {
        var found = new List<(BigInteger Prime, int Power)>();
        return Add(found, BigInteger.Abs(value.Top), 1) && Add(found, value.Bottom, -1) ? found : null;
    }

    private static bool Add(List<(BigInteger Prime, int Power)> found, BigInteger rest, int sign)
    {
        for (int prime = 2; prime <= Largest && (BigInteger)prime * prime <= rest; prime++)
        {
            int power = 0;
            for (; rest % prime == 0; rest /= prime) power++;
            if (power > 0) found.Add((prime, sign * power));
        }

        if (rest > (BigInteger)Largest * Largest) return false;
        if (!rest.IsOne) found.Add((rest, sign));
        return true;
    }
}
