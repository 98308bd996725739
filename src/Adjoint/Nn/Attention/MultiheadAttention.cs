namespace Adjoint.Nn;

/// <summary>
/// Attention with several heads: softmax(q·kᵀ/√d)·v for each head, of projections of query, key and value, joined and
/// projected again. Vaswani et al. 2017 (arXiv 1706.03762).
/// </summary>
/// <remarks>Sequences are [length, N, size], or [N, length, size] if the batch comes first, or [length, size] for one.</remarks>
public sealed partial class MultiheadAttention : Module
{
    private readonly int heads;
    private readonly double dropout;
    private readonly bool batchFirst, zeroKey;
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
    /// <param name="size">Length of a query, and of the result.</param>
    /// <param name="heads">Number of heads; divides the size.</param>
    /// <param name="dropout">Probability of a weight to be dropped, in training.</param>
    /// <param name="bias">Whether projections have biases.</param>
    /// <param name="keySize">Length of a key; the size if not given.</param>
    /// <param name="valueSize">Length of a value; the size if not given.</param>
    /// <param name="batchFirst">Whether sequences are [N, length, size].</param>
    /// <param name="random">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="extraKey">Whether to append a trained key and value to every sequence: PyTorch's <c>add_bias_kv</c>.</param>
    /// <param name="zeroKey">Whether to append a key and value of zeros to every sequence: PyTorch's <c>add_zero_attn</c>.</param>
    /// <exception cref="ShapeException">The heads do not divide the size.</exception>
    public MultiheadAttention(
        int size, int heads, double dropout = 0, bool bias = true, int? keySize = null, int? valueSize = null,
        bool batchFirst = false, Generator? random = null, DType type = DType.Float32,
        bool extraKey = false, bool zeroKey = false)
    {
        if (size < 1 || heads < 1 || size % heads != 0)
            throw new ShapeException($"MultiheadAttention: {heads} heads do not divide a size of {size}.");
        (Size, this.heads, this.dropout, this.batchFirst, this.zeroKey, this.random) =
            (size, heads, dropout, batchFirst, zeroKey, random);
        (int keys, int values) = (keySize ?? size, valueSize ?? size);
        outProj = new Linear(size, size, bias, random, type);
        if (outProj.Bias is { } outBias) Initializers.Constant(outBias, 0);
        if (keys == size && values == size) inWeight = Projection(3 * size, size);
        else (queryWeight, keyWeight, valueWeight) = (Projection(size, size), Projection(size, keys), Projection(size, values));
        keyBias = extraKey ? Initializers.XavierNormal(Tensor.Zeros([1, 1, size], type).WithGrad(), random: random) : null;
        valueBias = extraKey ? Initializers.XavierNormal(Tensor.Zeros([1, 1, size], type).WithGrad(), random: random) : null;
        inBias = bias ? Tensor.Zeros([3 * size], type).WithGrad() : null;

        Tensor Projection(int rows, int columns) =>
            Initializers.XavierUniform(Tensor.Zeros([rows, columns], type).WithGrad(), random: random);
    }

    /// <summary>Length of a query, and of the result.</summary>
    public int Size { get; }

    /// <summary>Self-attention.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, x, x).Output;

    /// <summary>Attention of queries to keys, which returns weighted values.</summary>
    /// <param name="query">[length, N, size].</param>
    /// <param name="key">[keys, N, key size].</param>
    /// <param name="value">[keys, N, value size].</param>
    /// <param name="keyPadding">Masked keys, [N, keys]: true if bool; if real, added to the scores.</param>
    /// <param name="mask">Masked keys for each query, [length, keys] or [N·heads, length, keys], likewise.</param>
    /// <param name="averageWeights">Whether the weights are averaged over the heads.</param>
    /// <returns>The result [length, N, size], and the weights [N, length, keys], or [N, heads, length, keys].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public (Tensor Output, Tensor Weights) Forward(
        Tensor query, Tensor key, Tensor value, Tensor? keyPadding = null, Tensor? mask = null, bool averageWeights = true)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        using var _ = EnterScope();
        if (query.Rank == 2)
        {
            int batch = batchFirst ? 0 : 1;
            (Tensor one, Tensor shares) = Forward(
                query.Unsqueeze(batch), key.Unsqueeze(batch), value.Unsqueeze(batch), keyPadding?.Unsqueeze(0), mask, averageWeights);
            return (one.Squeeze(batch), shares.Squeeze(0));
        }

        if (query.Rank != 3 || key.Rank != 3 || value.Rank != 3)
            throw new ShapeException(
                $"MultiheadAttention: takes sequences [length, N, size], not {query.Shape}, {key.Shape} and {value.Shape}.");
        Tensor keys = Extended(Split(key, keyWeight, 1), keyBias);
        Tensor values = Extended(Split(value, valueWeight, 2), valueBias);
        // Added keys are not masked.
        int added = keys.Shape[2] - key.Shape[batchFirst ? 1 : 0];
        if (added > 0) (mask, keyPadding) = (mask?.Pad([0, added]), keyPadding?.Pad([0, added]));
        Tensor scores = Split(query, queryWeight, 0).MatMul(keys.Transpose()) / Math.Sqrt(Size / heads);
        if (mask is not null) scores = Masked(scores, mask.Rank == 3 ? mask.Unflatten(0, -1, heads) : mask);
        if (keyPadding is not null) scores = Masked(scores, keyPadding.Unsqueeze(1).Unsqueeze(1));
        Tensor weights = scores.Softmax();
        Tensor joined = weights.Dropout(dropout, Training, random).MatMul(values).Transpose(1, 2).Flatten(2);
        Tensor output = outProj.Call(joined);
        return (batchFirst ? output : output.Transpose(0, 1), averageWeights ? weights.Mean(1) : weights);
    }

    // The projection of a sequence, by heads: [N, heads, length, size/heads].
    private Tensor Split(Tensor x, Tensor? weight, int place)
    {
        weight ??= inWeight!.Narrow(0, place * Size, Size);
        Tensor y = x.Linear(weight, inBias?.Narrow(0, place * Size, Size));
        if (!batchFirst) y = y.Transpose(0, 1);
        return y.Unflatten(-1, heads, Size / heads).Transpose(1, 2);
    }

    /// <summary>Keys or values by heads, with the additional ones at the end.</summary>
    private Tensor Extended(Tensor x, Tensor? own)
    {
        Shape one = x.Shape.With(2, 1);
        if (own is not null) x = Tensor.Concat([x, own.Reshape(1, heads, 1, Size / heads).Expand(one)], 2);
        return zeroKey ? Tensor.Concat([x, Tensor.Zeros(one, x.DType)], 2) : x;
    }

    private static Tensor Masked(Tensor scores, Tensor mask) =>
        mask.DType == DType.Bool ? scores.MaskedFill(mask, double.NegativeInfinity) : scores + mask;
}
