namespace Adjoint;

/// <summary>
/// One entry between the brackets of <c>x[…]</c>: a position, a range, a new axis, an ellipsis, a tensor of integers or a bool mask.
/// </summary>
public readonly struct TensorIndex
{
    private readonly Index index;
    private readonly Range range;
    private readonly int step;

    private TensorIndex(TensorIndexKind kind, Index index, Range range, int step, Tensor? places = null) =>
        (Kind, this.index, this.range, this.step, Places) = (kind, index, range, step, places);

    /// <summary>As many whole axes as are left: <c>x[TensorIndex.Ellipsis, 0]</c>.</summary>
    public static TensorIndex Ellipsis { get; } = new(TensorIndexKind.Ellipsis, default, default, 1);

    /// <summary>A new axis of size 1.</summary>
    public static TensorIndex NewAxis { get; } = new(TensorIndexKind.NewAxis, default, default, 1);

    /// <summary>What the entry is.</summary>
    internal TensorIndexKind Kind { get; }

    /// <summary>The tensor of integers (int64) or truth values, of an entry that is one.</summary>
    internal Tensor? Places { get; }

    /// <summary>A range with a step: every <paramref name="step"/>th position.</summary>
    /// <param name="range">From where to where.</param>
    /// <param name="step">Distance between neighbours, at least 1.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ShapeException">The step is not positive; for the other direction use Flip.</exception>
    public static TensorIndex Every(Range range, int step) => step > 0
        ? new TensorIndex(TensorIndexKind.Range, default, range, step)
        : throw new ShapeException($"Index: a step of {step} is not positive; use Flip to run backwards.");

    /// <summary>A position; negative ones count from the end, as in PyTorch.</summary>
    /// <param name="index">The position; −1 is the last.</param>
    /// <returns>The entry.</returns>
    public static implicit operator TensorIndex(int index) =>
        new(TensorIndexKind.Position, index < 0 ? Index.FromEnd(index == int.MinValue ? int.MaxValue : -index) : index, default, 1);

    /// <summary>A position.</summary>
    /// <param name="index">The position, from the start or the end.</param>
    /// <returns>The entry.</returns>
    public static implicit operator TensorIndex(Index index) => new(TensorIndexKind.Position, index, default, 1);

    /// <summary>A range of positions.</summary>
    /// <param name="range">From where to where.</param>
    /// <returns>The entry.</returns>
    public static implicit operator TensorIndex(Range range) => new(TensorIndexKind.Range, default, range, 1);

    /// <summary>
    /// A tensor of integers: the elements at these positions, negative ones counted from the end. Or a bool mask over one or several axes:
    /// the elements where it holds.
    /// </summary>
    /// <param name="places">Integers of any type, uint8 among them, or truth values.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="DTypeException">The tensor holds real numbers.</exception>
    public static implicit operator TensorIndex(Tensor places) => new(TensorIndexKind.Places, default, default, 1, Chosen(places));

    /// <summary>Positions, negative ones counted from the end.</summary>
    /// <param name="positions">The positions.</param>
    /// <returns>The entry.</returns>
    public static implicit operator TensorIndex(int[] positions) => Tensor.From<int>(positions);

    /// <summary>Positions, negative ones counted from the end.</summary>
    /// <param name="positions">The positions.</param>
    /// <returns>The entry.</returns>
    public static implicit operator TensorIndex(long[] positions) => Tensor.From<long>(positions);

    /// <summary>A mask over one axis.</summary>
    /// <param name="mask">Which places of the axis are taken.</param>
    /// <returns>The entry.</returns>
    public static implicit operator TensorIndex(bool[] mask) => Tensor.From<bool>(mask);

    /// <summary>The entry as it is written between brackets.</summary>
    /// <returns>A position, a range, the shape of a tensor of places.</returns>
    public override string ToString() => Kind switch
    {
        TensorIndexKind.Position => index.ToString(),
        TensorIndexKind.NewAxis => "new axis",
        TensorIndexKind.Ellipsis => "...",
        TensorIndexKind.Places => $"{Places!.DType.Name()} {Places.Shape}",
        _ => step == 1 ? range.ToString() : $"{range} every {step}",
    };

    /// <summary>Where a range begins along an axis, how many positions it has, and its step.</summary>
    internal (int Start, int Length, int Step) Along(Shape shape, int axis, string operation)
    {
        int start = range.Start.GetOffset(shape[axis]);
        int end = range.End.GetOffset(shape[axis]);
        if (start < 0 || end > shape[axis] || start > end)
            throw new ShapeException($"{operation}: the range {range} does not lie within axis {axis} of {shape}.");
        return (start, end == start ? 0 : ((end - start - 1) / step) + 1, step);
    }

    /// <summary>A position along an axis, counted from its start.</summary>
    internal int At(Shape shape, int axis, string operation)
    {
        int position = index.GetOffset(shape[axis]);
        if ((uint)position >= (uint)shape[axis])
            throw new ShapeException($"{operation}: position {index} is outside axis {axis} of {shape}.");
        return position;
    }

    /// <summary>Integers in int64; other kinds as they are.</summary>
    private static Tensor Chosen(Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.DType.IsFloatingPoint())
            throw new DTypeException(
                $"Index: an index tensor holds integers or truth values, not {index.DType.Name()}; cast with To(DType.Int64), or compare.");
        return index.DType == DType.Bool ? index : index.To(DType.Int64);
    }
}

/// <summary>What one entry between the brackets is.</summary>
internal enum TensorIndexKind : byte
{
    Position,
    Range,
    NewAxis,
    Ellipsis,
    Places,
}
