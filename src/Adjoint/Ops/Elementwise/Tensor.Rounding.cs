namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The next whole number below; integers stay. The slope is 0.</summary>
    /// <returns>Of this shape and type.</returns>
    public Tensor Floor() => Engine.Apply(Ops.WholeNumber.Floor, Counted());

    /// <summary>The next whole number above; integers stay. The slope is 0.</summary>
    /// <returns>Of this shape and type.</returns>
    public Tensor Ceil() => Engine.Apply(Ops.WholeNumber.Ceil, Counted());

    /// <summary>The next whole number towards 0; integers stay. The slope is 0.</summary>
    /// <returns>Of this shape and type.</returns>
    public Tensor Trunc() => Engine.Apply(Ops.WholeNumber.Trunc, Counted());

    /// <summary>Rounded to nearest, ties to even; integers stay. The slope is 0.</summary>
    /// <param name="decimals">How many decimals are kept; negative to round to tens, hundreds, …</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="DTypeException">Integers are to be rounded to tens.</exception>
    public Tensor Round(int decimals = 0)
    {
        if (decimals == 0) return Engine.Apply(Ops.WholeNumber.Round, Counted());
        if (!DType.IsFloatingPoint())
            return decimals > 0 ? Counted() : throw new DTypeException(
                $"Round: {DType.Name()} cannot be rounded to {decimals} decimals; cast with To(DType.Float64) first.");
        double scale = Math.Pow(10, Math.Abs(decimals));
        Tensor x = Widened();
        return Rounded(decimals > 0 ? (x * scale).Round() / scale : (x / scale).Round() * scale);
    }

    /// <summary>What stands behind the point, with the sign of x: x − trunc(x).</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Frac() => Rounded(Real().Widened() - Real().Widened().Trunc());

    /// <summary>Where the sign is a minus, of −0 and NaN too; bool.</summary>
    /// <returns>Of this shape.</returns>
    public Tensor SignBit() => Engine.Apply(Ops.SignBit.Op, this);

    /// <summary>What is left of a division, with the sign of the divisor, as <c>%</c> of Python: x − y·floor(x / y).</summary>
    /// <param name="other">The divisor, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast, in the type in which they meet.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0.</exception>
    public Tensor Remainder(Tensor other) => Meet(Ops.Division.Remainder, this, other);

    /// <summary>What is left of a division, with the sign of the divisor, as <c>%</c> of Python: x − y·floor(x / y).</summary>
    /// <param name="other">The divisor.</param>
    /// <returns>Of this shape; a fraction makes integers float32.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0.</exception>
    public Tensor Remainder(double other) => Meet(Ops.Division.Remainder, this, Number(other, this));

    /// <summary>What is left of a division, with the sign of this, as <c>%</c> of C#: x − y·trunc(x / y).</summary>
    /// <param name="other">The divisor, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast, in the type in which they meet.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0.</exception>
    public Tensor Fmod(Tensor other) => Meet(Ops.Division.Fmod, this, other);

    /// <summary>What is left of a division, with the sign of this, as <c>%</c> of C#: x − y·trunc(x / y).</summary>
    /// <param name="other">The divisor.</param>
    /// <returns>Of this shape; a fraction makes integers float32.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0.</exception>
    public Tensor Fmod(double other) => Meet(Ops.Division.Fmod, this, Number(other, this));

    /// <summary>The quotient rounded down; integers stay integers. The slope is 0.</summary>
    /// <param name="other">The divisor, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast, in the type in which they meet.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0.</exception>
    public Tensor FloorDivide(Tensor other) => Meet(Ops.Division.Floor, this, other);

    /// <summary>The quotient rounded down; integers stay integers. The slope is 0.</summary>
    /// <param name="other">The divisor.</param>
    /// <returns>Of this shape; a fraction makes integers float32.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0.</exception>
    public Tensor FloorDivide(double other) => Meet(Ops.Division.Floor, this, Number(other, this));

    /// <summary>The quotient, as it is or rounded.</summary>
    /// <param name="other">The divisor, with broadcasting.</param>
    /// <param name="roundingMode">How it is rounded; null for true division, of integers as float32.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0 and rounded.</exception>
    public Tensor Divide(Tensor other, RoundingMode? roundingMode = null) =>
        Division(roundingMode) is { } op ? Meet(op, this, other) : this / other;

    /// <summary>The quotient, as it is or rounded.</summary>
    /// <param name="other">The divisor.</param>
    /// <param name="roundingMode">How it is rounded; null for true division, of integers as float32.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="AdjointException">An integer is divided by 0 and rounded.</exception>
    public Tensor Divide(double other, RoundingMode? roundingMode = null) =>
        Division(roundingMode) is { } op ? Meet(op, this, Number(other, this)) : this / other;

    private static Ops.Division? Division(RoundingMode? mode) => mode switch
    {
        RoundingMode.Floor => Ops.Division.Floor,
        RoundingMode.Trunc => Ops.Division.Trunc,
        _ => null,
    };
}
