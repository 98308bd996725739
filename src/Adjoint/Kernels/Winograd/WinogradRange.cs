namespace Adjoint.Kernels;

/// <summary>
/// How far the numbers of some tiles are apart. A tile rounds by its largest, so a pixel far beyond the others would be seen as an error
/// in outputs whose window does not contain it; a result with such tiles is better computed another way.
/// </summary>
internal unsafe struct WinogradRange
{
    /// <summary>How many times their middle size the largest may be: the errors it causes elsewhere stay below a thousandth.</summary>
    private const float MostRatio = 4096;

    /// <summary>From here on the products of a transform may overflow.</summary>
    private const float MostNumber = 1e30f;

    private Vector512<int> most, count;
    private Vector512<float> roots;

    /// <summary>Adds so many numbers; zeros do not count.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(WinogradRange* range, float* line, int length)
    {
        Vector512<int> most = range->most, count = range->count;
        Vector512<float> roots = range->roots;
        int i = 0;
        for (; i <= length - Vector512<float>.Count; i += Vector512<float>.Count)
            Add(Vector512.Load(line + i), ref most, ref count, ref roots);
        if (i < length)
            Add(Vector512.Load(line + i) & PartialVector.Mask<float>(length - i), ref most, ref count, ref roots);

        (range->most, range->count, range->roots) = (most, count, roots);
    }

    /// <summary>Whether the largest is far beyond the others, or not finite.</summary>
    public readonly bool IsWide()
    {
        int bits = 0, counted = Vector512.Sum(count);
        for (int lane = 0; lane < Vector512<int>.Count; lane++) bits = Math.Max(bits, most[lane]);
        float largest = BitConverter.Int32BitsToSingle(bits);
        if (!(largest < MostNumber)) return true;
        float root = Vector512.Sum(roots) / Math.Max(1, counted);
        return largest > MostRatio * root * root;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<float> x, ref Vector512<int> most, ref Vector512<int> count, ref Vector512<float> roots)
    {
        // Bits without the sign are in the order of the numbers, NaN last; half of them, moved, are nearly those of the root. The
        // square of the mean root is a middle that a few large numbers do not move.
        Vector512<int> bits = x.AsInt32() & Vector512.Create(0x7FFFFFFF);
        Vector512<int> some = Vector512.GreaterThan(bits, Vector512<int>.Zero);
        most = Vector512.Max(most, bits);
        count -= some;
        roots += (((bits >> 1) + Vector512.Create(0x1FBD1DF5)) & some).AsSingle();
    }
}
