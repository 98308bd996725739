namespace Adjoint.Nn;

/// <summary>Padding over two axes, [N, C, H, W] or [C, H, W], with one value.</summary>
/// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers cut.</param>
/// <param name="value">The value.</param>
public sealed class ConstantPad2d(ReadOnlySpan<int> padding, double value) : PaddingLayer(2, PadMode.Constant, value, padding)
{
    /// <inheritdoc/>
    protected override string Describe() => $"padding={base.Describe()}, value={Repr.Plain(Value)}";
}
