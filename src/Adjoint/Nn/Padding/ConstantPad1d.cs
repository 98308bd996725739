namespace Adjoint.Nn;

/// <summary>Padding along one axis, [N, C, L] or [C, L], with one value.</summary>
/// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers cut.</param>
/// <param name="value">The value.</param>
public sealed class ConstantPad1d(ReadOnlySpan<int> padding, double value) : PaddingLayer(1, PadMode.Constant, value, padding)
{
    /// <inheritdoc/>
    protected override string Describe() => $"padding={base.Describe()}, value={Repr.Plain(Value)}";
}
