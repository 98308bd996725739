namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with the border.</summary>
/// <inheritdoc/>
public sealed class ReplicationPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Replicate, 0, padding);
