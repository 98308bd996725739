namespace Adjoint.Nn;

/// <summary>Clones of one decoder layer in sequence, and an optional normalisation after the last.</summary>
public sealed partial class TransformerDecoder : Module
{
    private readonly TransformerDecoderLayer[] layers;
    private readonly Module? norm;

    /// <summary>Creates the decoder. As in PyTorch, all layers begin with the values of the given one.</summary>
    /// <param name="decoderLayer">The layer that is cloned.</param>
    /// <param name="numLayers">Number of layers.</param>
    /// <param name="norm">A normalisation after the last layer.</param>
    /// <exception cref="AdjointException">There are no layers.</exception>
    public TransformerDecoder(TransformerDecoderLayer decoderLayer, int numLayers, Module? norm = null)
    {
        ArgumentNullException.ThrowIfNull(decoderLayer);
        if (numLayers < 1) throw new AdjointException($"TransformerDecoder: {numLayers} layers must be at least 1.");
        layers = [.. Enumerable.Range(0, numLayers).Select(_ => decoderLayer.Clone())];
        this.norm = norm;
    }

    /// <summary>Runs the decoder with masks, as in <see cref="MultiheadAttention"/>.</summary>
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
        foreach (TransformerDecoderLayer layer in layers)
        {
            x = layer.Call(
                x, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
        }

        return norm is null ? x : norm.Call(x);
    }
}
