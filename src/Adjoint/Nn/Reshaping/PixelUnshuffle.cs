namespace Adjoint.Nn;

/// <summary>Space gathered into channels: [N, C, H·r, W·r] → [N, C·r², H, W].</summary>
/// <param name="downscaleFactor">r.</param>
public sealed class PixelUnshuffle(int downscaleFactor) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.PixelUnshuffle(downscaleFactor);

    /// <inheritdoc/>
    protected override string Describe() => $"downscale_factor={downscaleFactor}";
}
