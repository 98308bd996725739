namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with what lies at the other end.</summary>
/// <inheritdoc/>
public sealed class CircularPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Circular, 0, padding);
