namespace Adjoint.Nn;

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with the border.</summary>
/// <inheritdoc/>
public sealed class ReplicationPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Replicate, 0, padding);
