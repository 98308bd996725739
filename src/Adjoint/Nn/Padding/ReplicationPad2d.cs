namespace Adjoint.Nn;

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with the border.</summary>
/// <inheritdoc/>
public sealed class ReplicationPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Replicate, 0, padding);
