namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with the values mirrored at the border, the border itself not repeated.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class ReflectionPad1d(params ReadOnlySpan<int> padding) : PaddingLayer(1, PadMode.Reflect, padding);

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with the values mirrored at the border, itself not repeated.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class ReflectionPad2d(params ReadOnlySpan<int> padding) : PaddingLayer(2, PadMode.Reflect, padding);

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with values mirrored at the border, itself not repeated.</summary>
/// <inheritdoc cref="ZeroPad2d" path="/param | /exception"/>
public sealed class ReflectionPad3d(params ReadOnlySpan<int> padding) : PaddingLayer(3, PadMode.Reflect, padding);
