namespace Adjoint.Nn;

/// <summary>
/// Sequences of several lengths without padding: all first steps, then all second ones of those that have one, and so on, the longest
/// sequence first. <see cref="Sequences"/> makes them; recurrent layers take and return them.
/// </summary>
/// <param name="Data">The steps, [sum of the lengths, …].</param>
/// <param name="BatchSizes">How many sequences have each step, int64, falling.</param>
/// <param name="SortedIndices">Which sequence of those that were given is at each place, int64; null if they were in order.</param>
/// <param name="UnsortedIndices">At which place each sequence of those that were given is, int64; null if they were in order.</param>
public sealed record PackedSequence(Tensor Data, Tensor BatchSizes, Tensor? SortedIndices = null, Tensor? UnsortedIndices = null)
{
    /// <summary>How many sequences have each step.</summary>
    internal int[] Sizes() => Array.ConvertAll(BatchSizes.To(DType.Int64).ToArray<long>(), size => (int)size);

    /// <summary>Fails unless the sizes fall and add up.</summary>
    internal int[] Checked(string operation)
    {
        int[] sizes = Sizes();
        bool falls = sizes.Length > 0 && sizes[^1] >= 1;
        for (int t = 1; t < sizes.Length; t++) falls &= sizes[t] <= sizes[t - 1];
        if (!falls || Data.Rank == 0 || sizes.Sum() != Data.Shape[0])
            throw new ShapeException(
                $"{operation}: batch sizes {Shape.Format(sizes)} of a packed sequence must fall and add up to its {Data.Shape}.");
        return sizes;
    }

    /// <summary>The lengths of the sequences in the order of places.</summary>
    internal static int[] Lengths(int[] sizes)
    {
        var lengths = new int[sizes[0]];
        foreach (int size in sizes)
            for (int i = 0; i < size; i++) lengths[i]++;
        return lengths;
    }

    /// <summary>The packed sequence's data and sizes.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"PackedSequence(data={Data.Shape}, batch_sizes={Shape.Format(Sizes())})";
}
