using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Tensors side by side: along the second axis, vectors and numbers along the first.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <returns>One tensor.</returns>
    /// <exception cref="ShapeException">There are none, or they differ elsewhere.</exception>
    public static Tensor Hstack(params ReadOnlySpan<Tensor> tensors)
    {
        Tensor[] x = Each("Hstack", tensors, part => part.AtLeast1d());
        return Concat(x, x[0].Rank == 1 ? 0 : 1);
    }

    /// <summary>Tensors on top of one another: along the first axis, vectors and numbers as rows.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <returns>One tensor of at least two axes.</returns>
    /// <exception cref="ShapeException">There are none, or they differ elsewhere.</exception>
    public static Tensor Vstack(params ReadOnlySpan<Tensor> tensors) => Concat(Each("Vstack", tensors, part => part.AtLeast2d()), 0);

    /// <summary>Tensors behind one another: along the third axis, which they get if they lack it.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <returns>One tensor of at least three axes.</returns>
    /// <exception cref="ShapeException">There are none, or they differ elsewhere.</exception>
    public static Tensor Dstack(params ReadOnlySpan<Tensor> tensors) => Concat(Each("Dstack", tensors, part => part.AtLeast3d()), 2);

    /// <summary>Tensors side by side, vectors and numbers as columns.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <returns>One tensor of at least two axes.</returns>
    /// <exception cref="ShapeException">There are none, or they differ elsewhere.</exception>
    public static Tensor ColumnStack(params ReadOnlySpan<Tensor> tensors) =>
        Concat(Each("ColumnStack", tensors, part => part.Rank <= 1 ? part.ReshapeTo([part.Numel, 1]) : part), 1);

    /// <summary>The same as <see cref="Vstack"/>.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <returns>One tensor of at least two axes.</returns>
    /// <exception cref="ShapeException">There are none, or they differ elsewhere.</exception>
    public static Tensor RowStack(params ReadOnlySpan<Tensor> tensors) => Vstack(tensors);

    /// <summary>Equal pieces along the second axis, of a vector along the first. Views.</summary>
    /// <param name="sections">Number of pieces.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="ShapeException">The axis does not divide.</exception>
    public Tensor[] Hsplit(int sections) => Equally("Hsplit", sections, Rank == 1 ? 0 : 1, 1);

    /// <summary>Pieces along the second axis, of a vector along the first, up to, between and after positions. Views.</summary>
    /// <param name="indices">The positions.</param>
    /// <returns>One piece more than there are positions.</returns>
    /// <exception cref="ShapeException">The tensor is a number.</exception>
    public Tensor[] Hsplit(ReadOnlySpan<int> indices) => TensorSplit(indices, WithAxes("Hsplit", 1) == 1 ? 0 : 1);

    /// <summary>Equal pieces along the first axis of at least two. Views.</summary>
    /// <param name="sections">Number of pieces.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="ShapeException">The axis does not divide, or there are fewer than two.</exception>
    public Tensor[] Vsplit(int sections) => Equally("Vsplit", sections, 0, 2);

    /// <summary>Pieces along the first axis of at least two, up to, between and after positions. Views.</summary>
    /// <param name="indices">The positions.</param>
    /// <returns>One piece more than there are positions.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor[] Vsplit(ReadOnlySpan<int> indices)
    {
        WithAxes("Vsplit", 2);
        return TensorSplit(indices, 0);
    }

    /// <summary>Equal pieces along the third axis. Views.</summary>
    /// <param name="sections">Number of pieces.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="ShapeException">The axis does not divide, or there is none.</exception>
    public Tensor[] Dsplit(int sections) => Equally("Dsplit", sections, 2, 3);

    /// <summary>Pieces along the third axis up to, between and after positions. Views.</summary>
    /// <param name="indices">The positions.</param>
    /// <returns>One piece more than there are positions.</returns>
    /// <exception cref="ShapeException">There are fewer than three axes.</exception>
    public Tensor[] Dsplit(ReadOnlySpan<int> indices)
    {
        WithAxes("Dsplit", 3);
        return TensorSplit(indices, 2);
    }

    /// <summary>Matrices along the diagonal of one, with zeros elsewhere.</summary>
    /// <param name="tensors">Matrices; vectors and numbers count as rows. Without any, an empty row.</param>
    /// <returns>As many rows and columns as all of them have.</returns>
    /// <exception cref="ShapeException">One has more than two axes.</exception>
    public static Tensor BlockDiag(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty) return Zeros([1, 0]);
        Tensor[] x = Each("BlockDiag", tensors, matrix => matrix.Rank <= 2
            ? matrix.AtLeast2d()
            : throw new ShapeException($"BlockDiag: takes matrices, not a tensor of shape {matrix.Shape}."));
        int width = 0;
        foreach (Tensor matrix in x) width = checked(width + matrix.Shape[1]);
        for (int i = 0, before = 0; i < x.Length; i++)
        {
            int own = x[i].Shape[1];
            x[i] = x[i].Pad([before, width - own - before]);
            before += own;
        }

        return Concat(x);
    }

    /// <summary>The coordinates of a grid: each vector spread over all axes but its own. Views.</summary>
    /// <param name="tensors">Vectors, or numbers that count as such of one element.</param>
    /// <param name="indexing">Which axis belongs to which vector.</param>
    /// <returns>One tensor for each vector, all of the grid's shape.</returns>
    /// <exception cref="ShapeException">One has more than one axis.</exception>
    public static Tensor[] Meshgrid(ReadOnlySpan<Tensor> tensors, MeshIndexing indexing = MeshIndexing.Ij)
    {
        Tensor[] grid = new Tensor[tensors.Length];
        var sizes = new int[grid.Length];
        for (int i = 0; i < grid.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i], nameof(tensors));
            if (tensors[i].Rank > 1) throw new ShapeException($"Meshgrid: takes vectors, not a tensor of shape {tensors[i].Shape}.");
            sizes[AxisOf(i)] = tensors[i].Numel;
        }

        Shape shape = Shape.Create(sizes);
        for (int i = 0; i < grid.Length; i++)
            grid[i] = tensors[i].ReshapeTo(Shape.Repeat(1, grid.Length).With(AxisOf(i), tensors[i].Numel)).ExpandTo(shape);
        return grid;

        int AxisOf(int tensor) => indexing == MeshIndexing.Xy && tensor < 2 && sizes.Length > 1 ? 1 - tensor : tensor;
    }

    /// <summary>All combinations of an element of each vector, one row for each, the last vector's changing fastest.</summary>
    /// <param name="tensors">Vectors.</param>
    /// <returns>[product of the lengths, number of vectors]; a single vector as it is.</returns>
    /// <exception cref="ShapeException">There are none, or one is no vector.</exception>
    public static Tensor CartesianProd(params ReadOnlySpan<Tensor> tensors)
    {
        Tensor[] x = Each("CartesianProd", tensors, tensor => tensor.Rank == 1
            ? tensor
            : throw new ShapeException($"CartesianProd: takes vectors, not a tensor of shape {tensor.Shape}."));
        if (x.Length == 1) return x[0];
        Tensor grid = Stack(Meshgrid(x), -1);
        return grid.ReshapeTo([Shape.Product(grid.Shape.Span[..^1]), x.Length]);
    }

    /// <summary>All combinations of some elements of a vector, in the order of their places, one row for each.</summary>
    /// <param name="r">How many elements.</param>
    /// <param name="withReplacement">Whether an element may be taken again.</param>
    /// <returns>[number of combinations, r].</returns>
    /// <exception cref="ShapeException">The tensor is no vector, or the number is negative.</exception>
    public Tensor Combinations(int r = 2, bool withReplacement = false)
    {
        if (Rank != 1) throw new ShapeException($"Combinations: takes a vector, not a tensor of shape {Shape}.");
        if (r < 0) throw new ShapeException($"Combinations: {r} elements are negative.");
        if (r == 0) return Zeros([0], DType);
        var rows = new List<long>();
        var row = new long[r];
        bool more = withReplacement ? Numel > 0 : Numel >= r;
        for (int i = 0; i < r && !withReplacement; i++) row[i] = i;
        while (more)
        {
            rows.AddRange(row);
            int at = r - 1;
            while (at >= 0 && row[at] == (withReplacement ? Numel - 1 : Numel - r + at)) at--;
            more = at >= 0;
            if (!more) break;
            row[at]++;
            for (int i = at + 1; i < r; i++) row[i] = withReplacement ? row[at] : row[i - 1] + 1;
        }

        return Engine.Apply(new IndexSelect(0), this, Wrap<long>([.. rows], [rows.Count / r, r]));
    }

    private static Tensor[] Each(string operation, ReadOnlySpan<Tensor> parts, Func<Tensor, Tensor> change)
    {
        if (parts.IsEmpty) throw new ShapeException($"{operation}: takes at least one tensor.");
        var changed = new Tensor[parts.Length];
        for (int i = 0; i < changed.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i], nameof(parts));
            changed[i] = change(parts[i]);
        }

        return changed;
    }

    private Tensor[] Equally(string operation, int sections, int axis, int rank)
    {
        WithAxes(operation, rank);
        if (sections < 1 || Shape[axis] % sections != 0)
            throw new ShapeException($"{operation}: axis {axis} of {Shape} does not divide into {sections} pieces.");
        return TensorSplit(sections, axis);
    }

    private int WithAxes(string operation, int least) =>
        Rank >= least ? Rank : throw new ShapeException($"{operation}: {Shape} has fewer than {least} axes.");
}
