namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with one value.</summary>
/// <inheritdoc cref="ConstantPad2d" path="/param | /exception"/>
public sealed class ConstantPad1d(ReadOnlySpan<int> padding, double value) : PaddingLayer(1, PadMode.Constant, padding, value);

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with one value.</summary>
/// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers crop.</param>
/// <param name="value">The value.</param>
/// <exception cref="ShapeException">There are neither one nor a pair of numbers for each axis.</exception>
public sealed class ConstantPad2d(ReadOnlySpan<int> padding, double value) : PaddingLayer(2, PadMode.Constant, padding, value);

/// <summary>Padding over three axes, [N, C, D, H, W] or [C, D, H, W], with one value.</summary>
/// <inheritdoc cref="ConstantPad2d" path="/param | /exception"/>
public sealed class ConstantPad3d(ReadOnlySpan<int> padding, double value) : PaddingLayer(3, PadMode.Constant, padding, value);
