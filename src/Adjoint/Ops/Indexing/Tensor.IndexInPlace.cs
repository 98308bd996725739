namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary><see cref="MaskedFill(Tensor, double)"/> in place.</summary>
    /// <param name="mask">Truth values, which broadcast to this shape.</param>
    /// <param name="value">The value.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">The mask's shape does not broadcast to this one's.</exception>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    public Tensor MaskedFillInPlace(Tensor mask, double value) => Update("MaskedFillInPlace", x => x.MaskedFill(mask, value), null);

    /// <summary><see cref="MaskedFill(Tensor, Tensor)"/> in place.</summary>
    /// <param name="mask">Truth values, which broadcast to this shape.</param>
    /// <param name="value">A number, a tensor without axes.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">The mask's shape does not broadcast to this one's.</exception>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    public Tensor MaskedFillInPlace(Tensor mask, Tensor value) => Update("MaskedFillInPlace", x => x.MaskedFill(mask, value), value);

    /// <summary><see cref="MaskedScatter"/> in place.</summary>
    /// <param name="mask">Truth values, which broadcast to this shape.</param>
    /// <param name="source">At least as many elements as the mask has true ones.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">The source has too few elements.</exception>
    /// <exception cref="DTypeException">The mask is not bool, or the source is of another type.</exception>
    public Tensor MaskedScatterInPlace(Tensor mask, Tensor source) =>
        Update("MaskedScatterInPlace", x => x.MaskedScatter(mask, source), source);

    /// <summary><see cref="Scatter(int, Tensor, Tensor, ScatterReduction?)"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this.</param>
    /// <param name="src">At least as long as the index along each axis.</param>
    /// <param name="reduce">Sum or product to put the elements together with what is there; null to replace it.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor ScatterInPlace(int axis, Tensor index, Tensor src, ScatterReduction? reduce = null) =>
        Update("ScatterInPlace", x => x.Scatter(axis, index, src, reduce), src);

    /// <summary><see cref="Scatter(int, Tensor, double, ScatterReduction?)"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this.</param>
    /// <param name="value">The number.</param>
    /// <param name="reduce">Sum or product to put the number together with what is there; null to replace it.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor ScatterInPlace(int axis, Tensor index, double value, ScatterReduction? reduce = null) =>
        Update("ScatterInPlace", x => x.Scatter(axis, index, value, reduce), null);

    /// <summary><see cref="ScatterAdd"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this.</param>
    /// <param name="src">At least as long as the index along each axis.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor ScatterAddInPlace(int axis, Tensor index, Tensor src) =>
        Update("ScatterAddInPlace", x => x.ScatterAdd(axis, index, src), src, saves: false);

    /// <summary><see cref="ScatterReduce"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">Integers from 0, with as many axes as this.</param>
    /// <param name="src">At least as long as the index along each axis.</param>
    /// <param name="reduce">How the elements are put together.</param>
    /// <param name="includeSelf">Whether what is there takes part.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor ScatterReduceInPlace(int axis, Tensor index, Tensor src, ScatterReduction reduce, bool includeSelf = true) =>
        Update("ScatterReduceInPlace", x => x.ScatterReduce(axis, index, src, reduce, includeSelf), src);

    /// <summary><see cref="IndexAdd"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0.</param>
    /// <param name="source">Of this shape but along the axis.</param>
    /// <param name="alpha">By what the source is multiplied.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor IndexAddInPlace(int axis, Tensor index, Tensor source, double alpha = 1) =>
        Update("IndexAddInPlace", x => x.IndexAdd(axis, index, source, alpha), source, saves: false);

    /// <summary><see cref="IndexCopy"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0.</param>
    /// <param name="source">Of this shape but along the axis.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor IndexCopyInPlace(int axis, Tensor index, Tensor source) =>
        Update("IndexCopyInPlace", x => x.IndexCopy(axis, index, source), source, saves: false);

    /// <summary><see cref="IndexFill(int, Tensor, double)"/> in place.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="index">A vector of integers from 0.</param>
    /// <param name="value">The number.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside.</exception>
    public Tensor IndexFillInPlace(int axis, Tensor index, double value) =>
        Update("IndexFillInPlace", x => x.IndexFill(axis, index, value), null);

    /// <summary><see cref="Put"/> in place.</summary>
    /// <param name="index">Integers of any shape; negative ones count from the end.</param>
    /// <param name="source">As many elements as the index has.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or the shapes do not fit.</exception>
    public Tensor PutInPlace(Tensor index, Tensor source, bool accumulate = false) =>
        Update("PutInPlace", x => x.Put(index, source, accumulate), source, saves: false);

    /// <summary>Sets the diagonal to a number in place: the elements whose indices along all axes are equal.</summary>
    /// <param name="value">The number.</param>
    /// <param name="wrap">Whether the diagonal of a tall matrix begins anew after each square, one row further down.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes, or of more than two they are not equally long.</exception>
    public Tensor FillDiagonalInPlace(double value, bool wrap = false)
    {
        if (Rank < 2) throw new ShapeException($"FillDiagonalInPlace: {Shape} has no diagonal; it takes at least two axes.");
        for (int axis = 1; Rank > 2 && axis < Rank; axis++)
            if (Shape[axis] != Shape[0]) throw new ShapeException($"FillDiagonalInPlace: the axes of {Shape} are not equally long.");
        long step = 0, stride = 1;
        for (int axis = Rank - 1; axis >= 0; stride *= Shape[axis--]) step += stride;
        long end = Rank == 2 && !wrap ? (long)Math.Min(Shape[0], Shape[1]) * step : Numel;
        if (Numel == 0) return this;
        Tensor places = Arange(0, Math.Min(end, Numel), step);
        return Update("FillDiagonalInPlace", x => x.Put(places, Number(value, x).Expand(places.Shape)), null);
    }
}
