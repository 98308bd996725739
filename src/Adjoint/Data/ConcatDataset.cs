namespace Adjoint.Data;

/// <summary>Several datasets, one after the other. Their samples have the same inputs and targets.</summary>
public sealed class ConcatDataset : IDataset
{
    private readonly IDataset[] parts;

    /// <summary>The number of the first sample of each part, and at the end the number of all.</summary>
    private readonly int[] starts;

    /// <summary>Makes the dataset.</summary>
    /// <param name="datasets">The parts, in order.</param>
    /// <exception cref="AdjointException">There are none, or more than 2³¹−1 samples.</exception>
    public ConcatDataset(params ReadOnlySpan<IDataset> datasets)
    {
        if (datasets.IsEmpty) throw new AdjointException("ConcatDataset: there is no dataset.");
        parts = datasets.ToArray();
        starts = new int[parts.Length + 1];
        for (int i = 0; i < parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i], nameof(datasets));
            long end = (long)starts[i] + parts[i].Count;
            if (end > int.MaxValue) throw new AdjointException($"ConcatDataset: {end} samples are more than 2^31 - 1.");
            starts[i + 1] = (int)end;
        }
    }

    /// <inheritdoc/>
    public int Count => starts[^1];

    /// <inheritdoc/>
    public Batch Fetch(Tensor indices)
    {
        ReadOnlySpan<long> numbers = SampleNumbers.Check("ConcatDataset", indices, Count);
        // Each part is asked once, for all that it has; then the samples are put back into order.
        var asked = new List<long>[parts.Length];
        var places = new List<long>();
        for (int part = 0; part < parts.Length; part++)
        {
            asked[part] = [];
            for (int i = 0; i < numbers.Length; i++)
            {
                if (numbers[i] < starts[part] || numbers[i] >= starts[part + 1]) continue;
                asked[part].Add(numbers[i] - starts[part]);
                places.Add(i);
            }
        }

        Batch[] batches = [.. parts.Zip(asked).Where(p => p.Second.Count > 0).Select(p => p.First.Fetch(Tensor.Of<long>([.. p.Second])))];
        if (batches.Length == 0) return parts[0].Fetch(indices);
        if (batches.Length == 1) return batches[0];
        var order = new long[numbers.Length];
        for (int i = 0; i < order.Length; i++) order[places[i]] = i;
        Tensor back = Tensor.Wrap(order);
        return new Batch(
            Join(batches[0].NamedInputs, batches, back), Join(batches[0].NamedTargets, batches, back));
    }

    /// <summary>How many samples from how many parts.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"ConcatDataset of {Count} samples from {parts.Length} datasets";

    private static IEnumerable<(string Name, Tensor Values)> Join(
        IReadOnlyList<(string Name, Tensor Values)> fields, Batch[] batches, Tensor order) =>
        fields.Select(field => (field.Name, Tensor.Concat([.. batches.Select(batch => batch[field.Name])]).IndexSelect(0, order)));
}
