namespace Adjoint.Data;

/// <summary>What samplers share: numbers drawn on the host, and the samples of each class.</summary>
internal static class SamplerDraws
{
    /// <summary>Uniform in [0, 1), in double precision.</summary>
    public static double[] Uniform(int count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Tensor.Uniform([count], generator: generator, dtype: DType.Float64).ToArray<double>();
    }

    /// <summary>The numbers below a count in random order.</summary>
    public static int[] Order(int count, Generator generator) =>
        Array.ConvertAll(Tensor.RandPerm(count, generator).ToArray<long>(), number => (int)number);

    /// <summary>The samples of each class or group, in the order in which these first occur.</summary>
    public static long[][] Groups(string sampler, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Rank != 1 || labels.Numel == 0 || labels.DType.IsFloatingPoint())
            throw new AdjointException($"{sampler}: takes integers [N], at least one, not {labels.DType.Name()} {labels.Shape}.");
        var groups = new OrderedDictionary<long, List<long>>();
        long[] values = labels.To(DType.Int64).ToArray<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!groups.TryGetValue(values[i], out List<long>? members)) groups.Add(values[i], members = []);
            members.Add(i);
        }

        return [.. groups.Values.Select(members => members.ToArray())];
    }
}
