using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>This + alpha·other.</summary>
    /// <param name="other">What is added, with broadcasting.</param>
    /// <param name="alpha">Its factor.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Add(Tensor other, double alpha = 1) => alpha == 1 ? this + other : AddScaled(other, alpha);

    /// <summary>This + a number.</summary>
    /// <param name="other">What is added.</param>
    /// <returns>Of this shape.</returns>
    public Tensor Add(double other) => this + other;

    /// <summary>This − alpha·other.</summary>
    /// <param name="other">What is subtracted, with broadcasting.</param>
    /// <param name="alpha">Its factor.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Subtract(Tensor other, double alpha = 1) => alpha == 1 ? this - other : AddScaled(other, -alpha);

    /// <summary>This − a number.</summary>
    /// <param name="other">What is subtracted.</param>
    /// <returns>Of this shape.</returns>
    public Tensor Subtract(double other) => this - other;

    /// <summary>The product, element by element.</summary>
    /// <param name="other">The other factor, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Multiply(Tensor other) => this * other;

    /// <summary>The product with a number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Of this shape.</returns>
    public Tensor Multiply(double other) => this * other;

    /// <summary>−x.</summary>
    /// <returns>Of this shape.</returns>
    public Tensor Negative() => -this;

    /// <summary>This tensor itself; of bool an error.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="DTypeException">The tensor is bool.</exception>
    public Tensor Positive() => DType != DType.Bool ? this : throw new DTypeException(
        "Positive: a sign is not defined on bool; cast with To(DType.Int64) first.");

    /// <summary>The angle of the point (other, this), in radians from −π to π.</summary>
    /// <param name="other">The coordinate along the axis from which the angle counts, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Atan2(Tensor other) => MeetReal(Ops.Atan2.Op, this, other);

    /// <summary>√(x² + y²), without overflow.</summary>
    /// <param name="other">The other side, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Hypot(Tensor other) => MeetReal(Ops.Hypot.Op, this, other);

    /// <summary>The size of this with the sign of the other, of −0 too.</summary>
    /// <param name="other">Where the sign is taken from, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor CopySign(Tensor other) => MeetReal(Ops.CopySign.Op, this, other);

    /// <summary>The size of this with the sign of a number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Of this shape.</returns>
    public Tensor CopySign(double other) => MeetReal(Ops.CopySign.Op, this, other);

    /// <summary>The number of the type next to this on the way to the other.</summary>
    /// <param name="other">Where to go, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast. Half precision steps as float32 does, and is rounded back.</returns>
    public Tensor NextAfter(Tensor other) => MeetReal(Ops.NextAfter.Op, this, other);

    /// <summary>0 where this is below 0 or NaN, 1 above, and the given values at 0.</summary>
    /// <param name="values">What stands where this is 0, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Heaviside(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Where(Equal(0), values, Greater(0).To(values.DType));
    }

    /// <summary>A point on the way from this to the end: this + weight·(end − this).</summary>
    /// <param name="end">The end, with broadcasting.</param>
    /// <param name="weight">How far to go: 0 for this, 1 for the end.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Lerp(Tensor end, double weight)
    {
        ArgumentNullException.ThrowIfNull(end);
        Tensor start = Real();
        return start.Meeting(end).IsHalf()
            ? start.Widened().Lerp(end.Widened(), weight).To(start.Meeting(end))
            : start.Lerp(end, Number(weight, start));
    }

    /// <summary>A point on the way from this to the end, at each place as far as the weight says.</summary>
    /// <param name="end">The end, with broadcasting.</param>
    /// <param name="weight">How far to go, with broadcasting.</param>
    /// <returns>Of the shape to which all three broadcast.</returns>
    public Tensor Lerp(Tensor end, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(weight);
        Tensor start = Real();
        DType type = start.Meeting(end, weight);
        Shape shape = Shape.Broadcast(Shape.Broadcast(Shape, end.Shape, "Lerp"), weight.Shape, "Lerp");
        return Engine.Apply(Ops.Lerp.Op, start.To(type).ExpandTo(shape), end.To(type).ExpandTo(shape), weight.To(type).ExpandTo(shape));
    }

    /// <summary>The larger of the two, and where one is NaN the other.</summary>
    /// <param name="input">One.</param>
    /// <param name="other">The other, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public static Tensor Fmax(Tensor input, Tensor other) => Chosen(input, other, static (x, y) => x.GreaterEqual(y));

    /// <summary>The smaller of the two, and where one is NaN the other.</summary>
    /// <param name="input">One.</param>
    /// <param name="other">The other, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public static Tensor Fmin(Tensor input, Tensor other) => Chosen(input, other, static (x, y) => x.LessEqual(y));

    /// <summary>
    /// x limited to [min, max]; NaN stays, and where min is above max the result is max. The gradient goes to what was chosen.
    /// </summary>
    /// <param name="min">The lower limits, with broadcasting; null for none.</param>
    /// <param name="max">The upper limits, with broadcasting; null for none.</param>
    /// <returns>Of the shape to which all broadcast.</returns>
    [OverloadResolutionPriority(-1)]
    public Tensor Clamp(Tensor? min = null, Tensor? max = null)
    {
        DType type = Counted().Meeting(min, max);
        Tensor y = To(type);
        if (min is not null) y = Where(y.Less(min).Or(min.IsNaN()), min.To(type), y);
        if (max is not null) y = Where(y.Greater(max).Or(max.IsNaN()), max.To(type), y);
        return y;
    }

    /// <summary>This to a power, in float64.</summary>
    /// <param name="exponent">The exponent, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor FloatPower(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        return To(DType.Float64).Pow(exponent.To(DType.Float64));
    }

    /// <summary>This to a power, in float64.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <returns>Of this shape.</returns>
    public Tensor FloatPower(double exponent) => To(DType.Float64).Pow(exponent);

    /// <summary>x·2ᵉ.</summary>
    /// <param name="other">The exponent e, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    public Tensor Ldexp(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Tensor x = Real();
        return Rounded(x.Widened() * other.To(other.DType.IsFloatingPoint() ? other.DType : x.Widened().DType).Widened().Exp2());
    }

    /// <summary>x as m·2ᵉ with |m| from ½ up to 1; 0, infinities and NaN are m themselves, with e = 0.</summary>
    /// <returns>The mantissa m, to which gradients flow, and the exponent e, int32.</returns>
    public (Tensor Mantissa, Tensor Exponent) Frexp()
    {
        Tensor x = Real().Widened();
        Tensor exponent = Engine.Apply(BinaryExponent.Op, x);
        // In two factors, since 2⁻ᵉ alone may overflow; in float64 they are exact, as is the product.
        Tensor half = exponent.FloorDivide(2);
        Tensor mantissa = x * (-half).To(x.DType).Exp2() * (half - exponent).To(x.DType).Exp2();
        return (Rounded(mantissa), exponent);
    }

    /// <summary>NaN and infinities replaced by numbers.</summary>
    /// <param name="nan">For NaN.</param>
    /// <param name="posInf">For ∞; null for the largest number of the type.</param>
    /// <param name="negInf">For −∞; null for the least number of the type.</param>
    /// <returns>Of this shape and type.</returns>
    public Tensor NanToNum(double nan = 0, double? posInf = null, double? negInf = null)
    {
        if (!DType.IsFloatingPoint()) return this;
        double largest = DType switch
        {
            DType.Float64 => double.MaxValue,
            DType.Float16 => (double)Half.MaxValue,
            DType.BFloat16 => 3.3895313892515355e38,
            _ => float.MaxValue,
        };
        return MaskedFill(IsNaN(), nan).MaskedFill(IsPosInf(), posInf ?? largest).MaskedFill(IsNegInf(), negInf ?? -largest);
    }

    /// <summary>Degrees in radians.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Deg2Rad() => Rounded(Real().Widened() * (Math.PI / 180));

    /// <summary>Radians in degrees.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Rad2Deg() => Rounded(Real().Widened() * (180 / Math.PI));

    private Tensor AddScaled(Tensor other, double factor)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rounded(Widened() + (other.Widened() * factor));
    }

    private static Tensor Chosen(Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> isFirst)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Where(isFirst(a, b).Or(b.IsNaN()), a, b);
    }
}
