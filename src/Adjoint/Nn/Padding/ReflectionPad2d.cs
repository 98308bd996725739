namespace Adjoint.Nn;

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with what lies mirrored at the border, the border itself not repeated.</summary>
/// <inheritdoc/>
public sealed class ReflectionPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Reflect, 0, padding);
