using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The different elements in ascending order, or the different slices along an axis. Every NaN is one of its own.</summary>
    /// <param name="axis">The axis whose slices are compared; none to compare all elements.</param>
    /// <returns>
    /// The values, a row or of this tensor's shape but for the axis; for each element, or slice, its place among them; and how often each
    /// occurs (int64 both). A gradient goes to the first of equals.
    /// </returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="GraphException">The tensor is symbolic: the shape of the result depends on values.</exception>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(int? axis = null) => Distinct("Unique", axis, true);

    /// <summary>The elements, or slices along an axis, without repetitions of the one before. Every NaN is one of its own.</summary>
    /// <inheritdoc cref="Unique"/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive(int? axis = null) =>
        Distinct("UniqueConsecutive", axis, false);

    private (Tensor Values, Tensor Inverse, Tensor Counts) Distinct(string operation, int? axis, bool sorts)
    {
        ExpectValues(operation);
        Tensor x = axis is null ? ReshapeTo([Numel]) : WithAxis;
        int along = axis is null ? 0 : x.Shape.Axis(axis.Value, operation);
        int count = x.Shape[along];
        Tensor rows = x.Detach().Transpose(0, along).Contiguous().ReshapeTo([count, count == 0 ? 0 : x.Numel / count]);
        if (rows.DType.IsHalf()) rows = rows.To(DType.Float32);
        var groups = new RowGroups(count);
        switch (rows.DType)
        {
            case DType.Float32: groups.Find(rows.Span<float>(), sorts); break;
            case DType.Float64: groups.Find(rows.Span<double>(), sorts); break;
            case DType.Int64: groups.Find(rows.Span<long>(), sorts); break;
            case DType.Int32: groups.Find(rows.Span<int>(), sorts); break;
            default: groups.Find(rows.Span<byte>(), sorts); break;
        }

        GC.KeepAlive(rows);
        Tensor values = x.IndexSelect(along, From<long>(groups.First)), inverse = From<long>(groups.Inverse);
        return (values, axis is null ? inverse.ReshapeTo(Shape) : inverse, From<long>(groups.Counts));
    }
}
