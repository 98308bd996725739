namespace Adjoint.Nn;

/// <summary>
/// A layer of a transformer's decoder: self-attention, attention to the encoder's result, then two linear layers at each place, each with
/// a residual path and a layer normalisation. Vaswani et al. 2017 (arXiv 1706.03762).
/// </summary>
public sealed partial class TransformerDecoderLayer : Module
{
    private readonly Func<Tensor, Tensor>? activation;
    private readonly bool normFirst;
    private readonly MultiheadAttention selfAttn, multiheadAttn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1, norm2, norm3;
    private readonly Dropout dropout1, dropout2, dropout3;

    /// <summary>Creates the layer.</summary>
    /// <param name="dModel">Length of a vector of the sequence.</param>
    /// <param name="nhead">Number of heads; divides the length.</param>
    /// <param name="dimFeedforward">Features between the two linear layers.</param>
    /// <param name="dropout">Probability of a number to be dropped, in training.</param>
    /// <param name="activation">The function between the two linear layers; max(·, 0) if not given.</param>
    /// <param name="layerNormEps">Added to the variance.</param>
    /// <param name="batchFirst">Whether sequences are [N, length, size].</param>
    /// <param name="normFirst">Whether to normalise before attention and linear layers, not after.</param>
    /// <param name="bias">Whether linear layers and normalisations have biases.</param>
    /// <param name="generator">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    public TransformerDecoderLayer(
        int dModel, int nhead, int dimFeedforward = 2048, double dropout = 0.1, Func<Tensor, Tensor>? activation = null,
        double layerNormEps = 1e-5, bool batchFirst = false, bool normFirst = false, bool bias = true, Generator? generator = null,
        DType dtype = DType.Float32)
    {
        (this.activation, this.normFirst) = (activation, normFirst);
        selfAttn = new MultiheadAttention(dModel, nhead, dropout, bias, batchFirst: batchFirst, generator: generator, dtype: dtype);
        multiheadAttn = new MultiheadAttention(dModel, nhead, dropout, bias, batchFirst: batchFirst, generator: generator, dtype: dtype);
        linear1 = new Linear(dModel, dimFeedforward, bias, generator, dtype);
        this.dropout = new Dropout(dropout, generator);
        linear2 = new Linear(dimFeedforward, dModel, bias, generator, dtype);
        (norm1, norm2, norm3) = (Norm(), Norm(), Norm());
        (dropout1, dropout2) = (new Dropout(dropout, generator), new Dropout(dropout, generator));
        dropout3 = new Dropout(dropout, generator);

        LayerNorm Norm() => new(dModel, layerNormEps, dtype: dtype, bias: bias);
    }

    /// <summary>Runs the layer with masks, as in <see cref="MultiheadAttention"/>.</summary>
    /// <param name="tgt">[length, N, size], or [N, length, size] if the batch comes first.</param>
    /// <param name="memory">The encoder's result, [places, N, size].</param>
    /// <param name="tgtMask">[length, length]: keys that are masked for each query of the self-attention.</param>
    /// <param name="memoryMask">[length, places]: places of the encoder that are masked for each query.</param>
    /// <param name="tgtKeyPaddingMask">[N, length]: keys that are masked for all queries.</param>
    /// <param name="memoryKeyPaddingMask">[N, places]: places of the encoder that are masked for all queries.</param>
    /// <param name="tgtIsCausal">Whether each place looks at itself and those before only.</param>
    /// <param name="memoryIsCausal">Whether place i looks at places 0 to i of the encoder only.</param>
    /// <returns>Of the target's shape.</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Call(
        Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? tgtKeyPaddingMask = null,
        Tensor? memoryKeyPaddingMask = null, bool tgtIsCausal = false, bool memoryIsCausal = false)
    {
        ArgumentNullException.ThrowIfNull(tgt);
        ArgumentNullException.ThrowIfNull(memory);
        using var _ = EnterScope();
        Tensor x = tgt;
        if (normFirst)
        {
            x += Own(norm1.Call(x));
            x += Other(norm2.Call(x));
            return x + Feed(norm3.Call(x));
        }

        x = norm1.Call(x + Own(x));
        x = norm2.Call(x + Other(x));
        return norm3.Call(x + Feed(x));

        Tensor Own(Tensor y) => dropout1.Call(
            selfAttn.Call(y, y, y, tgtKeyPaddingMask, needWeights: false, tgtMask, isCausal: tgtIsCausal).Output);

        Tensor Other(Tensor y) => dropout2.Call(multiheadAttn.Call(
            y, memory, memory, memoryKeyPaddingMask, needWeights: false, memoryMask, isCausal: memoryIsCausal).Output);
    }

    private Tensor Feed(Tensor x) => dropout3.Call(linear2.Call(dropout.Call(FeedForward.Activate(linear1.Call(x), activation))));
}
