namespace Adjoint.Kernels;

/// <summary>
/// Finds the k-th smallest of a row in time proportional to its length whatever it holds: counts the highest digit of 8 bits, keeps
/// the keys that share the digit of the one that is looked for, and goes on with their next digit.
/// </summary>
internal static unsafe class RadixSelection
{
    private const int Digits = 256;

    /// <summary>The k-th smallest key, counted from 0, and how many keys are smaller.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="mask">What keys are exclusive-ored with: all their bits to find the k-th largest.</param>
    /// <param name="k">Which, below the count.</param>
    /// <param name="keys">Room for as many keys.</param>
    /// <param name="less">How many keys are smaller.</param>
    public static ulong Key<T>(T* x, int count, ulong mask, int k, ulong* keys, out int less) where T : unmanaged
    {
        int* counts = stackalloc int[Digits];
        for (int i = 0; i < count; i++) keys[i] = OrderKey.Of(x[i]) ^ mask;
        less = 0;
        for (int shift = 8 * (OrderKey.Bytes<T>() - 1); shift >= 0; shift -= 8)
        {
            new Span<int>(counts, Digits).Clear();
            for (int i = 0; i < count; i++) counts[(byte)(keys[i] >> shift)]++;
            int digit = 0;
            for (; k >= counts[digit]; digit++)
            {
                k -= counts[digit];
                less += counts[digit];
            }

            if (counts[digit] == count) continue;
            int kept = 0;
            for (int i = 0; kept < counts[digit]; i++)
                if ((byte)(keys[i] >> shift) == digit) keys[kept++] = keys[i];
            count = kept;
            if (count == 1) break;
        }

        return keys[0];
    }

    /// <summary>The place of the k-th smallest, counted from 0; of equal numbers the lower place comes first.</summary>
    public static int Place<T>(T* x, int count, int k, ulong* keys) where T : unmanaged
    {
        ulong key = Key(x, count, 0, k, keys, out int less);
        int place = 0;
        for (int equals = k - less; ; place++)
            if (OrderKey.Of(x[place]) == key && equals-- == 0) return place;
    }
}
