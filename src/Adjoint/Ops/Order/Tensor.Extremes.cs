using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The largest of all elements; NaN where there is one. Equals share the gradient.</summary>
    /// <returns>A number.</returns>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Max() => Engine.Apply(new Extreme(Axes.All(Rank), true, true), this).ReshapeTo([]);

    /// <summary>
    /// The largest along an axis, with the place of the first; NaN where there is one. The gradient goes to that place;
    /// with <see cref="Amax(ReadOnlySpan{int})"/> equals share it.
    /// </summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>The values, and their places along the axis (int64).</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    public (Tensor Values, Tensor Indices) Max(int axis, bool keepDims = false) => Extremes("Max", axis, keepDims, true);

    /// <summary>The larger of this and another, element by element, with broadcasting; NaN where either is.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Max(Tensor other) => Maximum(this, other);

    /// <summary>The smallest of all elements; NaN where there is one. Equals share the gradient.</summary>
    /// <returns>A number.</returns>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Min() => Engine.Apply(new Extreme(Axes.All(Rank), false, true), this).ReshapeTo([]);

    /// <summary>
    /// The smallest along an axis, with the place of the first; NaN where there is one. The gradient goes to that place;
    /// with <see cref="Amin(ReadOnlySpan{int})"/> equals share it.
    /// </summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>The values, and their places along the axis (int64).</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    public (Tensor Values, Tensor Indices) Min(int axis, bool keepDims = false) => Extremes("Min", axis, keepDims, false);

    /// <summary>The smaller of this and another, element by element, with broadcasting; NaN where either is.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Min(Tensor other) => Minimum(this, other);

    /// <summary>The largest element, or over axes; NaN where there is one. Equals share the gradient.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The largest, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public Tensor Amax(params ReadOnlySpan<int> axes) => Amax(axes, false);

    /// <summary>The largest over axes; NaN where there is one. Equals share the gradient.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>The largest.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public Tensor Amax(ReadOnlySpan<int> axes, bool keepDims) => Reduce(axes, keepDims, "Amax", this, a => new Extreme(a, true));

    /// <inheritdoc cref="Amax(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    public Tensor Amax(int axis, bool keepDims = false) => Amax([axis], keepDims);

    /// <summary>The smallest element, or over axes; NaN where there is one. Equals share the gradient.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The smallest, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public Tensor Amin(params ReadOnlySpan<int> axes) => Amin(axes, false);

    /// <summary>The smallest over axes; NaN where there is one. Equals share the gradient.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>The smallest.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public Tensor Amin(ReadOnlySpan<int> axes, bool keepDims) => Reduce(axes, keepDims, "Amin", this, a => new Extreme(a, false));

    /// <inheritdoc cref="Amin(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    public Tensor Amin(int axis, bool keepDims = false) => Amin([axis], keepDims);

    /// <summary>The smallest and the largest, of all elements or along an axis. Equals share the gradient.</summary>
    /// <param name="axis">The axis; none for all elements.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>Both, of one shape.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public (Tensor Min, Tensor Max) Aminmax(int? axis = null, bool keepDims = false)
    {
        if (axis is null) return (Amin([], keepDims), Amax([], keepDims));
        if (Rank == 0) _ = WithAxis.Shape.Axis(axis.Value, "Aminmax");
        return Rank == 0 ? (Min(), Max()) : (Amin(axis.Value, keepDims), Amax(axis.Value, keepDims));
    }

    private (Tensor Values, Tensor Indices) Extremes(string operation, int axis, bool keepDims, bool largest)
    {
        Tensor x = WithAxis;
        int resolved = x.Shape.Axis(axis, operation);
        Shape dropped = x.Shape.Without(Axes.Single(resolved));
        if (x.Shape[resolved] == 0)
            throw new ShapeException($"{operation}: there is nothing to choose from along axis {resolved} of {Shape}.");
        Tensor places = Engine.Apply(new ArgExtreme(resolved, largest), x).ReshapeTo(x.Shape.With(resolved, 1));
        Tensor values = Engine.Apply(new Gather(resolved), x, places);
        if (Rank == 0) return (values.ReshapeTo([]), places.ReshapeTo([]));
        return keepDims ? (values, places) : (values.ReshapeTo(dropped), places.ReshapeTo(dropped));
    }
}
