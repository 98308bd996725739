namespace Adjoint.Nn;

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with zeros.</summary>
/// <inheritdoc/>
public sealed class ZeroPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Constant, 0, padding);
