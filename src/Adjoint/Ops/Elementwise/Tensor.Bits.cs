using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The bits that both have; of bool, where both are true.</summary>
    /// <param name="other">Integers or bool, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public Tensor BitwiseAnd(Tensor other) => MeetBits(IntegerRule.BitwiseAnd, this, other);

    /// <summary>The bits that either has; of bool, where either is true.</summary>
    /// <param name="other">Integers or bool, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public Tensor BitwiseOr(Tensor other) => MeetBits(IntegerRule.BitwiseOr, this, other);

    /// <summary>The bits that exactly one has; of bool, where exactly one is true.</summary>
    /// <param name="other">Integers or bool, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public Tensor BitwiseXor(Tensor other) => MeetBits(IntegerRule.BitwiseXor, this, other);

    /// <summary>The bits that an integer does not have; of bool, where it is false.</summary>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="DTypeException">The tensor holds real numbers.</exception>
    public Tensor BitwiseNot()
    {
        if (DType == DType.Bool) return Not();
        return MeetBits(IntegerRule.BitwiseXor, this, Whole(DType == DType.UInt8 ? byte.MaxValue : -1, this));
    }

    /// <summary>The bits of an integer moved up; what overflows is lost, and so is everything beyond the type's bits.</summary>
    /// <param name="other">By how many places, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public Tensor BitwiseLeftShift(Tensor other) => MeetBits(IntegerRule.BitwiseLeftShift, this, other);

    /// <summary>The bits of an integer moved down, the sign kept; beyond the type's bits only the sign is left.</summary>
    /// <param name="other">By how many places, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public Tensor BitwiseRightShift(Tensor other) => MeetBits(IntegerRule.BitwiseRightShift, this, other);

    /// <summary>The greatest common divisor of integers; of 0 and 0 it is 0.</summary>
    /// <param name="other">The other integers, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public Tensor Gcd(Tensor other) => MeetBits(IntegerRule.Gcd, this, other);

    /// <summary>The least common multiple of integers; with 0 it is 0.</summary>
    /// <param name="other">The other integers, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public Tensor Lcm(Tensor other) => MeetBits(IntegerRule.Lcm, this, other);

    /// <summary>The bits that both have; of bool, where both are true.</summary>
    /// <param name="a">Integers or bool.</param>
    /// <param name="b">Integers or bool, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator &(Tensor a, Tensor b) => MeetBits(IntegerRule.BitwiseAnd, a, b);

    /// <summary>The bits that both have; of bool, where both are true.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">An integer.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator &(Tensor a, long b) => MeetBits(IntegerRule.BitwiseAnd, a, Whole(b, a));

    /// <summary>The bits that both have; of bool, where both are true.</summary>
    /// <param name="a">An integer.</param>
    /// <param name="b">Integers.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator &(long a, Tensor b) => MeetBits(IntegerRule.BitwiseAnd, Whole(a, b), b);

    /// <summary>The bits that either has; of bool, where either is true.</summary>
    /// <param name="a">Integers or bool.</param>
    /// <param name="b">Integers or bool, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator |(Tensor a, Tensor b) => MeetBits(IntegerRule.BitwiseOr, a, b);

    /// <summary>The bits that either has; of bool, where either is true.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">An integer.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator |(Tensor a, long b) => MeetBits(IntegerRule.BitwiseOr, a, Whole(b, a));

    /// <summary>The bits that either has; of bool, where either is true.</summary>
    /// <param name="a">An integer.</param>
    /// <param name="b">Integers.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator |(long a, Tensor b) => MeetBits(IntegerRule.BitwiseOr, Whole(a, b), b);

    /// <summary>The bits that exactly one has; of bool, where exactly one is true.</summary>
    /// <param name="a">Integers or bool.</param>
    /// <param name="b">Integers or bool, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator ^(Tensor a, Tensor b) => MeetBits(IntegerRule.BitwiseXor, a, b);

    /// <summary>The bits that exactly one has; of bool, where exactly one is true.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">An integer.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator ^(Tensor a, long b) => MeetBits(IntegerRule.BitwiseXor, a, Whole(b, a));

    /// <summary>The bits that exactly one has; of bool, where exactly one is true.</summary>
    /// <param name="a">An integer.</param>
    /// <param name="b">Integers.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator ^(long a, Tensor b) => MeetBits(IntegerRule.BitwiseXor, Whole(a, b), b);

    /// <summary>The bits of an integer moved up.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">By how many places, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public static Tensor operator <<(Tensor a, Tensor b) => MeetBits(IntegerRule.BitwiseLeftShift, a, b);

    /// <summary>The bits of an integer moved up.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">By how many places.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public static Tensor operator <<(Tensor a, int b) => MeetBits(IntegerRule.BitwiseLeftShift, a, Whole(b, a));

    /// <summary>The bits of an integer moved down, the sign kept.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">By how many places, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public static Tensor operator >>(Tensor a, Tensor b) => MeetBits(IntegerRule.BitwiseRightShift, a, b);

    /// <summary>The bits of an integer moved down, the sign kept.</summary>
    /// <param name="a">Integers.</param>
    /// <param name="b">By how many places.</param>
    /// <returns>Of the tensor's shape.</returns>
    /// <exception cref="DTypeException">A tensor holds no integers.</exception>
    public static Tensor operator >>(Tensor a, int b) => MeetBits(IntegerRule.BitwiseRightShift, a, Whole(b, a));

    /// <summary>The bits that an integer does not have; of bool, where it is false.</summary>
    /// <param name="x">Integers or bool.</param>
    /// <returns>Of the same shape and type.</returns>
    /// <exception cref="DTypeException">A tensor holds real numbers.</exception>
    public static Tensor operator ~(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.BitwiseNot();
    }

    private static Tensor MeetBits(IntegerRule rule, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        DType type = DTypes.Promote(a, b);
        Shape shape = Shape.Broadcast(a.Shape, b.Shape, rule.ToString());
        return Engine.Apply(new Combine(rule), a.To(type).ExpandTo(shape), b.To(type).ExpandTo(shape));
    }

    /// <summary>An integer to the last bit, in the type of the tensor it meets; of bool an int64.</summary>
    private static Tensor Whole(long value, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        Tensor number = Of(value).ReshapeTo([]);
        return like.DType is DType.Bool or DType.Int64 ? number : number.To(like.DType.IsFloatingPoint() ? DType.Int64 : like.DType);
    }
}
