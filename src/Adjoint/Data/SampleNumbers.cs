namespace Adjoint.Data;

/// <summary>Numbers of samples, as they come from samplers and users.</summary>
internal static class SampleNumbers
{
    /// <summary>The numbers as they are, after a check that each is one of a sample.</summary>
    public static ReadOnlySpan<long> Check(string what, Tensor indices, int count)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Rank != 1 || indices.DType != DType.Int64)
            throw new AdjointException(
                $"{what}: the numbers of the samples must be int64 [N], not {indices.DType.Name()} {indices.Shape}.");
        ReadOnlySpan<long> numbers = indices.Contiguous().AsSpan<long>();
        foreach (long number in numbers)
            if ((ulong)number >= (ulong)count)
                throw new AdjointException($"{what}: there is no sample {number} among {count}.");
        return numbers;
    }
}
