namespace Adjoint.Nn;

/// <summary>Padding of images over their one to three spatial axes.</summary>
public abstract class PaddingLayer : Layer
{
    private readonly int axes;
    private readonly PadMode mode;
    private readonly Steps padding;
    private readonly double? value;

    /// <summary>Creates the layer. The value is that of a constant padding, 0 if not given.</summary>
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
