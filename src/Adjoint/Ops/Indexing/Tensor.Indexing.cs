using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The part that is named by integers, ranges, new axes, an ellipsis, tensors of integers and bool masks, in any mixture, as in
    /// PyTorch: <c>x[1..3, ^1]</c>, <c>x[TensorIndex.Ellipsis, 0]</c>, <c>x[index]</c>, <c>x[mask]</c>, <c>x[.., rows, columns]</c>. An
    /// integer drops its axis. Without tensors between the brackets it is a view. Tensors of integers are broadcast to one shape, whose
    /// axes take the place of the indexed ones where these follow one another, and come first where not; a mask over some axes counts as
    /// the places where it holds. Setting writes into the memory, or into the recorded history; the values are broadcast and cast to this
    /// type, and of equal places the last counts (to add up, <see cref="IndexPut"/>).
    /// </summary>
    /// <param name="indices">One for each axis from the first on; axes that are left are taken whole.</param>
    /// <returns>A view where all indices are integers, ranges, new axes and ellipsis; else a copy.</returns>
    /// <exception cref="ShapeException">
    /// An index is outside, there are more of them than axes, a mask or the values do not fit, or index tensors do not broadcast.
    /// </exception>
    /// <exception cref="GraphException">A mask is symbolic, so that it is not known how many elements it takes.</exception>
    [System.Runtime.CompilerServices.IndexerName("Slice")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => new IndexExpression("Index", Shape, indices).Get(this);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            PutAt("Index", indices, value, false);
        }
    }

    /// <summary>y[…, i, …] = this[…, index[…, i, …], …] along the axis.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this; along the other axes at most as long.</param>
    /// <returns>Of the index's shape.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor Gather(int axis, Tensor index)
    {
        index = Index(index);
        int resolved = AxisOrNone(axis, "Gather");
        if (index.Numel == 0) return Zeros(index.Shape, DType);
        if (Rank > 0 && index.Rank > 0) return Engine.Apply(new Gather(resolved), this, index);
        // A number counts as one axis of size 1.
        return Engine.Apply(new Gather(0), AtLeast1d(), index.AtLeast1d()).ReshapeTo(index.Shape);
    }

    /// <summary>Whole slices at the indices along an axis; the index's axes take the place of that axis.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0; a number counts as one axis of size 1.</param>
    /// <returns>Of this shape, with the index's axes in the place of the axis.</returns>
    /// <exception cref="ShapeException">An index is outside.</exception>
    public Tensor IndexSelect(int axis, Tensor index)
    {
        index = Index(index).AtLeast1d();
        int resolved = AxisOrNone(axis, "IndexSelect");
        if (Rank > 0) return Engine.Apply(new IndexSelect(resolved), this, index);
        if (index.Numel != 1) throw new ShapeException($"IndexSelect: of a number one index can be taken, not {index.Numel}.");
        return Engine.Apply(new IndexSelect(0), AtLeast1d(), index).ReshapeTo(Shape);
    }

    /// <summary>The rows of this table at the indices: an embedding. Rows' axes follow the index's.</summary>
    public Tensor Embedding(Tensor indices) => Rows(indices, new("Embedding"));

    /// <summary>Rows at indices, which messages name as the user does.</summary>
    internal Tensor Rows(Tensor index, IndexUse use)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (Rank == 0) throw new ShapeException($"{use.Operation}: a number has no rows to choose from.");
        return Engine.Apply(new IndexSelect(0) { Use = use }, this, IndexedAccess.Integers(use, index));
    }

    /// <summary>For each sample of [N, C, …] the number at its class [N, …], of which messages speak as the user does.</summary>
    private Tensor AtClass(Tensor classes, string operation)
    {
        IndexUse use = new(operation, "class");
        return Engine.Apply(new Gather(1) { Use = use }, this, IndexedAccess.Integers(use, classes).Unsqueeze(1)).Squeeze(1);
    }

    /// <summary>For integers below <paramref name="numClasses"/>, a new innermost axis with a 1 at that place; int64.</summary>
    /// <exception cref="ShapeException">A number is negative or not below the number of classes.</exception>
    public Tensor OneHot(int numClasses)
    {
        Tensor index = Index(this);
        if (index.DType != DType.Int64)
            throw new DTypeException($"OneHot: takes integers, not {DType.Name()}; cast with To(DType.Int64) first.");
        return Engine.Apply(new OneHot(numClasses), index);
    }

    /// <summary>
    /// Padded along axes by (before, after), given from the innermost axis outwards as in PyTorch: a constant, or by
    /// <see cref="PadMode"/> what is there.
    /// </summary>
    public Tensor Pad(ReadOnlySpan<int> pad, PadMode mode = PadMode.Constant, double value = 0) =>
        Padding.Pad(this, pad, mode, value);

    /// <summary>An axis counted from the start; of a number, which counts as one axis, 0.</summary>
    private int AxisOrNone(int axis, string operation) =>
        Rank == 0 && (axis is 0 or -1) ? 0 : Shape.Axis(axis, operation);

    private static Tensor Index(Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.DType is DType.Int32 or DType.UInt8 ? index.To(DType.Int64) : index;
    }
}
