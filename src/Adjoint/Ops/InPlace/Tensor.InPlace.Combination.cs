namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>A number added, in place.</summary>
    /// <param name="other">The number.</param>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(double other) => Update("AddInPlace", x => x.Add(other), null, saves: false);

    /// <summary>alpha·other subtracted, in place.</summary>
    /// <param name="other">What is subtracted, with broadcasting to this shape.</param>
    /// <param name="alpha">Its factor.</param>
    /// <returns>This tensor.</returns>
    public Tensor SubtractInPlace(Tensor other, double alpha = 1) =>
        Update("SubtractInPlace", x => x.Subtract(other, alpha), other, saves: false);

    /// <summary>A number subtracted, in place.</summary>
    /// <param name="other">The number.</param>
    /// <returns>This tensor.</returns>
    public Tensor SubtractInPlace(double other) => Update("SubtractInPlace", x => x.Subtract(other), null, saves: false);

    /// <summary>Divided, in place.</summary>
    /// <param name="other">The divisor, with broadcasting to this shape.</param>
    /// <param name="roundingMode">How the quotient is rounded; null for not at all.</param>
    /// <returns>This tensor.</returns>
    public Tensor DivideInPlace(Tensor other, RoundingMode? roundingMode = null) =>
        Update("DivideInPlace", x => x.Divide(other, roundingMode), other);

    /// <summary>Divided by a number, in place.</summary>
    /// <param name="other">The divisor.</param>
    /// <param name="roundingMode">How the quotient is rounded; null for not at all.</param>
    /// <returns>This tensor.</returns>
    public Tensor DivideInPlace(double other, RoundingMode? roundingMode = null) =>
        Update("DivideInPlace", x => x.Divide(other, roundingMode), null);

    /// <summary>Divided and rounded down, in place.</summary>
    /// <param name="other">The divisor, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor FloorDivideInPlace(Tensor other) => Update("FloorDivideInPlace", x => x.FloorDivide(other), other);

    /// <summary>Divided and rounded down, in place.</summary>
    /// <param name="other">The divisor.</param>
    /// <returns>This tensor.</returns>
    public Tensor FloorDivideInPlace(double other) => Update("FloorDivideInPlace", x => x.FloorDivide(other), null);

    /// <summary>What is left of a division, with the divisor's sign, in place.</summary>
    /// <param name="other">The divisor, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor RemainderInPlace(Tensor other) => Update("RemainderInPlace", x => x.Remainder(other), other);

    /// <summary>What is left of a division, with the divisor's sign, in place.</summary>
    /// <param name="other">The divisor.</param>
    /// <returns>This tensor.</returns>
    public Tensor RemainderInPlace(double other) => Update("RemainderInPlace", x => x.Remainder(other), null);

    /// <summary>What is left of a division, with this tensor's sign, in place.</summary>
    /// <param name="other">The divisor, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor FmodInPlace(Tensor other) => Update("FmodInPlace", x => x.Fmod(other), other);

    /// <summary>What is left of a division, with this tensor's sign, in place.</summary>
    /// <param name="other">The divisor.</param>
    /// <returns>This tensor.</returns>
    public Tensor FmodInPlace(double other) => Update("FmodInPlace", x => x.Fmod(other), null);

    /// <summary>To a power, in place.</summary>
    /// <param name="exponent">The exponent, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor PowInPlace(Tensor exponent) => Update("PowInPlace", x => x.Pow(exponent), exponent);

    /// <summary>To a power, in place.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <returns>This tensor.</returns>
    public Tensor PowInPlace(double exponent) => Update("PowInPlace", x => x.Pow(exponent), null);

    /// <summary>The sign of another, in place.</summary>
    /// <param name="other">Where the sign is taken from, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor CopySignInPlace(Tensor other) => Update("CopySignInPlace", x => x.CopySign(other), other);

    /// <summary>The sign of another, in place.</summary>
    /// <param name="other">Where the sign is taken from.</param>
    /// <returns>This tensor.</returns>
    public Tensor CopySignInPlace(double other) => Update("CopySignInPlace", x => x.CopySign(other), null);

    /// <summary>x·log(y), in place.</summary>
    /// <param name="other">y, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor XlogyInPlace(Tensor other) => Update("XlogyInPlace", x => x.Xlogy(other), other);

    /// <summary>x·log(y), in place.</summary>
    /// <param name="other">y.</param>
    /// <returns>This tensor.</returns>
    public Tensor XlogyInPlace(double other) => Update("XlogyInPlace", x => x.Xlogy(other), null);

    /// <summary>The angle of the point (other, this), in place.</summary>
    /// <param name="other">The other coordinate, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor Atan2InPlace(Tensor other) => Update("Atan2InPlace", x => x.Atan2(other), other);

    /// <summary>√(x² + y²), in place.</summary>
    /// <param name="other">The other side, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor HypotInPlace(Tensor other) => Update("HypotInPlace", x => x.Hypot(other), other);

    /// <summary>The next number on the way to another, in place.</summary>
    /// <param name="other">Where to go, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor NextAfterInPlace(Tensor other) => Update("NextAfterInPlace", x => x.NextAfter(other), other);

    /// <summary>x·2ᵉ, in place.</summary>
    /// <param name="other">The exponent e, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor LdexpInPlace(Tensor other) => Update("LdexpInPlace", x => x.Ldexp(other), other);

    /// <summary>The greatest common divisor, in place.</summary>
    /// <param name="other">The other integers, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor GcdInPlace(Tensor other) => Update("GcdInPlace", x => x.Gcd(other), other);

    /// <summary>The least common multiple, in place.</summary>
    /// <param name="other">The other integers, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor LcmInPlace(Tensor other) => Update("LcmInPlace", x => x.Lcm(other), other);

    /// <summary>The bits that both have, in place.</summary>
    /// <param name="other">Integers or bool, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor BitwiseAndInPlace(Tensor other) => Update("BitwiseAndInPlace", x => x.BitwiseAnd(other), other);

    /// <summary>The bits that either has, in place.</summary>
    /// <param name="other">Integers or bool, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor BitwiseOrInPlace(Tensor other) => Update("BitwiseOrInPlace", x => x.BitwiseOr(other), other);

    /// <summary>The bits that exactly one has, in place.</summary>
    /// <param name="other">Integers or bool, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor BitwiseXorInPlace(Tensor other) => Update("BitwiseXorInPlace", x => x.BitwiseXor(other), other);

    /// <summary>The bits moved up, in place.</summary>
    /// <param name="other">By how many places, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor BitwiseLeftShiftInPlace(Tensor other) => Update("BitwiseLeftShiftInPlace", x => x.BitwiseLeftShift(other), other);

    /// <summary>The bits moved down, in place.</summary>
    /// <param name="other">By how many places, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor BitwiseRightShiftInPlace(Tensor other) => Update("BitwiseRightShiftInPlace", x => x.BitwiseRightShift(other), other);

    /// <summary>The bits that it does not have, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor BitwiseNotInPlace() => Update("BitwiseNotInPlace", x => x.BitwiseNot(), null);

    /// <summary>0 below 0, 1 above, the values at 0, in place.</summary>
    /// <param name="values">What stands where this is 0, with broadcasting to this shape.</param>
    /// <returns>This tensor.</returns>
    public Tensor HeavisideInPlace(Tensor values) => Update("HeavisideInPlace", x => x.Heaviside(values), values);

    /// <summary>A point on the way to the end, in place.</summary>
    /// <param name="end">The end, with broadcasting to this shape.</param>
    /// <param name="weight">How far to go.</param>
    /// <returns>This tensor.</returns>
    public Tensor LerpInPlace(Tensor end, double weight) => Update("LerpInPlace", x => x.Lerp(end, weight), end);
}
