namespace Adjoint.Nn;

/// <summary>Clones of one encoder layer in sequence, and an optional normalisation after the last.</summary>
public sealed partial class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] layers;
    private readonly Module? norm;

    /// <summary>Creates the encoder. As in PyTorch, all layers begin with the values of the given one.</summary>
    /// <param name="encoderLayer">The layer that is cloned.</param>
    /// <param name="numLayers">Number of layers.</param>
    /// <param name="norm">A normalisation after the last layer.</param>
    /// <exception cref="AdjointException">There are no layers.</exception>
    public TransformerEncoder(TransformerEncoderLayer encoderLayer, int numLayers, Module? norm = null)
    {
        ArgumentNullException.ThrowIfNull(encoderLayer);
        if (numLayers < 1) throw new AdjointException($"TransformerEncoder: {numLayers} layers must be at least 1.");
        layers = [.. Enumerable.Range(0, numLayers).Select(_ => encoderLayer.Clone())];
        this.norm = norm;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Call(x, null);

    /// <summary>Runs the encoder with masks, as in <see cref="TransformerEncoderLayer"/>.</summary>
    /// <param name="src">[length, N, size], or [N, length, size] if the batch comes first.</param>
    /// <param name="mask">[length, length]: keys that are masked for each query.</param>
    /// <param name="srcKeyPaddingMask">[N, length]: keys that are masked for all queries.</param>
    /// <param name="isCausal">Whether each place looks at itself and those before only.</param>
    /// <returns>Of the input's shape.</returns>
    public Tensor Call(Tensor src, Tensor? mask, Tensor? srcKeyPaddingMask = null, bool isCausal = false)
    {
        ArgumentNullException.ThrowIfNull(src);
        using var _ = EnterScope();
        Tensor x = src;
        if (mask is null && srcKeyPaddingMask is null && !isCausal) x = Sequential.Run(x, layers);
        else foreach (TransformerEncoderLayer layer in layers) x = layer.Call(x, mask, srcKeyPaddingMask, isCausal);
        return norm is null ? x : norm.Call(x);
    }
}
