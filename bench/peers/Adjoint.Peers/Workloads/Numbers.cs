namespace Adjoint.Peers.Workloads;

/// <summary>
/// Numbers that every language here makes alike, to the bit: a hash of seed and index, its upper 24 bits taken as a float
/// in [−1, 1). The hash is lowbias32 by C. Wellons (public domain).
/// </summary>
internal static class Numbers
{
    private const uint SeedStep = 0x9E3779B9;

    public static uint Hash(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x = (x ^ (x >> 15)) * 0x846CA68B;
        return x ^ (x >> 16);
    }

    /// <summary>A tensor of such numbers times a factor.</summary>
    public static Tensor Make(uint seed, float factor, params ReadOnlySpan<int> sizes)
    {
        var shape = Shape.Create(sizes);
        var values = new float[shape.Numel];
        Fill(values, seed, factor);
        return Tensor.From<float>(values, shape);
    }

    /// <summary>Overwrites a tensor with such numbers times a factor.</summary>
    public static void Fill(Tensor tensor, uint seed, float factor)
    {
        Fill(tensor.AsSpan<float>(), seed, factor);
        tensor.MarkChanged();
    }

    /// <summary>Up to 256 elements at places that depend on the count alone.</summary>
    public static double[] Sample(Tensor tensor)
    {
        const int Most = 256;
        using Scope _ = GradMode.Off();
        float[] values = tensor.ToArray<float>();
        if (values.Length <= Most) return [.. values.Select(value => (double)value)];
        var sample = new double[Most];
        for (int i = 0; i < Most; i++) sample[i] = values[(int)(Hash((uint)i) % (uint)values.Length)];
        return sample;
    }

    private static void Fill(Span<float> values, uint seed, float factor)
    {
        uint start = seed * SeedStep;
        for (int i = 0; i < values.Length; i++)
            values[i] = (((Hash((uint)i + start) >> 8) / 8388608f) - 1) * factor;
    }
}
