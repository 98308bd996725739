namespace Adjoint.Nn;

/// <summary>Sequences of several lengths, padded or packed: PyTorch's <c>nn.utils.rnn</c>.</summary>
public static class Sequences
{
    /// <summary>Packs padded sequences.</summary>
    /// <param name="input">[time, N, …], or [N, time, …] if the batch comes first.</param>
    /// <param name="lengths">The length of each sequence, at least 1.</param>
    /// <param name="batchFirst">Whether the batch is the first axis.</param>
    /// <param name="enforceSorted">Whether lengths must fall; if not, the sequences are sorted.</param>
    /// <returns>The packed sequences.</returns>
    /// <exception cref="ShapeException">The lengths do not fit, or are to fall and do not.</exception>
    public static PackedSequence PackPaddedSequence(
        Tensor input, ReadOnlySpan<int> lengths, bool batchFirst = false, bool enforceSorted = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank < 2) throw new ShapeException($"PackPaddedSequence: takes sequences [time, N, …], not {input.Shape}.");
        (int time, int count) = batchFirst ? (input.Shape[1], input.Shape[0]) : (input.Shape[0], input.Shape[1]);
        if (lengths.Length != count)
            throw new ShapeException(
                $"PackPaddedSequence: {lengths.Length} lengths are not as many as the {count} sequences of {input.Shape}.");
        int[] given = lengths.ToArray();
        if (count == 0) throw new ShapeException($"PackPaddedSequence: there are no sequences in {input.Shape}.");
        foreach (int length in given)
        {
            if (length < 1 || length > time)
                throw new ShapeException($"PackPaddedSequence: a length of {length} is not within 1 to {time}.");
        }

        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(n => given[n])];
        bool isSorted = order.SequenceEqual(Enumerable.Range(0, count));
        if (enforceSorted && !isSorted)
            throw new ShapeException("PackPaddedSequence: the lengths do not fall; sort the sequences, or pass enforceSorted: false.");
        var sizes = new long[given[order[0]]];
        var places = new List<long>();
        for (int t = 0; t < sizes.Length; t++)
        {
            foreach (int n in order)
            {
                if (given[n] <= t) break;
                sizes[t]++;
                places.Add(batchFirst ? ((long)n * time) + t : ((long)t * count) + n);
            }
        }

        Tensor data = input.Flatten(0, 1).IndexSelect(0, Tensor.Wrap(places.ToArray()));
        if (enforceSorted) return new PackedSequence(data, Tensor.Wrap(sizes));
        var inverse = new long[count];
        for (int place = 0; place < count; place++) inverse[order[place]] = place;
        return new PackedSequence(
            data, Tensor.Wrap(sizes), Tensor.Wrap(Array.ConvertAll(order, n => (long)n)), Tensor.Wrap(inverse));
    }

    /// <summary>The same with the lengths as a tensor of integers.</summary>
    /// <inheritdoc cref="PackPaddedSequence(Tensor, ReadOnlySpan{int}, bool, bool)"/>
    public static PackedSequence PackPaddedSequence(Tensor input, Tensor lengths, bool batchFirst = false, bool enforceSorted = true)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        return PackPaddedSequence(input, Numbers(lengths), batchFirst, enforceSorted);
    }

    /// <summary>Undoes packing: sequences in the order in which they were given, with padding, and their lengths.</summary>
    /// <param name="sequence">The packed sequences.</param>
    /// <param name="batchFirst">Whether the batch is to be the first axis.</param>
    /// <param name="paddingValue">What comes after the end of a sequence.</param>
    /// <param name="totalLength">The length of the result; the longest sequence's if not given.</param>
    /// <returns>[time, N, …] or [N, time, …], and the lengths, int64.</returns>
    /// <exception cref="ShapeException">The total length is less than that of a sequence.</exception>
    public static (Tensor Output, Tensor Lengths) PadPackedSequence(
        PackedSequence sequence, bool batchFirst = false, double paddingValue = 0, int? totalLength = null)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        int[] sizes = sequence.Checked("PadPackedSequence");
        int time = totalLength ?? sizes.Length, count = sizes[0];
        if (time < sizes.Length)
            throw new ShapeException($"PadPackedSequence: a total length of {time} is less than the {sizes.Length} of a sequence.");
        int[] order = [.. Enumerable.Range(0, count)];
        if (sequence.UnsortedIndices is { } unsorted)
            order = Array.ConvertAll(unsorted.To(DType.Int64).ToArray<long>(), place => (int)place);
        int[] lengths = PackedSequence.Lengths(sizes);
        var places = new long[time * count];
        places.AsSpan().Fill(sequence.Data.Shape[0]); // a row of padding
        for (int n = 0; n < count; n++)
        {
            for (int t = 0, start = 0; t < lengths[order[n]]; start += sizes[t++])
                places[batchFirst ? (n * time) + t : (t * count) + n] = start + order[n];
        }

        Tensor padding = Tensor.Full(sequence.Data.Shape.With(0, 1), paddingValue, sequence.Data.DType);
        Tensor rows = Tensor.Concat([sequence.Data, padding]);
        Shape front = batchFirst ? [count, time] : [time, count];
        Tensor output = rows.IndexSelect(0, Tensor.Wrap(places, front));
        return (output, Tensor.Wrap(Array.ConvertAll(order, place => (long)lengths[place])));
    }

    /// <summary>Sequences [length, …] of several lengths as one tensor.</summary>
    /// <param name="sequences">The sequences, which differ in their first size only.</param>
    /// <param name="batchFirst">Whether the batch is to be the first axis.</param>
    /// <param name="paddingValue">What comes after the end of a sequence.</param>
    /// <returns>[time, N, …] or [N, time, …].</returns>
    /// <exception cref="ShapeException">There are none, or other sizes differ.</exception>
    public static Tensor PadSequence(IReadOnlyList<Tensor> sequences, bool batchFirst = false, double paddingValue = 0)
    {
        CheckSequences("PadSequence", sequences);
        int time = sequences.Max(sequence => sequence.Shape[0]);
        Tensor[] padded =
        [
            .. sequences.Select(sequence => sequence.Shape[0] == time ? sequence : Tensor.Concat(
                [sequence, Tensor.Full(sequence.Shape.With(0, time - sequence.Shape[0]), paddingValue, sequence.DType)])),
        ];
        return Tensor.Stack(padded, batchFirst ? 0 : 1);
    }

    /// <summary>Packs sequences [length, …].</summary>
    /// <param name="sequences">The sequences, which differ in their first size only.</param>
    /// <param name="enforceSorted">Whether lengths must fall; if not, the sequences are sorted.</param>
    /// <returns>The packed sequences.</returns>
    /// <exception cref="ShapeException">There are none, one is empty, other sizes differ, or lengths are to fall and do not.</exception>
    public static PackedSequence PackSequence(IReadOnlyList<Tensor> sequences, bool enforceSorted = true)
    {
        CheckSequences("PackSequence", sequences);
        return PackPaddedSequence(PadSequence(sequences), [.. sequences.Select(sequence => sequence.Shape[0])], false, enforceSorted);
    }

    /// <summary>The sequences without their padding.</summary>
    /// <param name="padded">[time, N, …], or [N, time, …] if the batch comes first.</param>
    /// <param name="lengths">The length of each, integers.</param>
    /// <param name="batchFirst">Whether the batch is the first axis.</param>
    /// <returns>Each [length, …].</returns>
    /// <exception cref="ShapeException">The lengths do not fit.</exception>
    public static Tensor[] UnpadSequence(Tensor padded, Tensor lengths, bool batchFirst = false)
    {
        ArgumentNullException.ThrowIfNull(padded);
        ArgumentNullException.ThrowIfNull(lengths);
        int[] given = Numbers(lengths);
        if (padded.Rank < 2 || padded.Shape[batchFirst ? 0 : 1] != given.Length)
            throw new ShapeException($"UnpadSequence: {given.Length} lengths do not fit sequences {padded.Shape}.");
        Tensor rows = batchFirst ? padded : padded.Transpose(0, 1);
        return [.. given.Select((length, n) => rows.Narrow(0, n, 1).Squeeze(0).Narrow(0, 0, length))];
    }

    /// <summary>The sequences of a packed one, in the order in which they were given.</summary>
    /// <param name="sequence">The packed sequences.</param>
    /// <returns>Each [length, …].</returns>
    public static Tensor[] UnpackSequence(PackedSequence sequence)
    {
        (Tensor padded, Tensor lengths) = PadPackedSequence(sequence, batchFirst: true);
        return UnpadSequence(padded, lengths, batchFirst: true);
    }

    private static int[] Numbers(Tensor lengths) => lengths.DType.IsFloatingPoint() || lengths.Rank != 1
        ? throw new ShapeException($"Lengths of sequences are integers [N], not {lengths.DType.Name()} {lengths.Shape}.")
        : Array.ConvertAll(lengths.To(DType.Int64).ToArray<long>(), length => checked((int)length));

    private static void CheckSequences(string operation, IReadOnlyList<Tensor> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0) throw new ShapeException($"{operation}: there are no sequences.");
        foreach (Tensor sequence in sequences)
        {
            if (sequence.Rank == 0 || !sequence.Shape.Span[1..].SequenceEqual(sequences[0].Shape.Span[1..]))
                throw new ShapeException($"{operation}: {sequence.Shape} and {sequences[0].Shape} differ in more than their lengths.");
        }
    }
}
