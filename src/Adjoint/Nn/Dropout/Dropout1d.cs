namespace Adjoint.Nn;

/// <summary>Dropout of whole channels along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc/>
public sealed class Dropout1d(double p = 0.5, Generator? random = null) : ChannelDropout(1, p, random);
