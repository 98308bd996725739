namespace Adjoint.Nn;

/// <summary>
/// The sum, mean or maximum of the embeddings of a bag of indices: bags of one length [N, length], or concatenated bags with the
/// offset of each → [N, size]. An empty bag gives 0.
/// </summary>
public sealed partial class EmbeddingBag : Layer
{
    private readonly EmbeddingBagMode mode;
    private readonly int? padding;

    /// <summary>Creates the table, normally distributed.</summary>
    /// <param name="numEmbeddings">Number of vectors.</param>
    /// <param name="embeddingDim">Length of a vector.</param>
    /// <param name="mode">How the vectors of a bag are reduced.</param>
    /// <param name="paddingIdx">An index that is left out and whose vector is initially 0; negative counts from the end.</param>
    /// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below 1, or the padding is no index.</exception>
    public EmbeddingBag(
        int numEmbeddings, int embeddingDim, EmbeddingBagMode mode = EmbeddingBagMode.Mean, int? paddingIdx = null,
            Generator? generator = null,
        DType dtype = DType.Float32)
    {
        if (numEmbeddings < 1 || embeddingDim < 1)
            throw new ShapeException($"EmbeddingBag: {numEmbeddings} vectors of {embeddingDim} must be at least 1.");
        if (paddingIdx >= numEmbeddings || paddingIdx < -numEmbeddings)
            throw new ShapeException($"EmbeddingBag: padding {paddingIdx} is none of {numEmbeddings} indices.");
        (this.mode, this.padding) = (mode, paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx);
        Weight = Tensor.Normal([numEmbeddings, embeddingDim], generator: generator, dtype: dtype).WithGrad();
        if (this.padding is { } left)
            using (GradMode.Off()) Init.Constant(Weight.Narrow(0, left, 1), 0);
    }

    /// <summary>[count, size].</summary>
    [Parameter] public Tensor Weight { get => Current(field); }

    /// <summary>Bags with a weight for each index, [N, length], for the mode Sum.</summary>
    /// <exception cref="AdjointException">The mode is not Sum.</exception>
    public Tensor Call(Tensor x, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        using var _ = EnterScope();
        return Pooled(Rows(x), weights);
    }

    /// <summary>Concatenated bags.</summary>
    /// <param name="x">The indices of all bags, [L].</param>
    /// <param name="offsets">Offset of each bag, [N]: the first is 0, and they do not decrease.</param>
    /// <param name="weights">A weight for each index, [L], for the mode Sum.</param>
    /// <exception cref="AdjointException">The offsets are not of that form, or weights are given and the mode is not Sum.</exception>
    public Tensor ForwardAt(Tensor x, Tensor offsets, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(offsets);
        using var _ = EnterScope();
        if (x.Rank != 1 || offsets.Rank != 1)
            throw new ShapeException(
                $"EmbeddingBag: takes bags one after the other [L] and where they begin [N], not {x.Shape} and {offsets.Shape}.");
        long[] starts = [.. offsets.To(DType.Int64).ToArray<long>()];
        int[] lengths = new int[starts.Length];
        for (int bag = 0; bag < starts.Length; bag++)
        {
            long end = bag + 1 < starts.Length ? starts[bag + 1] : x.Numel;
            if ((bag == 0 && starts[0] != 0) || end < starts[bag] || end > x.Numel)
                throw new ShapeException(
                    $"EmbeddingBag: bag {bag} begins at {starts[bag]} and ends at {end}, within {x.Numel} members that begin at 0.");
            lengths[bag] = (int)(end - starts[bag]);
        }

        // Pads the bags to one length; a mask says which places are in use.
        int longest = Math.Max(1, lengths.DefaultIfEmpty(0).Max());
        var places = new long[starts.Length * longest];
        var counts = new bool[places.Length];
        for (int bag = 0; bag < starts.Length; bag++)
        {
            for (int i = 0; i < lengths[bag]; i++)
                (places[(bag * longest) + i], counts[(bag * longest) + i]) = (starts[bag] + i, true);
        }

        if (x.Numel == 0) return Tensor.Zeros([starts.Length, Weight.Shape[1]], Weight.DType);
        Tensor at = Tensor.From<long>(places, [starts.Length, longest]);
        return Pooled(x.IndexSelect(0, at), weights?.IndexSelect(0, at), Tensor.From<bool>(counts, [starts.Length, longest]));
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => Pooled(Rows(x), null);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[0]}, {Weight.Shape[1]}, "
        + $"mode={mode.ToString().ToLowerInvariant()}{(padding is { } left ? $", padding_idx={left}" : "")}";

    private static Tensor Rows(Tensor x) => x.Rank == 2
        ? x
        : throw new ShapeException($"EmbeddingBag: takes bags of one length [N, length], not {x.Shape}.");

    private Tensor Pooled(Tensor x, Tensor? weights, Tensor? counts = null)
    {
        if (weights is not null && mode != EmbeddingBagMode.Sum)
            throw new AdjointException($"EmbeddingBag: weights go with sums only, not with {mode}.");
        Tensor vectors = Weight.Rows(x, new("EmbeddingBag"));
        if (weights is not null) vectors *= weights.Unsqueeze(-1);
        if (padding is { } left) counts = counts is null ? x.NotEqual(left) : counts.And(x.NotEqual(left));
        if (counts is null)
            return mode switch { EmbeddingBagMode.Sum => vectors.Sum(1), EmbeddingBagMode.Max => vectors.Amax(1), _ => vectors.Mean(1) };
        Tensor not = counts.Not().Unsqueeze(-1);
        Tensor members = counts.To(vectors.DType).Sum([1], true);
        Tensor Sum() => vectors.MaskedFill(not, 0).Sum(1);
        return mode switch
        {
            EmbeddingBagMode.Sum => Sum(),
            EmbeddingBagMode.Max => vectors.MaskedFill(not, double.NegativeInfinity).Amax(1).MaskedFill(members.Equal(0), 0),
            _ => Sum() / members.Clamp(min: 1),
        };
    }
}
