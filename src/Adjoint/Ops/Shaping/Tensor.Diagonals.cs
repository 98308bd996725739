using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Of a vector the matrix with it on a diagonal and zeros elsewhere; of a matrix the diagonal, a view.</summary>
    /// <param name="diagonal">Above 0: so far above the main diagonal; below 0: under it.</param>
    /// <returns>A matrix or a vector.</returns>
    /// <exception cref="ShapeException">There are not one or two axes.</exception>
    public Tensor Diag(int diagonal = 0) => Rank switch
    {
        1 => DiagEmbed(diagonal),
        2 => Diagonal(diagonal),
        _ => throw new ShapeException($"Diag: takes a vector or a matrix, not a tensor of shape {Shape}; use DiagEmbed or Diagonal."),
    };

    /// <summary>The innermost axis spread over a diagonal of two new axes, with zeros elsewhere.</summary>
    /// <param name="offset">Above 0: so far above the main diagonal; below 0: under it.</param>
    /// <param name="axis1">Which axis of the result counts the rows.</param>
    /// <param name="axis2">Which axis of the result counts the columns.</param>
    /// <returns>One axis more than this has.</returns>
    /// <exception cref="ShapeException">The tensor is a number, or the axes are the same.</exception>
    public Tensor DiagEmbed(int offset = 0, int axis1 = -2, int axis2 = -1)
    {
        Shape.Axis(-1, "DiagEmbed");
        int size = checked(Shape[^1] + Math.Abs(offset));
        Shape matrices = [.. Shape.Span[..^1], size, size];
        (int a, int b) = (matrices.Axis(axis1, "DiagEmbed"), matrices.Axis(axis2, "DiagEmbed"));
        if (a == b) throw new ShapeException($"DiagEmbed: axis {axis1} is named twice.");
        var sizes = new int[matrices.Rank];
        for (int axis = 0, from = 0; axis < sizes.Length; axis++) sizes[axis] = axis == a || axis == b ? size : Shape[from++];
        return Engine.Apply(new PlaceDiagonal(new Diagonal(offset, a, b), Shape.Create(sizes)), this);
    }

    /// <summary>The matrix with all elements, in row-major order, on a diagonal and zeros elsewhere.</summary>
    /// <param name="offset">Above 0: so far above the main diagonal; below 0: under it.</param>
    /// <returns>A matrix.</returns>
    public Tensor Diagflat(int offset = 0) => ReshapeTo([Numel]).DiagEmbed(offset);

    /// <summary>This with a source on a diagonal of two axes.</summary>
    /// <param name="src">Of the shape that <see cref="Diagonal"/> gives.</param>
    /// <param name="offset">Above 0: so far above the main diagonal; below 0: under it.</param>
    /// <param name="axis1">The axis of rows.</param>
    /// <param name="axis2">The axis of columns.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">The source is of another shape, or the axes are the same.</exception>
    public Tensor DiagonalScatter(Tensor src, int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        Tensor source = Alike("DiagonalScatter", src);
        (int a, int b) = (Shape.Axis(axis1, "DiagonalScatter"), Shape.Axis(axis2, "DiagonalScatter"));
        if (a == b) throw new ShapeException($"DiagonalScatter: axis {axis1} is named twice.");
        var diagonal = new Diagonal(offset, a, b);
        Shape expected = diagonal.In(Shape);
        if (source.Shape != expected)
            throw new ShapeException($"DiagonalScatter: the diagonal of {Shape} has shape {expected}, not {source.Shape}.");
        return Replaced(new PlaceDiagonal(diagonal, Shape), source);
    }

    /// <summary>This with a source in the place of the slice at one position along an axis.</summary>
    /// <param name="src">Of the shape that <see cref="Select"/> gives.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The position; a negative one counts from the end.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">The position is outside, or the source is of another shape.</exception>
    public Tensor SelectScatter(Tensor src, int axis, int index)
    {
        Tensor source = Alike("SelectScatter", src);
        int resolved = Shape.Axis(axis, "SelectScatter");
        int at = Position(resolved, index, "SelectScatter");
        Shape expected = Shape.Without(Axes.Single(resolved));
        if (source.Shape != expected)
            throw new ShapeException($"SelectScatter: the source has shape {source.Shape}, the slice of {Shape} has {expected}.");
        return SliceScatter(source.Unsqueeze(resolved), resolved, at, at + 1);
    }

    /// <summary>This with a source in the place of positions along an axis.</summary>
    /// <param name="src">Of the shape of that part.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first position; a negative one counts from the end, one beyond an end is it.</param>
    /// <param name="end">The position after the last, likewise; null for the end of the axis.</param>
    /// <param name="step">From one position to the next.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">The source is of another shape, or the step is not positive.</exception>
    public Tensor SliceScatter(Tensor src, int axis = 0, int start = 0, int? end = null, int step = 1)
    {
        Tensor source = Alike("SliceScatter", src);
        int resolved = Shape.Axis(axis, "SliceScatter");
        int size = Shape[resolved];
        if (step < 1) throw new ShapeException($"SliceScatter: a step of {step} is not positive.");
        int from = Math.Clamp(start < 0 ? start + size : start, 0, size);
        int to = Math.Clamp(end is not { } given ? size : given < 0 ? given + size : given, from, size);
        int length = to == from ? 0 : ((to - from - 1) / step) + 1;
        Shape expected = Shape.With(resolved, length);
        if (source.Shape != expected)
            throw new ShapeException($"SliceScatter: the source has shape {source.Shape}, the part of {Shape} has {expected}.");
        if (length == 0) return Clone();
        if (step == 1) return Concat([Narrow(resolved, 0, from), source, Narrow(resolved, to, size - to)], resolved);
        var starts = new int[Rank];
        starts[resolved] = from;
        int[] steps = Steps.Repeat(1, Rank).Span.ToArray();
        steps[resolved] = step;
        return Replaced(new Place(new Steps(starts), Shape, new Steps(steps)), source);
    }

    /// <summary>The places on and under a diagonal of a matrix, row by row: what <c>x[…]</c> takes.</summary>
    /// <param name="row">Number of rows.</param>
    /// <param name="col">Number of columns.</param>
    /// <param name="offset">Above 0: the diagonal so far above the main one; below 0: under it.</param>
    /// <param name="dtype">The integers' type.</param>
    /// <returns>[2, count]: the rows and the columns.</returns>
    /// <exception cref="ShapeException">A number is negative.</exception>
    public static Tensor TrilIndices(int row, int col, int offset = 0, DType dtype = DType.Int64) =>
        Triangle("TrilIndices", row, col, dtype, (i, j) => j - i <= offset);

    /// <summary>The places on and above a diagonal of a matrix, row by row: what <c>x[…]</c> takes.</summary>
    /// <param name="row">Number of rows.</param>
    /// <param name="col">Number of columns.</param>
    /// <param name="offset">Above 0: the diagonal so far above the main one; below 0: under it.</param>
    /// <param name="dtype">The integers' type.</param>
    /// <returns>[2, count]: the rows and the columns.</returns>
    /// <exception cref="ShapeException">A number is negative.</exception>
    public static Tensor TriuIndices(int row, int col, int offset = 0, DType dtype = DType.Int64) =>
        Triangle("TriuIndices", row, col, dtype, (i, j) => j - i >= offset);

    private static Tensor Triangle(string operation, int rows, int columns, DType dtype, Func<long, long, bool> holds)
    {
        if (rows < 0 || columns < 0) throw new ShapeException($"{operation}: {rows} rows and {columns} columns are negative.");
        var row = new List<long>();
        var column = new List<long>();
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < columns; j++)
            {
                if (!holds(i, j)) continue;
                row.Add(i);
                column.Add(j);
            }
        }

        return Wrap<long>([.. row, .. column], [2, row.Count]).To(dtype);
    }

    /// <summary>This with a source in the place to which an operation moves it among zeros.</summary>
    private Tensor Replaced(Op place, Tensor source)
    {
        Tensor inside = Engine.Apply(place, Scalar(1, DType.Bool).Expand(source.Shape));
        return Engine.Apply(Ops.Where.Op, inside, Engine.Apply(place, source), this);
    }
}
