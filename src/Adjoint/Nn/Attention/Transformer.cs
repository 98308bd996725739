namespace Adjoint.Nn;

/// <summary>A transformer of encoder and decoder. Vaswani et al. 2017 (arXiv 1706.03762).</summary>
/// <remarks>Sequences are [length, N, size], or [N, length, size] if the batch comes first, or [length, size] for one.</remarks>
public sealed partial class Transformer : Module
{
    private readonly TransformerEncoder encoder;
    private readonly TransformerDecoder decoder;

    /// <summary>Creates the transformer; matrices by Xavier's uniform.</summary>
    /// <param name="dModel">Length of a vector of the sequences.</param>
    /// <param name="nhead">Number of heads; divides the length.</param>
    /// <param name="numEncoderLayers">Layers of the encoder.</param>
    /// <param name="numDecoderLayers">Layers of the decoder.</param>
    /// <param name="dimFeedforward">Features between the two linear layers of each layer.</param>
    /// <param name="dropout">Probability of a number to be dropped, in training.</param>
    /// <param name="activation">The function between the two linear layers; max(·, 0) if not given.</param>
    /// <param name="customEncoder">An encoder in the place of that.</param>
    /// <param name="customDecoder">A decoder in the place of that.</param>
    /// <param name="layerNormEps">Added to the variance.</param>
    /// <param name="batchFirst">Whether sequences are [N, length, size].</param>
    /// <param name="normFirst">Whether to normalise before attention and linear layers, not after.</param>
    /// <param name="bias">Whether linear layers and normalisations have biases.</param>
    /// <param name="generator">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    public Transformer(
        int dModel = 512, int nhead = 8, int numEncoderLayers = 6, int numDecoderLayers = 6, int dimFeedforward = 2048,
        double dropout = 0.1, Func<Tensor, Tensor>? activation = null, TransformerEncoder? customEncoder = null,
        TransformerDecoder? customDecoder = null, double layerNormEps = 1e-5, bool batchFirst = false, bool normFirst = false,
        bool bias = true, Generator? generator = null, DType dtype = DType.Float32)
    {
        encoder = customEncoder ?? new TransformerEncoder(
            new TransformerEncoderLayer(
                dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias, generator, dtype),
            numEncoderLayers, new LayerNorm(dModel, layerNormEps, dtype: dtype, bias: bias));
        decoder = customDecoder ?? new TransformerDecoder(
            new TransformerDecoderLayer(
                dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias, generator, dtype),
            numDecoderLayers, new LayerNorm(dModel, layerNormEps, dtype: dtype, bias: bias));
        foreach (Tensor parameter in Parameters())
            if (parameter.Rank > 1) Init.XavierUniform(parameter, generator: generator);
    }

    /// <summary>Runs encoder and decoder with masks, as in <see cref="MultiheadAttention"/>.</summary>
    /// <param name="src">The encoder's sequence [places, N, size], or [N, places, size] if the batch comes first.</param>
    /// <param name="tgt">The decoder's sequence [length, N, size].</param>
    /// <param name="srcMask">[places, places]: keys that are masked for each query of the encoder.</param>
    /// <param name="tgtMask">[length, length]: keys that are masked for each query of the decoder.</param>
    /// <param name="memoryMask">[length, places]: places of the encoder that are masked for each query of the decoder.</param>
    /// <param name="srcKeyPaddingMask">[N, places]: keys of the encoder that are masked for all queries.</param>
    /// <param name="tgtKeyPaddingMask">[N, length]: keys of the decoder that are masked for all queries.</param>
    /// <param name="memoryKeyPaddingMask">[N, places]: places of the encoder that are masked for all queries of the decoder.</param>
    /// <param name="srcIsCausal">Whether each place of the encoder looks at itself and those before only.</param>
    /// <param name="tgtIsCausal">Whether each place of the decoder looks at itself and those before only.</param>
    /// <param name="memoryIsCausal">Whether place i of the decoder looks at places 0 to i of the encoder only.</param>
    /// <returns>Of the shape of the decoder's sequence.</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Call(
        Tensor src, Tensor tgt, Tensor? srcMask = null, Tensor? tgtMask = null, Tensor? memoryMask = null,
        Tensor? srcKeyPaddingMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null,
        bool srcIsCausal = false, bool tgtIsCausal = false, bool memoryIsCausal = false)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(tgt);
        using var _ = EnterScope();
        Tensor memory = encoder.Call(src, srcMask, srcKeyPaddingMask, srcIsCausal);
        return decoder.Call(
            tgt, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
    }

    /// <summary>The causal mask as what is added to scores: −∞ above the diagonal, 0 elsewhere.</summary>
    /// <param name="size">Length of the sequence.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>[size, size].</returns>
    public static Tensor GenerateSquareSubsequentMask(int size, DType dtype = DType.Float32) =>
        Tensor.Zeros([size, size], dtype)
            .MaskedFill(Tensor.Arange(size).Greater(Tensor.Arange(size).Unsqueeze(1)), double.NegativeInfinity);
}
