namespace Adjoint.Nn;

/// <summary>
/// A layer of a transformer's encoder: self-attention, then two linear layers at each place, each with a residual path and a
/// layer normalisation. Vaswani et al. 2017 (arXiv 1706.03762).
/// </summary>
public sealed partial class TransformerEncoderLayer : Module
{
    private readonly Func<Tensor, Tensor>? activation;
    private readonly bool normFirst;
    private readonly MultiheadAttention selfAttn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1, norm2;
    private readonly Dropout dropout1, dropout2;

    /// <summary>Creates the layer.</summary>
    /// <param name="dModel">Length of a vector of the sequence.</param>
    /// <param name="nhead">Number of heads; divides the length.</param>
    /// <param name="dimFeedforward">Features between the two linear layers.</param>
    /// <param name="dropout">Probability of a number to be dropped, in training.</param>
    /// <param name="activation">The function between the two linear layers; max(·, 0) if not given.</param>
    /// <param name="layerNormEps">Added to the variance.</param>
    /// <param name="batchFirst">Whether sequences are [N, length, size].</param>
    /// <param name="normFirst">Whether to normalise before attention and linear layers (Xiong et al. 2020, arXiv 2002.04745), not
    /// after.</param>
    /// <param name="bias">Whether linear layers and normalisations have biases.</param>
    /// <param name="generator">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    public TransformerEncoderLayer(
        int dModel, int nhead, int dimFeedforward = 2048, double dropout = 0.1, Func<Tensor, Tensor>? activation = null,
        double layerNormEps = 1e-5, bool batchFirst = false, bool normFirst = false, bool bias = true, Generator? generator = null,
        DType dtype = DType.Float32)
    {
        (this.activation, this.normFirst) = (activation, normFirst);
        selfAttn = new MultiheadAttention(dModel, nhead, dropout, bias, batchFirst: batchFirst, generator: generator, dtype: dtype);
        linear1 = new Linear(dModel, dimFeedforward, bias, generator, dtype);
        this.dropout = new Dropout(dropout, generator);
        linear2 = new Linear(dimFeedforward, dModel, bias, generator, dtype);
        norm1 = new LayerNorm(dModel, layerNormEps, dtype: dtype, bias: bias);
        norm2 = new LayerNorm(dModel, layerNormEps, dtype: dtype, bias: bias);
        dropout1 = new Dropout(dropout, generator);
        dropout2 = new Dropout(dropout, generator);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Call(x, null);

    /// <summary>Runs the layer with masks, as in <see cref="MultiheadAttention"/>.</summary>
    /// <param name="src">[length, N, size], or [N, length, size] if the batch comes first.</param>
    /// <param name="srcMask">[length, length]: keys that are masked for each query.</param>
    /// <param name="srcKeyPaddingMask">[N, length]: keys that are masked for all queries.</param>
    /// <param name="isCausal">Whether each place looks at itself and those before only.</param>
    /// <returns>Of the input's shape.</returns>
    public Tensor Call(Tensor src, Tensor? srcMask, Tensor? srcKeyPaddingMask = null, bool isCausal = false)
    {
        ArgumentNullException.ThrowIfNull(src);
        using var _ = EnterScope();
        Tensor x = src;
        if (normFirst)
        {
            x += Attend(norm1.Call(x), srcMask, srcKeyPaddingMask, isCausal);
            return x + Feed(norm2.Call(x));
        }

        x = norm1.Call(x + Attend(x, srcMask, srcKeyPaddingMask, isCausal));
        return norm2.Call(x + Feed(x));
    }

    private Tensor Attend(Tensor x, Tensor? mask, Tensor? keyPadding, bool isCausal) => dropout1.Call(
        selfAttn.Call(x, x, x, keyPadding, needWeights: false, mask, isCausal: isCausal).Output);

    private Tensor Feed(Tensor x) => dropout2.Call(linear2.Call(dropout.Call(FeedForward.Activate(linear1.Call(x), activation))));
}
