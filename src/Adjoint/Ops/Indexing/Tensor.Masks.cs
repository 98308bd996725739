using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Where the condition holds <paramref name="input"/>, elsewhere <paramref name="other"/>; with broadcasting and
    /// promotion.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="input">What is taken where the condition holds.</param>
    /// <param name="other">What is taken elsewhere.</param>
    /// <returns>Of the shape to which all three broadcast.</returns>
    /// <exception cref="DTypeException">The condition is not bool.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor input, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(other);
        DType type = DTypes.Promote(input, other);
        Shape shape = Shape.Broadcast(condition.Shape, Shape.Broadcast(input.Shape, other.Shape, "Where"), "Where");
        return Engine.Apply(Ops.Where.Op, condition.ExpandTo(shape), input.To(type).ExpandTo(shape), other.To(type).ExpandTo(shape));
    }

    /// <summary>Where the condition holds <paramref name="input"/>, elsewhere a number, which takes the type of <paramref
    /// name="input"/>.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="input">What is taken where the condition holds.</param>
    /// <param name="other">What is taken elsewhere; a fraction makes integers real.</param>
    /// <returns>Of the shape to which both tensors broadcast.</returns>
    public static Tensor Where(Tensor condition, Tensor input, double other) => Where(condition, input, Number(other, input));

    /// <summary>Where the condition holds a number, which takes the type of <paramref name="other"/>; elsewhere that.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="input">What is taken where the condition holds; a fraction makes integers real.</param>
    /// <param name="other">What is taken elsewhere.</param>
    /// <returns>Of the shape to which both tensors broadcast.</returns>
    public static Tensor Where(Tensor condition, double input, Tensor other) => Where(condition, Number(input, other), other);

    /// <summary>Where the condition holds one number, elsewhere another; float32.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="input">What is taken where the condition holds.</param>
    /// <param name="other">What is taken elsewhere.</param>
    /// <returns>Of the condition's shape.</returns>
    public static Tensor Where(Tensor condition, double input, double other) => Where(condition, Scalar(input), Scalar(other));

    /// <summary>Where the condition holds one integer, elsewhere another; int64.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="input">What is taken where the condition holds.</param>
    /// <param name="other">What is taken elsewhere.</param>
    /// <returns>Of the condition's shape.</returns>
    public static Tensor Where(Tensor condition, long input, long other) => Where(condition, (Tensor)input, (Tensor)other);

    /// <summary>The places where the condition holds, as <see cref="NonzeroTuple"/>.</summary>
    /// <param name="condition">Numbers or truth values.</param>
    /// <returns>For each axis a vector of indices, in row-major order of the places.</returns>
    /// <exception cref="GraphException">The condition is symbolic.</exception>
    public static Tensor[] Where(Tensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return condition.NonzeroTuple();
    }

    /// <summary>This where the condition holds, elsewhere the other; with broadcasting and promotion.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="other">What is taken where the condition does not hold.</param>
    /// <returns>Of the shape to which all three broadcast.</returns>
    public Tensor Where(Tensor condition, Tensor other) => Where(condition, this, other);

    /// <summary>This where the condition holds, elsewhere a number.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="other">What is taken where the condition does not hold; a fraction makes integers real.</param>
    /// <returns>Of the shape to which both tensors broadcast.</returns>
    public Tensor Where(Tensor condition, double other) => Where(condition, this, other);

    /// <summary>With a value wherever the bool mask holds; with broadcasting.</summary>
    /// <param name="mask">Truth values.</param>
    /// <param name="value">The value; a fraction makes integers real.</param>
    /// <returns>Of the shape to which this and the mask broadcast.</returns>
    public Tensor MaskedFill(Tensor mask, double value) => Where(mask, Number(value, this), this);

    /// <summary>With the value of a tensor wherever the bool mask holds; with broadcasting.</summary>
    /// <param name="mask">Truth values.</param>
    /// <param name="value">A number, a tensor without axes, to which a gradient flows.</param>
    /// <returns>Of the shape to which this and the mask broadcast.</returns>
    /// <exception cref="ShapeException">The value has axes; use <see cref="Where(Tensor, Tensor, Tensor)"/> for such.</exception>
    public Tensor MaskedFill(Tensor mask, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Rank == 0
            ? Where(mask, value, this)
            : throw new ShapeException($"MaskedFill: the value is a number, not a tensor of shape {value.Shape}; use Where.");
    }

    /// <summary>The elements where the mask holds, in row-major order, as a vector.</summary>
    /// <param name="mask">Truth values; this and the mask are broadcast to one shape.</param>
    /// <returns>A vector of as many elements as there are true ones.</returns>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    /// <exception cref="GraphException">The mask is symbolic, so that it is not known how many elements it takes.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        Shape shape = Masked("MaskedSelect", mask);
        Tensor places = NonzeroPlaces.Of(mask.ExpandTo(shape), "MaskedSelect");
        return Engine.Apply(new IndexSelect(0), ExpandTo(shape).ReshapeTo([shape.Numel]), places);
    }

    /// <summary>With the elements of a source, in row-major order, in the places where the mask holds.</summary>
    /// <param name="mask">Truth values; this and the mask are broadcast to one shape.</param>
    /// <param name="source">At least as many elements as the mask has true ones; of this type.</param>
    /// <returns>Of the shape to which this and the mask broadcast.</returns>
    /// <exception cref="DTypeException">The mask is not bool, or the source is of another type.</exception>
    /// <exception cref="ShapeException">The source has too few elements.</exception>
    public Tensor MaskedScatter(Tensor mask, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Shape shape = Masked("MaskedScatter", mask);
        source = Alike("MaskedScatter", source);
        if (Context.Current.IsConstant(mask))
        {
            int count = NonzeroPlaces.Count(mask.ExpandTo(shape).Contiguous());
            if (count > source.Numel)
                throw new ShapeException($"MaskedScatter: the mask has {count} true elements, the source of {source.Shape} too few.");
        }

        Tensor target = ExpandTo(shape);
        if (source.Numel == 0 || shape.Numel == 0) return target.Clone();
        Tensor row = mask.ExpandTo(shape).ReshapeTo([shape.Numel]);
        Tensor place = Where(row, row.To(DType.Int64).CumSum(0) - 1, 0);
        Tensor picked = Engine.Apply(
            new IndexSelect(0), source.ReshapeTo([source.Numel]), FlatIndex.Along("MaskedScatter, source", place, source.Numel));
        return Engine.Apply(Ops.Where.Op, row, picked, target.ReshapeTo([shape.Numel])).ReshapeTo(shape);
    }

    /// <summary>The places of all elements that are not 0 (NaN among them), one row for each; in row-major order.</summary>
    /// <returns>int64 [count, rank].</returns>
    /// <exception cref="GraphException">The tensor is symbolic, so that it is not known how many there are.</exception>
    public Tensor Nonzero()
    {
        Tensor places = NonzeroPlaces.Of(this, "Nonzero");
        return Rank == 0 ? Zeros([places.Numel, 0], DType.Int64) : Stack(NonzeroPlaces.AlongAxes(places, Shape), 1);
    }

    /// <summary>The places of all elements that are not 0 (NaN among them): what <c>this[…]</c> takes to read them.</summary>
    /// <returns>For each axis a vector of int64, in row-major order of the places; for a number one.</returns>
    /// <exception cref="GraphException">The tensor is symbolic, so that it is not known how many there are.</exception>
    public Tensor[] NonzeroTuple() =>
        NonzeroPlaces.AlongAxes(NonzeroPlaces.Of(this, "NonzeroTuple"), Rank == 0 ? [1] : Shape);

    /// <summary>The same as <see cref="Nonzero"/>.</summary>
    /// <returns>int64 [count, rank].</returns>
    /// <exception cref="GraphException">The tensor is symbolic, so that it is not known how many there are.</exception>
    public Tensor Argwhere() => Nonzero();

    /// <summary>The shape to which this and a mask broadcast.</summary>
    private Shape Masked(string operation, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.DType != DType.Bool)
            throw new DTypeException($"{operation}: the mask is bool, not {mask.DType.Name()}; compare first, say with NotEqual(0).");
        return Shape.Broadcast(Shape, mask.Shape, operation);
    }

    /// <summary>A source of elements for this tensor, in its type: reals do not go into integers.</summary>
    private Tensor Alike(string operation, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return DType.IsFloatingPoint() || !source.DType.IsFloatingPoint() ? source.To(DType) : throw new DTypeException(
            $"{operation}: {source.DType.Name()} does not go into {DType.Name()}; cast one with To.");
    }
}
