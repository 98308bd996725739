namespace Adjoint.Nn;

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with zeros.</summary>
/// <inheritdoc/>
public sealed class ZeroPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Constant, 0, padding);
