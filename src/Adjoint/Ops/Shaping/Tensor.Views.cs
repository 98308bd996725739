using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The transpose: the axes in reverse order. A view.</summary>
    public Tensor T
    {
        get
        {
            Span<int> order = stackalloc int[Rank];
            for (int axis = 0; axis < Rank; axis++) order[axis] = Rank - 1 - axis;
            return Permute(order);
        }
    }

    /// <summary>The transpose of each matrix: the last two axes exchanged. A view.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor MT => Rank >= 2 ? Transpose() : throw new ShapeException($"MT: {Shape} has no rows and columns.");

    /// <summary>The conjugate transpose of a matrix, which for real numbers is the transpose. A view.</summary>
    /// <exception cref="ShapeException">There are neither two axes nor none.</exception>
    public Tensor H => Rank is 0 or 2 ? T : throw new ShapeException($"H: takes a matrix, not a tensor of shape {Shape}; use MT.");

    /// <summary>
    /// The same elements in another shape without a copy: a view, where <see cref="Reshape"/> may copy. One size may be −1 and is then what
    /// is left.
    /// </summary>
    /// <param name="size">The sizes.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ShapeException">The numbers of elements differ, or the strides allow no such view.</exception>
    public Tensor View(params ReadOnlySpan<int> size)
    {
        Tensor view = Reshape(size);
        bool isCopy = !view.IsSymbolic && Numel > 0 && !ReferenceEquals(view.Storage, Storage);
        return !isCopy ? view : throw new ShapeException(
            $"View: the elements of this {Shape} view do not lie as {Shape.Format(size)} needs them; use Reshape, which copies.");
    }

    /// <summary>The same elements in the shape of another tensor, without a copy.</summary>
    /// <param name="other">Has the shape.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ShapeException">The numbers of elements differ, or the strides allow no such view.</exception>
    public Tensor ViewAs(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return View(other.Shape.Span);
    }

    /// <summary>The same elements in the shape of another tensor. A view wherever strides allow it.</summary>
    /// <param name="other">Has the shape.</param>
    /// <returns>Of the other's shape.</returns>
    /// <exception cref="ShapeException">The numbers of elements differ.</exception>
    public Tensor ReshapeAs(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Reshape(other.Shape.Span);
    }

    /// <summary>The elements in row-major order, as a vector. A view wherever strides allow it.</summary>
    /// <returns>Of as many elements.</returns>
    public Tensor Ravel() => ReshapeTo([Numel]);

    /// <summary>This broadcast to a shape. A view.</summary>
    /// <param name="size">The sizes; −1 keeps one.</param>
    /// <returns>Of that shape.</returns>
    /// <exception cref="ShapeException">A size other than 1 is to change.</exception>
    public Tensor BroadcastTo(params ReadOnlySpan<int> size) => Expand(size);

    /// <summary>This broadcast to the shape of another tensor. A view.</summary>
    /// <param name="other">Has the shape.</param>
    /// <returns>Of that shape.</returns>
    /// <exception cref="ShapeException">A size other than 1 is to change.</exception>
    public Tensor ExpandAs(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Expand(other.Shape.Span);
    }

    /// <summary>Tensors broadcast to one shape. Views.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <returns>As many, all of one shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor[] BroadcastTensors(params ReadOnlySpan<Tensor> tensors)
    {
        Shape shape = Shape.Scalar;
        foreach (Tensor tensor in tensors) shape = Shape.Broadcast(shape, tensor.Shape, "BroadcastTensors");
        var views = new Tensor[tensors.Length];
        for (int i = 0; i < views.Length; i++) views[i] = tensors[i].ExpandTo(shape);
        return views;
    }

    /// <summary>An axis moved to another position, the others in their order. A view.</summary>
    /// <param name="source">Where the axis is.</param>
    /// <param name="destination">Where it comes to be.</param>
    /// <returns>The same elements in another order of axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor MoveAxis(int source, int destination) => MoveAxis([source], [destination]);

    /// <summary>Axes moved to other positions, the others in their order. A view.</summary>
    /// <param name="source">Where the axes are.</param>
    /// <param name="destination">Where each comes to be.</param>
    /// <returns>The same elements in another order of axes.</returns>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or the numbers of axes differ.</exception>
    public Tensor MoveAxis(ReadOnlySpan<int> source, ReadOnlySpan<int> destination)
    {
        if (source.Length != destination.Length)
            throw new ShapeException($"MoveAxis: {Shape.Format(source)} and {Shape.Format(destination)} are not equally many axes.");
        if (source.IsEmpty) return this;
        Axes moved = Axes.Resolve(source, Shape, "MoveAxis");
        Axes taken = Axes.Resolve(destination, Shape, "MoveAxis");
        Span<int> order = stackalloc int[Rank];
        for (int i = 0; i < source.Length; i++)
            order[Shape.Axis(destination[i], "MoveAxis")] = Shape.Axis(source[i], "MoveAxis");
        for (int axis = 0, from = 0; axis < Rank; axis++)
        {
            if (taken.Contains(axis)) continue;
            while (moved.Contains(from)) from++;
            order[axis] = from++;
        }

        return Permute(order);
    }

    /// <summary>Two axes exchanged: <see cref="Transpose"/> by the name that NumPy has for it. A view.</summary>
    /// <param name="axis0">One axis.</param>
    /// <param name="axis1">The other.</param>
    /// <returns>The same elements with the axes exchanged.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor SwapAxes(int axis0, int axis1) => Transpose(axis0, axis1);

    /// <summary>A vector of one element instead of a number; what has axes as it is. A view.</summary>
    /// <returns>Of at least one axis.</returns>
    public Tensor AtLeast1d() => Rank == 0 ? ReshapeTo([1]) : this;

    /// <summary>A matrix of one row instead of a vector or number; what has two axes as it is. A view.</summary>
    /// <returns>Of at least two axes.</returns>
    public Tensor AtLeast2d() => Rank >= 2 ? this : ReshapeTo([1, Numel]);

    /// <summary>With three axes: a number [1, 1, 1], a vector [1, n, 1], a matrix [n, m, 1]; what has three as it is. A view.</summary>
    /// <returns>Of at least three axes.</returns>
    public Tensor AtLeast3d() => Rank switch
    {
        0 or 1 => ReshapeTo([1, Numel, 1]),
        2 => ReshapeTo([.. Shape.Span, 1]),
        _ => this,
    };

    /// <summary>The slice at one position along an axis, which it loses. A view.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The position; a negative one counts from the end.</param>
    /// <returns>Of this shape without the axis.</returns>
    /// <exception cref="ShapeException">The position is outside.</exception>
    public Tensor Select(int axis, int index)
    {
        int resolved = Shape.Axis(axis, "Select");
        int at = Position(resolved, index, "Select");
        return Narrow(resolved, at, 1).ReshapeTo(Shape.Without(Axes.Single(resolved)));
    }

    /// <summary>The slices along an axis, each without it. Views.</summary>
    /// <param name="axis">The axis.</param>
    /// <returns>As many as the axis is long.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor[] Unbind(int axis = 0)
    {
        var slices = new Tensor[Shape[Shape.Axis(axis, "Unbind")]];
        for (int i = 0; i < slices.Length; i++) slices[i] = Select(axis, i);
        return slices;
    }

    /// <summary>So many pieces along an axis, all but the last equally long; fewer where the axis is too short. Views.</summary>
    /// <param name="chunks">The most pieces.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="ShapeException">The number is not positive.</exception>
    public Tensor[] Chunk(int chunks, int axis = 0)
    {
        int size = Shape[Shape.Axis(axis, "Chunk")];
        if (chunks < 1) throw new ShapeException($"Chunk: {chunks} pieces are too few.");
        // Of nothing there are as many empty pieces as are asked for.
        return size == 0 ? Split(new int[chunks], axis) : Split(((size - 1) / chunks) + 1, axis);
    }

    /// <summary>So many pieces along an axis, the first ones longer by 1 where it does not divide. Views.</summary>
    /// <param name="sections">Number of pieces.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="ShapeException">The number is not positive.</exception>
    public Tensor[] TensorSplit(int sections, int axis = 0)
    {
        int size = Shape[Shape.Axis(axis, "TensorSplit")];
        if (sections < 1) throw new ShapeException($"TensorSplit: {sections} pieces are too few.");
        var sizes = new int[sections];
        for (int i = 0; i < sections; i++) sizes[i] = (size / sections) + (i < size % sections ? 1 : 0);
        return Split(sizes, axis);
    }

    /// <summary>The pieces along an axis up to, between and after positions. Views.</summary>
    /// <param name="indices">The positions; negative ones count from the end, those beyond an end are it.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>One piece more than there are positions.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor[] TensorSplit(ReadOnlySpan<int> indices, int axis = 0)
    {
        int resolved = Shape.Axis(axis, "TensorSplit");
        int size = Shape[resolved];
        var pieces = new Tensor[indices.Length + 1];
        int start = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            int end = i == indices.Length ? size : Math.Clamp(indices[i] < 0 ? indices[i] + size : indices[i], 0, size);
            pieces[i] = Narrow(resolved, Math.Min(start, end), Math.Max(0, end - start));
            start = end;
        }

        return pieces;
    }

    /// <summary>Windows of a size along an axis, so many steps apart. A view: windows that overlap share elements.</summary>
    /// <param name="axis">The axis, which then counts the windows.</param>
    /// <param name="size">Elements of a window, a new innermost axis.</param>
    /// <param name="step">From the start of one window to the next.</param>
    /// <returns>[…, (n − size) / step + 1, …, size].</returns>
    /// <exception cref="ShapeException">A window is longer than the axis, or the step is not positive.</exception>
    public Tensor Unfold(int axis, int size, int step)
    {
        int resolved = AxisOrNone(axis, "Unfold");
        Tensor windows = Engine.Apply(new SlidingWindow(resolved, size, step), AtLeast1d());
        return Rank == 0 ? windows.ReshapeTo([size]) : windows;
    }

    /// <summary>
    /// Elements at given strides, for reading: the element [i, j, …] is number offset + i·stride₀ + j·stride₁ + … of this tensor,
    /// counted in row-major order. A view where this is contiguous, a copy elsewhere, since strides here count elements and not memory.
    /// </summary>
    /// <param name="size">Sizes of the result.</param>
    /// <param name="stride">A distance for each axis, in elements; 0 repeats them.</param>
    /// <param name="storageOffset">The number of the first element.</param>
    /// <returns>Of the sizes; the gradient of an element that appears several times is the sum.</returns>
    /// <exception cref="ShapeException">A stride is negative, or an element is outside.</exception>
    public Tensor AsStrided(ReadOnlySpan<int> size, ReadOnlySpan<int> stride, int storageOffset = 0) =>
        Engine.Apply(new StridedElements(Shape.Create(size), new Steps(stride), storageOffset, Numel), this);

    /// <summary>The rows upside down: the first axis run through backwards. A view.</summary>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">There is no axis.</exception>
    public Tensor Flipud() => Flip(Shape.Axis(0, "Flipud"));

    /// <summary>The columns from right to left: the second axis run through backwards. A view.</summary>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Fliplr() => Flip(Shape.Axis(1, "Fliplr"));

    /// <summary>The slices along the first axis, one after the other: <c>foreach (Tensor row in x)</c>. Views.</summary>
    /// <returns>What enumerates them.</returns>
    /// <exception cref="ShapeException">The tensor is a number.</exception>
    public RowEnumerator GetEnumerator() => Rank > 0
        ? new RowEnumerator(this)
        : throw new ShapeException("foreach: a number has no axis to run over; use Item().");

    private int Position(int axis, int index, string operation)
    {
        int at = index < 0 ? index + Shape[axis] : index;
        return (uint)at < (uint)Shape[axis] ? at : throw new ShapeException(
            $"{operation}: position {index} is outside axis {axis} of {Shape}.");
    }

    /// <summary>Enumerates the slices of a tensor along its first axis.</summary>
    public struct RowEnumerator
    {
        private readonly Tensor tensor;
        private int row = -1;

        internal RowEnumerator(Tensor tensor) => this.tensor = tensor;

        /// <summary>The current slice, without the first axis.</summary>
        public readonly Tensor Current => tensor.Select(0, row);

        /// <summary>Steps to the next slice.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++row < tensor.Shape[0];

        /// <summary>Which slice is the current one.</summary>
        /// <returns>Its number, and the shape of the whole.</returns>
        public override readonly string ToString() => $"row {row} of {tensor.Shape}";
    }
}
