using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Element by element, with broadcasting and promotion.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Meet(Ops.Add.Op, a, b);

    /// <summary>Element by element; the number takes the tensor's type.</summary>
    public static Tensor operator +(Tensor a, double b) => a + Number(b, a);

    /// <summary>Element by element; the number takes the tensor's type.</summary>
    public static Tensor operator +(double a, Tensor b) => Number(a, b) + b;

    /// <summary>Element by element, with broadcasting and promotion.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Meet(Ops.Subtract.Op, a, b);

    /// <summary>Element by element; the number takes the tensor's type.</summary>
    public static Tensor operator -(Tensor a, double b) => a - Number(b, a);

    /// <summary>Element by element; the number takes the tensor's type.</summary>
    public static Tensor operator -(double a, Tensor b) => Number(a, b) - b;

    /// <summary>Element by element, with broadcasting and promotion.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Meet(Ops.Multiply.Op, a, b);

    /// <summary>Element by element; the number takes the tensor's type.</summary>
    public static Tensor operator *(Tensor a, double b) => a * Number(b, a);

    /// <summary>Element by element; the number takes the tensor's type.</summary>
    public static Tensor operator *(double a, Tensor b) => Number(a, b) * b;

    /// <summary>True division, element by element: integers are divided as float32.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Meet(Ops.Divide.Op, Operand(a).Real(), Operand(b).Real());

    /// <summary>True division, element by element; the number takes the tensor's type.</summary>
    public static Tensor operator /(Tensor a, double b) => Operand(a).Real() / Number(b, a.Real());

    /// <summary>True division, element by element; the number takes the tensor's type.</summary>
    public static Tensor operator /(double a, Tensor b) => Number(a, Operand(b).Real()) / b.Real();

    /// <summary>Element by element.</summary>
    public static Tensor operator -(Tensor x) => Engine.Apply(Ops.Negate.Op, Operand(x).Counted());

    /// <summary>The smaller of the two, element by element, with broadcasting; NaN where either is.</summary>
    public static Tensor Minimum(Tensor input, Tensor other) => Meet(Ops.Minimum.Op, input, other);

    /// <inheritdoc cref="Minimum(Tensor, Tensor)"/>
    public Tensor Minimum(Tensor other) => Minimum(this, other);

    /// <summary>The larger of the two, element by element, with broadcasting; NaN where either is.</summary>
    public static Tensor Maximum(Tensor input, Tensor other) => Meet(Ops.Maximum.Op, input, other);

    /// <inheritdoc cref="Maximum(Tensor, Tensor)"/>
    public Tensor Maximum(Tensor other) => Maximum(this, other);

    /// <summary>This to a power, element by element, in real numbers.</summary>
    public Tensor Pow(Tensor exponent) => Meet(Ops.Pow.Op, Real(), Operand(exponent).Real());

    /// <summary>This to a power, in real numbers; ±½ are roots, so that −∞ gives NaN.</summary>
    public Tensor Pow(double exponent) => Real().Pow(Number(exponent, Real()));

    /// <summary>|x|.</summary>
    public Tensor Abs() => Engine.Apply(Ops.Abs.Op, Counted());

    /// <summary>−1, 0 or 1.</summary>
    public Tensor Sign() => Engine.Apply(Ops.Sign.Op, Counted());

    /// <summary>x².</summary>
    public Tensor Square() => Engine.Apply(Ops.Square.Op, Counted());

    /// <summary>√x; NaN below 0.</summary>
    public Tensor Sqrt() => Engine.Apply(Ops.Sqrt.Op, Real());

    /// <summary>1/√x.</summary>
    public Tensor Rsqrt() => Engine.Apply(Ops.Rsqrt.Op, Real());

    /// <summary>1/x.</summary>
    public Tensor Reciprocal() => Engine.Apply(Ops.Reciprocal.Op, Real());

    /// <inheritdoc cref="Clamp(double, double)"/>
    public Tensor Clip(double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Clamp(min, max);

    /// <summary>x limited to [min, max]; NaN stays. A limit that is a fraction makes an integer tensor real.</summary>
    /// <param name="min">The lower limit.</param>
    /// <param name="max">The upper limit.</param>
    /// <returns>Of the same shape.</returns>
    public Tensor Clamp(double min = double.NegativeInfinity, double max = double.PositiveInfinity)
    {
        bool whole = (IsInt64(min) || double.IsNegativeInfinity(min)) && (IsInt64(max) || double.IsPositiveInfinity(max));
        return Engine.Apply(new Clamp(min, max), whole ? Counted() : Real());
    }

    /// <summary>Brings two tensors to one type and shape, then combines them.</summary>
    private static Tensor Meet(Op op, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.DType != b.DType || a.DType == DType.Bool || a.Shape != b.Shape) (a, b) = Promoted(op, a, b);
        return Engine.Apply(op, a, b);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // not where both are alike
    private static (Tensor A, Tensor B) Promoted(Op op, Tensor a, Tensor b)
    {
        DType type = DTypes.Promote(a, b);
        if (type == DType.Bool) type = DType.Int64;
        Shape shape = Shape.Broadcast(a.Shape, b.Shape, op.Name);
        return (a.To(type).ExpandTo(shape), b.To(type).ExpandTo(shape));
    }

    /// <summary>A number in the type of the tensor it meets; what is no int64 makes an integer tensor real.</summary>
    private static Tensor Number(double value, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        DType type = like.DType.IsFloatingPoint() ? like.DType
            : !IsInt64(value) ? DType.Float32
            : like.DType == DType.Bool ? DType.Int64 : like.DType;
        // A view, for then a call keeps the number, and a formula can show it: nobody can give it another history.
        Tensor number = Allocate(type, Shape.Scalar, isView: true);
        number.Store(value);
        return number;
    }

    private static bool IsInt64(double value) => value == Math.Floor(value) && Math.Abs(value) < 1UL << 63;

    /// <summary>This tensor in real numbers: integers become float32.</summary>
    private Tensor Real() => DType.IsFloatingPoint() ? this : To(DType.Float32);

    /// <summary>This tensor in numbers: truth values become 0 and 1 in int64.</summary>
    private Tensor Counted() => DType == DType.Bool ? To(DType.Int64) : this;
}
