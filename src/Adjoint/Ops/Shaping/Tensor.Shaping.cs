using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The same elements in another shape; one size may be −1 and is then what is left. A view wherever strides allow it.
    /// </summary>
    /// <exception cref="ShapeException">The numbers of elements differ.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        int unknown = shape.IndexOf(-1);
        if (unknown < 0) return ReshapeTo(Shape.Create(shape));
        if (shape[(unknown + 1)..].Contains(-1))
            throw new ShapeException($"Reshape: {Shape.Format(shape)} leaves more than one size open.");
        int[] resolved = shape.ToArray();
        resolved[unknown] = 1;
        int known = Shape.Create(resolved).Numel;
        if (known == 0 || Numel % known != 0)
            throw new ShapeException($"Reshape: {Shape} has {Numel} elements, which {Shape.Format(shape)} does not divide.");
        resolved[unknown] = Numel / known;
        return ReshapeTo(Shape.Create(resolved));
    }

    /// <summary>Two axes exchanged; without arguments the last two, as of a matrix. A view.</summary>
    public Tensor Transpose(int axis0 = -2, int axis1 = -1)
    {
        if (Rank == 2 && axis0 == -2 && axis1 == -1) return Engine.Apply(Ops.Permute.Matrix, this);
        Span<int> order = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++) order[axis] = axis;
        int a = Shape.Axis(axis0, "Transpose");
        int b = Shape.Axis(axis1, "Transpose");
        (order[a], order[b]) = (order[b], order[a]);
        return Permute(order);
    }

    /// <summary>The axes in another order: for each axis of the result, which axis of this it is. A view.</summary>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        Span<int> resolved = stackalloc int[axes.Length];
        for (int i = 0; i < axes.Length; i++) resolved[i] = Shape.Axis(axes[i], "Permute");
        return Engine.Apply(new Permute(Shape.Create(resolved)), this);
    }

    /// <summary>Axes of size 1 broadcast, and new outer axes put before; −1 keeps a size. A view, nothing is copied.</summary>
    public Tensor Expand(params ReadOnlySpan<int> size)
    {
        if (size.SequenceEqual(Shape.Span)) return this;
        if (size.Length < Rank)
            throw new ShapeException($"Expand: {Shape} has more axes than {Shape.Format(size)}.");
        int[] resolved = size.ToArray();
        for (int axis = 0; axis < Rank; axis++)
        {
            ref int extent = ref resolved[size.Length - Rank + axis];
            if (extent == -1) extent = Shape[axis];
        }

        if (resolved.AsSpan().ContainsAnyInRange(int.MinValue, -1))
            throw new ShapeException($"Expand: {Shape} to {Shape.Format(size)}: -1 keeps the size of an axis that is there.");
        return ExpandTo(Shape.Create(resolved));
    }

    /// <summary>The same to a shape of at least as many axes.</summary>
    internal Tensor ExpandTo(Shape shape)
    {
        if (shape == Shape) return this;
        Tensor aligned = this;
        if (Rank < shape.Rank)
        {
            Span<int> sizes = stackalloc int[shape.Rank];
            sizes.Fill(1);
            Shape.Span.CopyTo(sizes[^Rank..]);
            aligned = ReshapeTo(Shape.Create(sizes));
        }

        return Engine.Apply(new Expand(shape), aligned);
    }

    /// <summary>Without the named axes, which must be of size 1; without arguments, without all such axes. A view.</summary>
    public Tensor Squeeze(params ReadOnlySpan<int> axes)
    {
        int bits = axes.IsEmpty ? 0 : Axes.Resolve(axes, Shape, "Squeeze").Bits;
        for (int axis = 0; axis < Rank; axis++)
        {
            if (Shape[axis] == 1) bits |= axes.IsEmpty ? 1 << axis : 0;
            else if ((bits >> axis & 1) != 0) throw new ShapeException($"Squeeze: axis {axis} of {Shape} has size {Shape[axis]}, not 1.");
        }

        return ReshapeTo(Shape.Without(new Axes(bits)));
    }

    /// <summary>With a new axis of size 1 at the position. A view.</summary>
    public Tensor Unsqueeze(int axis)
    {
        int resolved = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)resolved > (uint)Rank)
            throw new ShapeException($"Unsqueeze: {Shape} has no place {axis} for an axis; use {-Rank - 1} to {Rank}.");
        return ReshapeTo([.. Shape.Span[..resolved], 1, .. Shape.Span[resolved..]]);
    }

    /// <summary>The axes from first to last as one. A view wherever strides allow it.</summary>
    public Tensor Flatten(int startAxis = 0, int endAxis = -1)
    {
        if (Rank == 0) return ReshapeTo([1]);
        int from = Shape.Axis(startAxis, "Flatten");
        int to = Shape.Axis(endAxis, "Flatten");
        if (from > to) throw new ShapeException($"Flatten: axis {startAxis} comes after axis {endAxis}.");
        return ReshapeTo([.. Shape.Span[..from], Shape.Product(Shape.Span[from..(to + 1)]), .. Shape.Span[(to + 1)..]]);
    }

    /// <summary>An axis divided into several; one of their sizes may be −1. A view wherever strides allow it.</summary>
    public Tensor Unflatten(int axis, params ReadOnlySpan<int> sizes)
    {
        int resolved = Shape.Axis(axis, "Unflatten");
        int[] divided = sizes.ToArray();
        int open = Array.IndexOf(divided, -1);
        if (open >= 0) divided[open] = -Shape.Product(divided) is > 0 and var known ? Shape[resolved] / known : 0;
        if (divided.Aggregate(1L, (product, size) => product * size) != Shape[resolved])
            throw new ShapeException($"Unflatten: axis {axis} of {Shape} cannot be divided into {Shape.Format(sizes)}.");
        return ReshapeTo([.. Shape.Span[..resolved], .. divided, .. Shape.Span[(resolved + 1)..]]);
    }

    /// <summary>Channels spread over space: [N, C·r², H, W] → [N, C, H·r, W·r]. Shi et al. 2016 (arXiv 1609.05158).</summary>
    /// <exception cref="ShapeException">The channels do not divide by r².</exception>
    public Tensor PixelShuffle(int upscaleFactor)
    {
        if (Rank < 3 || upscaleFactor < 1 || Shape[^3] % (upscaleFactor * upscaleFactor) != 0)
            throw new ShapeException($"PixelShuffle: takes [N, C, H, W] with C divisible by the square of {upscaleFactor}, not {Shape}.");
        int channels = Shape[^3] / (upscaleFactor * upscaleFactor);
        Tensor parts = Reshape(Shape.Product(Shape.Span[..^3]), channels, upscaleFactor, upscaleFactor, Shape[^2], Shape[^1])
            .Permute(0, 1, 4, 2, 5, 3);
        return parts.ReshapeTo([.. Shape.Span[..^3], channels, Shape[^2] * upscaleFactor, Shape[^1] * upscaleFactor]);
    }

    /// <summary>Space gathered into channels, what <see cref="PixelShuffle"/> undoes: [N, C, H·r, W·r] → [N, C·r², H, W].</summary>
    /// <exception cref="ShapeException">Height or width do not divide by r.</exception>
    public Tensor PixelUnshuffle(int downscaleFactor)
    {
        if (Rank < 3 || downscaleFactor < 1 || Shape[^2] % downscaleFactor != 0 || Shape[^1] % downscaleFactor != 0)
            throw new ShapeException($"PixelUnshuffle: takes [N, C, H, W] with H and W divisible by {downscaleFactor}, not {Shape}.");
        (int height, int width) = (Shape[^2] / downscaleFactor, Shape[^1] / downscaleFactor);
        Tensor parts = Reshape(Shape.Product(Shape.Span[..^3]), Shape[^3], height, downscaleFactor, width, downscaleFactor)
            .Permute(0, 1, 3, 5, 2, 4);
        return parts.ReshapeTo([.. Shape.Span[..^3], Shape[^3] * downscaleFactor * downscaleFactor, height, width]);
    }

    /// <summary>Positions start to start + length − 1 along one axis. A view.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first position; a negative one counts from the end.</param>
    /// <param name="length">Number of positions.</param>
    /// <returns>As long as that along the axis.</returns>
    /// <exception cref="ShapeException">The positions do not lie within the axis.</exception>
    public Tensor Narrow(int axis, int start, int length)
    {
        int resolved = Shape.Axis(axis, "Narrow");
        if (start < 0) start += Shape[resolved];
        Span<int> starts = stackalloc int[Rank];
        starts.Clear();
        starts[resolved] = start;
        if (length < 0) throw new ShapeException($"Narrow: a length of {length} is negative.");
        return Engine.Apply(new Slice(new Steps(starts), Shape.With(resolved, length), Steps.Repeat(1, Rank)), this);
    }

    /// <summary>The axes run through backwards. A view.</summary>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        Axes flipped = Axes.Resolve(axes, Shape, "Flip");
        Span<int> starts = stackalloc int[Rank];
        Span<int> steps = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++)
        {
            starts[axis] = flipped.Contains(axis) ? Math.Max(0, Shape[axis] - 1) : 0;
            steps[axis] = flipped.Contains(axis) ? -1 : 1;
        }

        return Engine.Apply(new Slice(new Steps(starts), Shape, new Steps(steps)), this);
    }

    /// <summary>The diagonal of two axes as a new innermost axis. A view.</summary>
    public Tensor Diagonal(int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        int a = Shape.Axis(axis1, "Diagonal");
        int b = Shape.Axis(axis2, "Diagonal");
        if (a == b) throw new ShapeException($"Diagonal: axis {axis1} is named twice.");
        return Engine.Apply(new Diagonal(offset, a, b), this);
    }

    /// <inheritdoc cref="Concat"/>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int axis = 0) => Concat(tensors, axis);

    /// <summary>Tensors one after the other along an axis that they have.</summary>
    public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        if (tensors.IsEmpty) throw new ShapeException("Concat: there is nothing to concatenate.");
        DType type = tensors[0].DType;
        int rank = 1;
        foreach (Tensor part in tensors)
        {
            type = DTypes.Promote(type, part.DType);
            rank = Math.Max(rank, part.Rank);
        }

        // As in PyTorch, vectors of nothing may stand beside tensors of any shape.
        var x = new List<Tensor>(tensors.Length);
        foreach (Tensor part in tensors)
            if (rank == 1 || part.Rank != 1 || part.Numel > 0) x.Add(part.To(type));
        return Engine.Apply(new Concat(x[0].Shape.Axis(axis, "Concat")), [.. x]);
    }

    /// <summary>Tensors of one shape side by side along a new axis.</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        var x = new Tensor[tensors.Length];
        for (int i = 0; i < x.Length; i++)
        {
            if (tensors[i].Shape != tensors[0].Shape)
                throw new ShapeException($"Stack: {tensors[0].Shape} and {tensors[i].Shape} differ.");
            x[i] = tensors[i].Unsqueeze(axis);
        }

        return Concat(x, axis < 0 && x.Length > 0 ? axis + x[0].Rank : axis);
    }

    /// <summary>Pieces of a size along an axis; the last may be smaller. At least one. Views.</summary>
    public Tensor[] Split(int splitSize, int axis = 0)
    {
        int resolved = Shape.Axis(axis, "Split");
        if (splitSize <= 0) throw new ShapeException($"Split: a size of {splitSize} is not positive.");
        var parts = new Tensor[Math.Max(1, ((Shape[resolved] - 1) / splitSize) + 1)];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Narrow(resolved, i * splitSize, Math.Min(splitSize, Shape[resolved] - (i * splitSize)));
        return parts;
    }

    /// <summary>Pieces of the given sizes along an axis. Views.</summary>
    /// <exception cref="ShapeException">The sizes do not add up.</exception>
    public Tensor[] Split(ReadOnlySpan<int> splitSizes, int axis = 0)
    {
        int resolved = Shape.Axis(axis, "Split");
        int sum = System.Numerics.Tensors.TensorPrimitives.Sum(splitSizes);
        if (sum != Shape[resolved])
            throw new ShapeException(
                $"Split: sizes {Shape.Format(splitSizes)} add up to {sum}, but axis {axis} of {Shape} has {Shape[resolved]}.");
        var parts = new Tensor[splitSizes.Length];
        for (int i = 0, start = 0; i < parts.Length; start += splitSizes[i++]) parts[i] = Narrow(resolved, start, splitSizes[i]);
        return parts;
    }

    /// <summary>The elements on and under a diagonal of the last two axes, zero elsewhere.</summary>
    public Tensor Tril(int diagonal = 0) => Triangle(diagonal, lower: true);

    /// <summary>The elements on and above a diagonal of the last two axes, zero elsewhere.</summary>
    public Tensor Triu(int diagonal = 0) => Triangle(diagonal, lower: false);

    /// <summary>The same memory, shape and place in the graph under another name, so that it can be told apart.</summary>
    internal Tensor Alias() => Engine.Apply(new Reshape(Shape), this);

    /// <summary>The first axis as two, of which the first has the size.</summary>
    internal Tensor Unflatten(int size) => ReshapeTo([size, Shape[0] / size, .. Shape.Span[1..]]);

    internal Tensor ReshapeTo(Shape shape) => shape == Shape ? this : Engine.Apply(new Reshape(shape), this);

    private Tensor Triangle(int offset, bool lower)
    {
        if (Rank < 2) throw new ShapeException($"{(lower ? "Tril" : "Triu")}: {Shape} has no rows and columns.");
        Tensor row = Arange(Shape[^2]).Unsqueeze(1) + offset;
        Tensor column = Arange(Shape[^1]);
        return Where(lower ? column.LessEqual(row) : column.GreaterEqual(row), this, Scalar(0, DType));
    }
}
