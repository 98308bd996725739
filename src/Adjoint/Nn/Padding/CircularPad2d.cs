namespace Adjoint.Nn;

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with what lies at the other end.</summary>
/// <inheritdoc/>
public sealed class CircularPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Circular, 0, padding);
