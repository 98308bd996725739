namespace Adjoint.Nn;

/// <summary>Padding of images over their one to three spatial axes.</summary>
public abstract class PaddingLayer : Layer
{
    private readonly int axes;
    private readonly PadMode mode;
    private readonly Steps padding;

    /// <summary>Makes the layer.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="mode">What it is padded with.</param>
    /// <param name="value">With which value, if with one.</param>
    /// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers cut.</param>
    /// <exception cref="ShapeException">There are neither one nor a pair of numbers for each axis.</exception>
    private protected PaddingLayer(int axes, PadMode mode, double value, ReadOnlySpan<int> padding)
    {
        if (padding.Length != 1 && padding.Length != 2 * axes)
            throw new ShapeException($"{Kind}: give one number or {2 * axes}, a pair for each axis, not {Shape.Format(padding)}.");
        this.axes = axes;
        this.mode = mode;
        this.padding = padding.Length == 1 ? Steps.Repeat(padding[0], 2 * axes) : new Steps(padding);
        Value = value;
    }

    /// <summary>With which value, if with one.</summary>
    private protected double Value { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ShapeException($"{Kind}: takes an image [N, C, {axes} sizes] or a single [C, {axes} sizes], not {x.Shape}.");
        return x.Pad(padding.Span, mode, Value);
    }

    /// <inheritdoc/>
    protected override string Describe() => Repr.Of(padding);
}
