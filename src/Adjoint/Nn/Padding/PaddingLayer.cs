namespace Adjoint.Nn;

/// <summary>Padding of images over their one to three spatial axes.</summary>
public abstract class PaddingLayer : Layer
{
    private readonly int axes;
    private readonly PadMode mode;
    private readonly Steps padding;
    private readonly double? value;

    /// <summary>Creates the layer.</summary>
    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="mode">Where the values of the padding come from.</param>
    /// <param name="padding">One number, or a pair (before, after) for each axis, the innermost first; negative numbers crop.</param>
    /// <param name="value">The value of a constant padding; 0 if not given.</param>
    /// <exception cref="ShapeException">There are neither one nor a pair of numbers for each axis.</exception>
    private protected PaddingLayer(int axes, PadMode mode, ReadOnlySpan<int> padding, double? value = null)
    {
        if (padding.Length != 1 && padding.Length != 2 * axes)
            throw new ShapeException($"{Kind}: give one number or {2 * axes}, a pair for each axis, not {Shape.Format(padding)}.");
        (this.axes, this.mode, this.value) = (axes, mode, value);
        this.padding = padding.Length == 1 ? Steps.Repeat(padding[0], 2 * axes) : new Steps(padding);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        CheckImage(x, axes);
        return x.Pad(padding.Span, mode, value ?? 0);
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        value is { } given ? $"padding={PythonText.Of(padding)}, value={PythonText.AsGiven(given)}" : PythonText.Of(padding);
}
