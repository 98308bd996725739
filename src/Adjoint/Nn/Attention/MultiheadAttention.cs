namespace Adjoint.Nn;

/// <summary>
/// Attention with several heads: softmax(q·kᵀ/√d)·v for each head, of projections of query, key and value, joined and
/// projected again. Vaswani et al. 2017 (arXiv 1706.03762).
/// </summary>
/// <remarks>Sequences are [length, N, size], or [N, length, size] if the batch comes first, or [length, size] for one.</remarks>
public sealed partial class MultiheadAttention : Module
{
    private readonly double dropout;
    private readonly bool batchFirst, addZeroAttn;
    private readonly Generator? random;

    [Parameter("in_proj_weight")] private readonly Tensor? inWeight;
    [Parameter("q_proj_weight")] private readonly Tensor? queryWeight;
    [Parameter("k_proj_weight")] private readonly Tensor? keyWeight;
    [Parameter("v_proj_weight")] private readonly Tensor? valueWeight;
    [Parameter("in_proj_bias")] private readonly Tensor? inBias;
    [Parameter("bias_k")] private readonly Tensor? keyBias;
    [Parameter("bias_v")] private readonly Tensor? valueBias;
    private readonly Linear outProj;

    /// <summary>Creates the layer: projections by Xavier's uniform, biases 0.</summary>
    /// <param name="embedDim">Length of a query, and of the result.</param>
    /// <param name="numHeads">Number of heads; divides that.</param>
    /// <param name="dropout">Probability of a weight to be dropped, in training.</param>
    /// <param name="bias">Whether projections have biases.</param>
    /// <param name="addBiasKv">Whether to append a trained key and value to every sequence.</param>
    /// <param name="addZeroAttn">Whether to append a key and value of zeros to every sequence.</param>
    /// <param name="kdim">Length of a key; that of a query if not given.</param>
    /// <param name="vdim">Length of a value; that of a query if not given.</param>
    /// <param name="batchFirst">Whether sequences are [N, length, size].</param>
    /// <param name="generator">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="ShapeException">The heads do not divide the size.</exception>
    public MultiheadAttention(
        int embedDim, int numHeads, double dropout = 0, bool bias = true, bool addBiasKv = false, bool addZeroAttn = false,
        int? kdim = null, int? vdim = null, bool batchFirst = false, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (embedDim < 1 || numHeads < 1 || embedDim % numHeads != 0)
            throw new ShapeException($"MultiheadAttention: {numHeads} heads do not divide a size of {embedDim}.");
        (EmbedDim, NumHeads, this.dropout, this.batchFirst, this.addZeroAttn, this.random) =
            (embedDim, numHeads, dropout, batchFirst, addZeroAttn, generator);
        (int keys, int values) = (kdim ?? embedDim, vdim ?? embedDim);
        outProj = new Linear(embedDim, embedDim, bias, generator, dtype);
        if (outProj.Bias is { } outBias) Init.Constant(outBias, 0);
        if (keys == embedDim && values == embedDim) inWeight = Projection(3 * embedDim, embedDim);
        else
        {
            (queryWeight, keyWeight) = (Projection(embedDim, embedDim), Projection(embedDim, keys));
            valueWeight = Projection(embedDim, values);
        }

        keyBias = addBiasKv ? Init.XavierNormal(Tensor.Zeros([1, 1, embedDim], dtype).WithGrad(), generator: generator) : null;
        valueBias = addBiasKv ? Init.XavierNormal(Tensor.Zeros([1, 1, embedDim], dtype).WithGrad(), generator: generator) : null;
        inBias = bias ? Tensor.Zeros([3 * embedDim], dtype).WithGrad() : null;

        Tensor Projection(int rows, int columns) =>
            Init.XavierUniform(Tensor.Zeros([rows, columns], dtype).WithGrad(), generator: generator);
    }

    /// <summary>Length of a query, and of the result.</summary>
    public int EmbedDim { get; }

    /// <summary>Number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>Self-attention.</summary>
    public override Tensor Forward(Tensor x) => Call(x, x, x, needWeights: false).Output;

    /// <summary>Attention of queries to keys, which returns weighted values.</summary>
    /// <param name="query">[length, N, size].</param>
    /// <param name="key">[keys, N, key size].</param>
    /// <param name="value">[keys, N, value size].</param>
    /// <param name="keyPaddingMask">Masked keys, [N, keys]: true if bool; if real, added to the scores.</param>
    /// <param name="needWeights">Whether to return the weights too; without them less memory is taken.</param>
    /// <param name="attnMask">Masked keys for each query, [length, keys] or [N·heads, length, keys], likewise.</param>
    /// <param name="averageAttnWeights">Whether the weights are averaged over the heads.</param>
    /// <param name="isCausal">Whether query i looks at keys 0 to i only, beside the other masks.</param>
    /// <returns>
    /// The result [length, N, size], and the weights [N, length, keys] or [N, heads, length, keys], or null where they are not needed.
    /// </returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public (Tensor Output, Tensor? Weights) Call(
        Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask = null, bool needWeights = true, Tensor? attnMask = null,
        bool averageAttnWeights = true, bool isCausal = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        using var _ = EnterScope();
        if (query.Rank == 2)
        {
            int batch = batchFirst ? 0 : 1;
            (Tensor one, Tensor? shares) = Call(
                query.Unsqueeze(batch), key.Unsqueeze(batch), value.Unsqueeze(batch), keyPaddingMask?.Unsqueeze(0), needWeights, attnMask,
                averageAttnWeights, isCausal);
            return (one.Squeeze(batch), shares?.Squeeze(0));
        }

        if (query.Rank != 3 || key.Rank != 3 || value.Rank != 3)
            throw new ShapeException(
                $"MultiheadAttention: takes sequences [length, N, size], not {query.Shape}, {key.Shape} and {value.Shape}.");
        Tensor queries = Split(query, queryWeight, 0);
        Tensor keys = Extended(Split(key, keyWeight, 1), keyBias);
        Tensor values = Extended(Split(value, valueWeight, 2), valueBias);
        (int length, int own) = (queries.Shape[2], key.Shape[batchFirst ? 1 : 0]);
        if (isCausal)
        {
            Tensor later = Tensor.Arange(own).Greater(Tensor.Arange(length).Unsqueeze(1));
            attnMask = attnMask is null ? later : Joined(attnMask, later);
        }

        // Added keys are not masked.
        int added = keys.Shape[2] - own;
        if (added > 0) (attnMask, keyPaddingMask) = (attnMask?.Pad([0, added]), keyPaddingMask?.Pad([0, added]));
        Tensor? mask = Mask(attnMask, keyPaddingMask, queries.Shape[0], length, keys.Shape[2]);
        double drops = Training ? dropout : 0;
        Tensor joined;
        Tensor? weights = null;
        if (needWeights)
        {
            Tensor scores = queries.MatMul(keys.Transpose()) / Math.Sqrt(EmbedDim / NumHeads);
            if (mask is not null) scores = mask.DType == DType.Bool ? scores.MaskedFill(mask, double.NegativeInfinity) : scores + mask;
            weights = scores.Softmax();
            joined = weights.Dropout(drops, Training, random).MatMul(values);
            if (averageAttnWeights) weights = weights.Mean(1);
        }
        else
        {
            joined = queries.ScaledDotProductAttention(
                keys, values, mask?.DType == DType.Bool ? mask.Not() : mask, drops, generator: random);
        }

        Tensor output = outProj.Call(joined.Transpose(1, 2).Flatten(2));
        return (batchFirst ? output : output.Transpose(0, 1), weights);
    }

    /// <summary>Both masks as one that broadcasts to [N, heads, length, keys], in their own sense: true is masked, or added.</summary>
    private Tensor? Mask(Tensor? each, Tensor? padding, int batch, int length, int keys)
    {
        if (each is not null)
        {
            bool fits = each.Rank is 2 or 3 && each.Shape[^2] == length && each.Shape[^1] == keys
                && (each.Rank == 2 || each.Shape[0] == batch * NumHeads);
            if (!fits)
                throw new ShapeException(
                    $"MultiheadAttention: a mask is [{length}, {keys}] or [{batch * NumHeads}, {length}, {keys}], not {each.Shape}.");
            if (each.Rank == 3) each = each.Unflatten(0, batch, NumHeads);
        }

        if (padding is null) return each;
        if (padding.Rank != 2 || padding.Shape[0] != batch || padding.Shape[1] != keys)
            throw new ShapeException($"MultiheadAttention: a mask of padded keys is [{batch}, {keys}], not {padding.Shape}.");
        padding = padding.Unsqueeze(1).Unsqueeze(1);
        return each is null ? padding : Joined(each, padding);
    }

    private static Tensor Joined(Tensor a, Tensor b)
    {
        if (a.DType == DType.Bool && b.DType == DType.Bool) return a.Or(b);
        DType type = a.DType == DType.Bool ? b.DType : a.DType;
        return Added(a, type) + Added(b, type);
    }

    /// <summary>A mask as what is added to scores.</summary>
    private static Tensor Added(Tensor mask, DType dtype) => mask.DType == DType.Bool
        ? Tensor.Zeros(mask.Shape, dtype).MaskedFill(mask, double.NegativeInfinity)
        : mask;

    // The projection of a sequence, by heads: [N, heads, length, size/heads].
    private Tensor Split(Tensor x, Tensor? weight, int place)
    {
        weight ??= inWeight!.Narrow(0, place * EmbedDim, EmbedDim);
        Tensor y = x.Linear(weight, inBias?.Narrow(0, place * EmbedDim, EmbedDim));
        if (!batchFirst) y = y.Transpose(0, 1);
        return y.Unflatten(-1, NumHeads, EmbedDim / NumHeads).Transpose(1, 2);
    }

    /// <summary>Keys or values by heads, with the additional ones at the end.</summary>
    private Tensor Extended(Tensor x, Tensor? own)
    {
        Shape one = x.Shape.With(2, 1);
        if (own is not null) x = Tensor.Concat([x, own.Reshape(1, NumHeads, 1, EmbedDim / NumHeads).Expand(one)], 2);
        return addZeroAttn ? Tensor.Concat([x, Tensor.Zeros(one, x.DType)], 2) : x;
    }
}
