namespace Adjoint.Nn;

/// <summary>Dropout of whole channels over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <inheritdoc/>
public sealed class Dropout2d(double p = 0.5, Generator? random = null) : ChannelDropout(2, p, random);
