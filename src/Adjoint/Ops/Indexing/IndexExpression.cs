namespace Adjoint.Ops;

/// <summary>
/// What stands between the brackets of x[…]: positions, ranges and new axes, which make a view of x, and tensors of integers or truth
/// values along axes of that view.
/// </summary>
internal sealed partial class IndexExpression
{
    private readonly string operation;
    private readonly Shape shape; // of x
    private readonly int[] starts, lengths, steps;
    private readonly List<int> sizes = []; // of the view
    private readonly List<Part> parts = [];

    /// <summary>Reads the entries for a tensor of a shape.</summary>
    /// <exception cref="ShapeException">There are too many, or one is outside of its axis.</exception>
    public IndexExpression(string operation, Shape shape, ReadOnlySpan<TensorIndex> entries)
    {
        (this.operation, this.shape) = (operation, shape);
        starts = new int[shape.Rank];
        lengths = shape.Span.ToArray();
        steps = Steps.Repeat(1, shape.Rank).Span.ToArray();
        int used = Used(entries);
        int axis = 0;
        foreach (TensorIndex entry in entries)
        {
            switch (entry.Kind)
            {
                case TensorIndexKind.NewAxis:
                    sizes.Add(1);
                    break;
                case TensorIndexKind.Ellipsis:
                    for (int skipped = shape.Rank - used; skipped > 0; skipped--) sizes.Add(lengths[axis++]);
                    break;
                case TensorIndexKind.Position:
                    (starts[axis], lengths[axis]) = (entry.At(shape, axis, operation), 1);
                    axis++;
                    break;
                case TensorIndexKind.Range:
                    (starts[axis], lengths[axis], steps[axis]) = entry.Along(shape, axis, operation);
                    sizes.Add(lengths[axis++]);
                    break;
                default:
                    axis = AddPlaces(entry.Places!, axis);
                    break;
            }
        }

        while (axis < shape.Rank) sizes.Add(lengths[axis++]);
    }

    /// <summary>Whether there are tensors of integers or truth values.</summary>
    public bool HasPlaces => parts.Count > 0;

    private bool IsWhole =>
        lengths.AsSpan().SequenceEqual(shape.Span) && !starts.AsSpan().ContainsAnyExcept(0) && !steps.AsSpan().ContainsAnyExcept(1);

    private Slice Cut => new(new Steps(starts), Shape.Create(lengths), new Steps(steps));

    private Shape ViewShape => Shape.Create([.. sizes]);

    /// <summary>The view by positions, ranges and new axes.</summary>
    public Tensor View(Tensor x) => (HasPlaces && IsWhole ? x : Engine.Apply(Cut, x)).ReshapeTo(ViewShape);

    /// <summary>x[…].</summary>
    public Tensor Get(Tensor x) => HasPlaces ? Read(View(x)) : View(x);

    /// <summary>x with values at x[…], or with the values added there.</summary>
    public Tensor Put(Tensor x, Tensor values, bool accumulate)
    {
        Tensor view = View(x);
        Tensor changed = PutInView(view, values, accumulate);
        if (IsWhole) return changed.ReshapeTo(shape);
        changed = changed.ReshapeTo(Shape.Create(lengths));
        var place = new Place(new Steps(starts), shape, new Steps(steps));
        Tensor inside = Engine.Apply(place, Tensor.Scalar(1, DType.Bool).Expand(changed.Shape));
        return Tensor.Where(inside, Engine.Apply(place, changed), x);
    }

    /// <summary>The same of the view alone.</summary>
    public Tensor PutInView(Tensor view, Tensor values, bool accumulate)
    {
        values = values.To(view.DType);
        if (!HasPlaces)
        {
            values = Fitted(values, view.Shape);
            return accumulate ? view + values : values.Alias();
        }

        return !accumulate && PutByMask(view, values) is { } chosen ? chosen : PutAtPlaces(view, values, accumulate);
    }

    /// <summary>Values in the shape of their places: what is missing in front is broadcast, what is too much there must be 1.</summary>
    private Tensor Fitted(Tensor values, Shape places)
    {
        Tensor cut = values;
        while (cut.Rank > places.Rank && cut.Shape[0] == 1) cut = cut.ReshapeTo(Shape.Create(cut.Shape.Span[1..]));
        bool fits = cut.Rank <= places.Rank;
        for (int back = 1; fits && back <= cut.Rank; back++) fits = cut.Shape[^back] == 1 || cut.Shape[^back] == places[^back];
        return fits
            ? cut.ExpandTo(places)
            : throw new ShapeException($"{operation}: values of shape {values.Shape} do not fit into {places}.");
    }

    private int Used(ReadOnlySpan<TensorIndex> entries)
    {
        int used = 0;
        bool ellipsis = false;
        foreach (TensorIndex entry in entries)
        {
            used += entry.Kind switch
            {
                TensorIndexKind.Position or TensorIndexKind.Range => 1,
                TensorIndexKind.Places => entry.Places!.DType == DType.Bool ? entry.Places.Rank : 1,
                _ => 0,
            };
            if (entry.Kind != TensorIndexKind.Ellipsis) continue;
            if (ellipsis) throw new ShapeException($"{operation}: there is more than one ellipsis.");
            ellipsis = true;
        }

        return used <= shape.Rank ? used : throw new ShapeException(
            $"{operation}: {used} indices are too many for {shape}, which has {shape.Rank} axes.");
    }

    /// <summary>Takes up a tensor that begins at an axis of x, and gives the axis after it.</summary>
    private int AddPlaces(Tensor places, int axis)
    {
        if (places.DType != DType.Bool)
        {
            // As in PyTorch a number is a position, which has no say in where the axes of index tensors go.
            if (places.Rank == 0 && Context.Current.IsConstant(places) && Context.Current.Substitution is null)
            {
                TensorIndex position = (int)Math.Clamp(places.Item(), int.MinValue, int.MaxValue);
                (starts[axis], lengths[axis]) = (position.At(shape, axis, operation), 1);
                return axis + 1;
            }

            parts.Add(new Part(sizes.Count, 1, axis, places));
            sizes.Add(lengths[axis]);
            return axis + 1;
        }

        for (int i = 0; i < places.Rank; i++)
        {
            if (places.Shape[i] != shape[axis + i])
                throw new ShapeException(
                    $"{operation}: a mask of shape {places.Shape} does not fit {shape} from axis {axis} on, along its axis {i}.");
        }

        if (places.Rank == 0)
        {
            // A mask over no axes keeps all of x, or nothing, along a new axis.
            parts.Add(new Part(sizes.Count, 1, axis, places.ReshapeTo([1])));
            sizes.Add(1);
            return axis;
        }

        parts.Add(new Part(sizes.Count, places.Rank, axis, places));
        sizes.AddRange(places.Shape.Span);
        return axis + places.Rank;
    }

    /// <summary>A tensor of integers along one axis, or a mask over several.</summary>
    /// <param name="First">The first axis of the view.</param>
    /// <param name="Count">How many axes.</param>
    /// <param name="Named">The axis of x, for messages.</param>
    /// <param name="Places">The tensor.</param>
    private readonly record struct Part(int First, int Count, int Named, Tensor Places)
    {
        public bool IsMask => Places.DType == DType.Bool;
    }
}
