namespace Adjoint.Nn;

/// <summary>
/// A layer of a transformer's encoder: self-attention, then two linear layers at each place, each with a residual path and a
/// layer normalisation. Vaswani et al. 2017 (arXiv 1706.03762).
/// </summary>
public sealed partial class TransformerEncoderLayer : Module
{
    private readonly bool gelu, normFirst;
    private readonly MultiheadAttention selfAttn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1, norm2;
    private readonly Dropout dropout1, dropout2;

    /// <summary>Creates the layer.</summary>
    /// <param name="size">Length of a vector of the sequence.</param>
    /// <param name="heads">Number of heads; divides the size.</param>
    /// <param name="inner">Features between the two linear layers.</param>
    /// <param name="dropout">Probability of a number to be dropped, in training.</param>
    /// <param name="gelu">Whether to use GELU instead of ReLU.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="batchFirst">Whether sequences are [N, length, size].</param>
    /// <param name="normFirst">Whether to normalise before attention and linear layers (Xiong et al. 2020, arXiv 2002.04745), not
    /// after.</param>
    /// <param name="random">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    public TransformerEncoderLayer(
        int size, int heads, int inner = 2048, double dropout = 0.1, bool gelu = false, double epsilon = 1e-5,
        bool batchFirst = false, bool normFirst = false, Generator? random = null, DType type = DType.Float32)
    {
        (this.gelu, this.normFirst) = (gelu, normFirst);
        selfAttn = new MultiheadAttention(size, heads, dropout, batchFirst: batchFirst, random: random, type: type);
        linear1 = new Linear(size, inner, random: random, type: type);
        this.dropout = new Dropout(dropout, random);
        linear2 = new Linear(inner, size, random: random, type: type);
        norm1 = new LayerNorm(size, epsilon, type: type);
        norm2 = new LayerNorm(size, epsilon, type: type);
        dropout1 = new Dropout(dropout, random);
        dropout2 = new Dropout(dropout, random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>Runs the layer with masks, as in <see cref="MultiheadAttention"/>.</summary>
    /// <param name="x">[length, N, size], or [N, length, size] if the batch comes first.</param>
    /// <param name="mask">[length, length]: keys that are masked for each query.</param>
    /// <param name="keyPadding">[N, length]: keys that are masked for all queries.</param>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPadding = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var _ = EnterScope();
        if (normFirst)
        {
            x += Attend(norm1.Call(x), mask, keyPadding);
            return x + Feed(norm2.Call(x));
        }

        x = norm1.Call(x + Attend(x, mask, keyPadding));
        return norm2.Call(x + Feed(x));
    }

    private Tensor Attend(Tensor x, Tensor? mask, Tensor? keyPadding) => dropout1.Call(selfAttn.Forward(x, x, x, keyPadding, mask).Output);

    private Tensor Feed(Tensor x)
    {
        Tensor inner = linear1.Call(x);
        return dropout2.Call(linear2.Call(dropout.Call(gelu ? inner.Gelu() : inner.Relu())));
    }
}
