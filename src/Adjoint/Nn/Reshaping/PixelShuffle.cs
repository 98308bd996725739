namespace Adjoint.Nn;

/// <summary>Channels spread over space: [N, C·r², H, W] → [N, C, H·r, W·r]. Shi et al. 2016 (arXiv 1609.05158).</summary>
/// <param name="upscaleFactor">r.</param>
public sealed class PixelShuffle(int upscaleFactor) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.PixelShuffle(upscaleFactor);

    /// <inheritdoc/>
    protected override string Describe() => $"upscale_factor={upscaleFactor}";
}
