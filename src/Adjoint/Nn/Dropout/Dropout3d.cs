namespace Adjoint.Nn;

/// <summary>Dropout of whole channels over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc/>
public sealed class Dropout3d(double p = 0.5, Generator? random = null) : ChannelDropout(3, p, random);
