namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with zeros.</summary>
/// <inheritdoc/>
public sealed class ZeroPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Constant, 0, padding);
