using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>
/// The sum, mean or maximum of the vectors of several things: bags of indices of one length [N, length], or one after the other
/// with the place where each bag begins → [N, size]. A bag of nothing is 0.
/// </summary>
public sealed partial class EmbeddingBag : Layer
{
    private readonly BagMode mode;
    private readonly int? padding;

    /// <summary>Makes the table, normally distributed.</summary>
    /// <param name="count">Number of things.</param>
    /// <param name="size">Length of a vector.</param>
    /// <param name="mode">What becomes of the vectors of a bag.</param>
    /// <param name="padding">A thing that does not count, and whose vector is 0 at first; below 0 counted from the end.</param>
    /// <param name="random">Draws the first values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below 1, or there is no such thing to leave out.</exception>
    public EmbeddingBag(
        int count, int size, BagMode mode = BagMode.Mean, int? padding = null, Generator? random = null, DType type = DType.Float32)
    {
        if (count < 1 || size < 1) throw new ShapeException($"EmbeddingBag: {count} vectors of {size} must be at least 1.");
        if (padding >= count || padding < -count) throw new ShapeException($"EmbeddingBag: padding {padding} is none of {count} indices.");
        this.mode = mode;
        this.padding = padding < 0 ? padding + count : padding;
        Weight = Tensor.Normal([count, size], random: random, type: type).WithGrad();
        if (this.padding is { } left)
            using (GradMode.Off()) Initializers.Constant(Weight.Narrow(0, left, 1), 0);
    }

    /// <summary>[count, size].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <summary>Bags with a weight for each of their members, [N, length]; they are summed.</summary>
    /// <exception cref="AdjointException">The bags are not summed.</exception>
    public Tensor Forward(Tensor x, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        using Recording.Entry _ = Recording.Enter(this);
        return Pooled(Rows(x), weights);
    }

    /// <summary>Bags that lie one after the other.</summary>
    /// <param name="x">The members of all bags, [L].</param>
    /// <param name="offsets">Where each bag begins, [N], the first at 0, none before the one before it.</param>
    /// <param name="weights">A weight for each member, [L], if bags are summed.</param>
    /// <exception cref="AdjointException">The offsets are not of that form, or weights are given though the bags are not summed.</exception>
    public Tensor ForwardAt(Tensor x, Tensor offsets, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(offsets);
        using Recording.Entry _ = Recording.Enter(this);
        if (x.Rank != 1 || offsets.Rank != 1)
            throw new ShapeException($"EmbeddingBag: takes bags one after the other [L] and where they begin [N], not {x.Shape} and {offsets.Shape}.");
        long[] starts = [.. offsets.To(DType.Int64).ToArray<long>()];
        int[] lengths = new int[starts.Length];
        for (int bag = 0; bag < starts.Length; bag++)
        {
            long end = bag + 1 < starts.Length ? starts[bag + 1] : x.Count;
            if ((bag == 0 && starts[0] != 0) || end < starts[bag] || end > x.Count)
                throw new ShapeException($"EmbeddingBag: bag {bag} begins at {starts[bag]} and ends at {end}, within {x.Count} members that begin at 0.");
            lengths[bag] = (int)(end - starts[bag]);
        }

        // Bags of one length: each row points at its members, and behind them at what does not count.
        int longest = Math.Max(1, lengths.DefaultIfEmpty(0).Max());
        var places = new long[starts.Length * longest];
        var counts = new bool[places.Length];
        for (int bag = 0; bag < starts.Length; bag++)
        {
            for (int i = 0; i < lengths[bag]; i++)
            {
                places[(bag * longest) + i] = starts[bag] + i;
                counts[(bag * longest) + i] = true;
            }
        }

        if (x.Count == 0) return Tensor.Zeros([starts.Length, Weight.Shape[1]], Weight.DType);
        Tensor at = Tensor.From<long>(places, [starts.Length, longest]);
        return Pooled(x.IndexSelect(0, at), weights?.IndexSelect(0, at), Tensor.From<bool>(counts, [starts.Length, longest]));
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => Pooled(Rows(x), null);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[0]}, {Weight.Shape[1]}, mode={mode.ToString().ToLowerInvariant()}{(padding is { } left ? $", padding_idx={left}" : "")}";

    private static Tensor Rows(Tensor x) => x.Rank == 2
        ? x
        : throw new ShapeException($"EmbeddingBag: takes bags of one length [N, length], not {x.Shape}.");

    private Tensor Pooled(Tensor x, Tensor? weights, Tensor? counts = null)
    {
        if (weights is not null && mode != BagMode.Sum) throw new AdjointException($"EmbeddingBag: weights go with sums only, not with {mode}.");
        Tensor vectors = Weight.Embedding(x);
        if (weights is not null) vectors *= weights.Unsqueeze(-1);
        if (padding is { } left) counts = counts is null ? x.NotEqual(left) : counts.And(x.NotEqual(left));
        if (counts is null) return mode switch { BagMode.Sum => vectors.Sum(1), BagMode.Max => vectors.Max(1), _ => vectors.Mean(1) };
        Tensor not = counts.Not().Unsqueeze(-1);
        Tensor members = counts.To(vectors.DType).Sum([1], true);
        Tensor Sum() => vectors.MaskedFill(not, 0).Sum(1);
        return mode switch
        {
            BagMode.Sum => Sum(),
            BagMode.Max => vectors.MaskedFill(not, double.NegativeInfinity).Max(1).MaskedFill(members.Equal(0), 0),
            _ => Sum() / members.Clamp(min: 1),
        };
    }
}
