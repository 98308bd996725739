namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with what lies mirrored at the border, the border itself not repeated.</summary>
/// <inheritdoc/>
public sealed class ReflectionPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Reflect, 0, padding);
