namespace Adjoint.Nn;

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with what lies mirrored at the border, the border itself not repeated.</summary>
/// <inheritdoc/>
public sealed class ReflectionPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Reflect, 0, padding);
