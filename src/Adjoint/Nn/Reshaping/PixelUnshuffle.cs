namespace Adjoint.Nn;

/// <summary>Space gathered into channels: [N, C, H·r, W·r] → [N, C·r², H, W].</summary>
/// <param name="factor">r.</param>
public sealed class PixelUnshuffle(int factor) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.PixelUnshuffle(factor);

    /// <inheritdoc/>
    protected override string Describe() => $"downscale_factor={factor}";
}
