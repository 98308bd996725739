namespace Adjoint.Nn;

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with what lies at the other end.</summary>
/// <inheritdoc/>
public sealed class CircularPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Circular, 0, padding);
