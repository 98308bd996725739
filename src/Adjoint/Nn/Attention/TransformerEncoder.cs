using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>Copies of one encoder layer, one after the other, and a normalisation after the last if given.</summary>
public sealed partial class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] layers;
    private readonly LayerNorm? norm;

    /// <summary>Makes the encoder. As in PyTorch, all layers begin with the values of the given one.</summary>
    /// <param name="layer">What is copied.</param>
    /// <param name="count">Number of layers.</param>
    /// <param name="norm">What comes after the last.</param>
    /// <exception cref="AdjointException">There are no layers.</exception>
    public TransformerEncoder(TransformerEncoderLayer layer, int count, LayerNorm? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (count < 1) throw new AdjointException($"TransformerEncoder: {count} layers must be at least 1.");
        layers = [.. Enumerable.Range(0, count).Select(_ => layer.Clone())];
        this.norm = norm;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>Runs the encoder with places left out, as in <see cref="TransformerEncoderLayer"/>.</summary>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPadding = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Recording.Entry _ = Recording.Enter(this);
        if (mask is null && keyPadding is null) x = Chain.Run(x, layers);
        else foreach (TransformerEncoderLayer layer in layers) x = layer.Forward(x, mask, keyPadding);
        return norm is null ? x : norm.Call(x);
    }
}
