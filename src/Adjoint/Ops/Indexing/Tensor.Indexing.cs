using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// A view by integers, ranges, new axes and an ellipsis: <c>x[1..3, ^1]</c>, <c>x[TensorIndex.Ellipsis, 0]</c>. An
    /// integer drops its axis. Setting is a change in place, and recorded where gradients flow.
    /// </summary>
    /// <exception cref="ShapeException">An index is outside, or there are more of them than axes.</exception>
    [System.Runtime.CompilerServices.IndexerName("Slice")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => TensorIndex.Apply(this, indices);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            TensorIndex.Apply(this, indices).CopyFrom(value);
        }
    }

    /// <summary>Where the condition holds <paramref name="a"/>, elsewhere <paramref name="b"/>; with broadcasting.</summary>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        DType type = DTypes.Promote(a, b);
        Shape shape = Shape.Broadcast(condition.Shape, Shape.Broadcast(a.Shape, b.Shape, "Where"), "Where");
        return Engine.Apply(Ops.Where.Op, condition.ExpandTo(shape), a.To(type).ExpandTo(shape), b.To(type).ExpandTo(shape));
    }

    /// <summary>With a value wherever the bool mask holds; with broadcasting.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => Where(mask, Number(value, this), this);

    /// <summary>y[…, i, …] = this[…, index[…, i, …], …] along the axis.</summary>
    public Tensor Gather(int axis, Tensor index) => Engine.Apply(new Gather(Shape.Axis(axis, "Gather")), this, Index(index));

    /// <summary>This with the source added at indices along the axis; equal indices add up.</summary>
    public Tensor ScatterAdd(int axis, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (DType.IsHalf()) return Widened().ScatterAdd(axis, index, source.Widened()).To(DType);
        return this + Engine.Apply(new ScatterAdd(Shape.Axis(axis, "ScatterAdd"), Shape), source.To(DType), Index(index));
    }

    /// <summary>Whole slices at the indices along an axis; the index's axes take the place of that axis.</summary>
    public Tensor IndexSelect(int axis, Tensor index) => Engine.Apply(new IndexSelect(Shape.Axis(axis, "IndexSelect")), this, Index(index));

    /// <summary>The rows of this table at the indices: an embedding. Rows' axes follow the index's.</summary>
    public Tensor Embedding(Tensor index) => IndexSelect(0, index);

    /// <summary>For integers below <paramref name="classes"/>, a new innermost axis with a 1 at that place; int64.</summary>
    /// <exception cref="ShapeException">A number is negative or not below the number of classes.</exception>
    public Tensor OneHot(int classes)
    {
        Tensor index = Index(this);
        if (index.DType != DType.Int64)
            throw new DTypeException($"OneHot: takes integers, not {DType.Name()}; cast with To(DType.Int64) first.");
        return Engine.Apply(new OneHot(classes), index);
    }

    /// <summary>
    /// Padded along axes by (before, after), given from the innermost axis outwards as in PyTorch: a constant, or by
    /// <see cref="PadMode"/> what is there.
    /// </summary>
    public Tensor Pad(ReadOnlySpan<int> padding, PadMode mode = PadMode.Constant, double value = 0) =>
        Padding.Pad(this, padding, mode, value);

    private static Tensor Index(Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.DType is DType.Int32 or DType.UInt8 ? index.To(DType.Int64) : index;
    }
}
