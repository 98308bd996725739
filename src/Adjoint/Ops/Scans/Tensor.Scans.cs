using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Running products along an axis; of integers in int64. The derivative is right also at zeros.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="dtype">The type in which they are computed; by default this tensor's.</param>
    /// <returns>The products, of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CumProd(int axis, DType? dtype = null)
    {
        Tensor x = Summand(dtype).WithAxis;
        return Engine.Apply(new CumProd(x.Shape.Axis(axis, "CumProd")), x).ReshapeTo(Shape);
    }

    /// <summary>The largest element so far along an axis, with its place, of equals the last; NaN from the first one on.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <returns>The values, and their places along the axis (int64), of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public (Tensor Values, Tensor Indices) CumMax(int axis) => Choose("CumMax", axis, a => new ArgCumExtreme(a, true), true);

    /// <summary>The smallest element so far along an axis, with its place, of equals the last; NaN from the first one on.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <returns>The values, and their places along the axis (int64), of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public (Tensor Values, Tensor Indices) CumMin(int axis) => Choose("CumMin", axis, a => new ArgCumExtreme(a, false), true);

    /// <summary>The logarithm of running sums of eˣ along an axis, without overflow.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <returns>Real numbers, of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogCumSumExp(int axis)
    {
        Tensor x = Real().WithAxis;
        return Engine.Apply(new LogCumSumExp(x.Shape.Axis(axis, "LogCumSumExp")), x).ReshapeTo(Shape);
    }

    /// <summary>Differences of neighbours along an axis; of truth values, whether they differ.</summary>
    /// <param name="n">How often; each time one element less.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="prepend">What is put before the first element, of any length along the axis.</param>
    /// <param name="append">What is put behind the last.</param>
    /// <returns>The differences.</returns>
    /// <exception cref="ShapeException">There is no such axis, n is negative, or what is put before or behind does not fit.</exception>
    public Tensor Diff(int n = 1, int axis = -1, Tensor? prepend = null, Tensor? append = null)
    {
        int along = Shape.Axis(axis, "Diff");
        if (n < 0) throw new ShapeException($"Diff: an order of {n} is negative.");
        if (n == 0) return this;
        Tensor[] parts = [.. new[] { prepend, this, append }.OfType<Tensor>()];
        foreach (Tensor part in parts)
        {
            if (part.Rank != Rank || part.Shape.With(along, 1) != Shape.With(along, 1))
                throw new ShapeException($"Diff: {part.Shape} does not fit {Shape} along axis {along}.");
        }

        Tensor y = parts.Length == 1 ? this : Concat(parts, along);
        if (y.DType.IsHalf()) return y.Widened().Diff(n, axis).To(y.DType);
        for (; n > 0; n--)
        {
            int left = Math.Max(0, y.Shape[along] - 1);
            (Tensor next, Tensor before) = (y.Narrow(along, Math.Min(1, y.Shape[along]), left), y.Narrow(along, 0, left));
            y = y.DType == DType.Bool ? next.Xor(before) : next - before;
        }

        return y;
    }

    /// <summary>The integral along an axis by the trapezoidal rule, over steps of one width.</summary>
    /// <param name="dx">The width.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The integral, without the axis; 0 of one element.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Trapezoid(double dx = 1, int axis = -1) => Slabs("Trapezoid", null, dx, axis).SumOf(axis, "Trapezoid", DType);

    /// <summary>The integral along an axis by the trapezoidal rule, over given places.</summary>
    /// <param name="x">The places: a row, or as many as there are elements.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The integral, without the axis; 0 of one element.</returns>
    /// <exception cref="ShapeException">There is no such axis, or the places do not fit.</exception>
    public Tensor Trapezoid(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Slabs("Trapezoid", x, 1, axis).SumOf(axis, "Trapezoid", Meeting(x));
    }

    /// <summary>Running integrals along an axis by the trapezoidal rule, over steps of one width.</summary>
    /// <param name="dx">The width.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The integrals up to each element but the first.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CumulativeTrapezoid(double dx = 1, int axis = -1) => Rounded(Slabs("CumulativeTrapezoid", null, dx, axis).CumSum(axis));

    /// <summary>Running integrals along an axis by the trapezoidal rule, over given places.</summary>
    /// <param name="x">The places: a row, or as many as there are elements.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The integrals up to each element but the first.</returns>
    /// <exception cref="ShapeException">There is no such axis, or the places do not fit.</exception>
    public Tensor CumulativeTrapezoid(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = Slabs("CumulativeTrapezoid", x, 1, axis).CumSum(axis);
        return Meeting(x).IsHalf() ? y.To(Meeting(x)) : y;
    }

    private Tensor SumOf(int axis, string operation, DType dtype)
    {
        Tensor y = Sum([Shape.Axis(axis, operation)], false);
        return dtype.IsHalf() ? y.To(dtype) : y;
    }

    /// <summary>The areas between neighbours, in float32 where these have half precision.</summary>
    private Tensor Slabs(string operation, Tensor? places, double dx, int axis)
    {
        int along = Shape.Axis(axis, operation);
        Tensor y = Real().Widened();
        int left = Math.Max(0, y.Shape[along] - 1);
        Tensor means = (y.Narrow(along, Math.Min(1, y.Shape[along]), left) + y.Narrow(along, 0, left)) * 0.5;
        if (places is null) return means * dx;
        Tensor x = places.Real().Widened();
        if (x.Rank == 1)
        {
            if (x.Shape[0] != Shape[along])
                throw new ShapeException($"{operation}: {x.Shape[0]} places do not fit the {Shape[along]} elements along axis {axis}.");
            return means * x.Diff().ReshapeTo(Shape.Repeat(1, Rank).With(along, left));
        }

        int counted = x.Shape.Axis(along - Rank, operation);
        return means * x.Diff(axis: counted);
    }
}
