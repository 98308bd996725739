namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Where a is below b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator <(Tensor a, Tensor b) => Operand(a).Less(b);

    /// <summary>Where a is below b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator <(Tensor a, double b) => Operand(a).Less(b);

    /// <summary>Where a is below b, element by element.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A tensor.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator <(double a, Tensor b) => Operand(b).Greater(a);

    /// <summary>Where a is below or equal to b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator <=(Tensor a, Tensor b) => Operand(a).LessEqual(b);

    /// <summary>Where a is below or equal to b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator <=(Tensor a, double b) => Operand(a).LessEqual(b);

    /// <summary>Where a is below or equal to b, element by element.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A tensor.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator <=(double a, Tensor b) => Operand(b).GreaterEqual(a);

    /// <summary>Where a is above b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator >(Tensor a, Tensor b) => Operand(a).Greater(b);

    /// <summary>Where a is above b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator >(Tensor a, double b) => Operand(a).Greater(b);

    /// <summary>Where a is above b, element by element.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A tensor.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator >(double a, Tensor b) => Operand(b).Less(a);

    /// <summary>Where a is above or equal to b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator >=(Tensor a, Tensor b) => Operand(a).GreaterEqual(b);

    /// <summary>Where a is above or equal to b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator >=(Tensor a, double b) => Operand(a).GreaterEqual(b);

    /// <summary>Where a is above or equal to b, element by element.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A tensor.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator >=(double a, Tensor b) => Operand(b).LessEqual(a);

    /// <summary>
    /// Where a equals b, element by element. Whether a tensor is null is asked by <c>is null</c>, whether two are one object by
    /// <c>ReferenceEquals</c>.
    /// </summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator ==(Tensor a, Tensor b) => Operand(a).Equal(b);

    /// <summary>Where a equals b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator ==(Tensor a, double b) => Operand(a).Equal(b);

    /// <summary>Where a equals b, element by element.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A tensor.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator ==(double a, Tensor b) => Operand(b).Equal(a);

    /// <summary>
    /// Where a differs from b, element by element. Whether a tensor is null is asked by <c>is null</c>, whether two are one object by
    /// <c>ReferenceEquals</c>.
    /// </summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator !=(Tensor a, Tensor b) => Operand(a).NotEqual(b);

    /// <summary>Where a differs from b, element by element.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A number.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator !=(Tensor a, double b) => Operand(a).NotEqual(b);

    /// <summary>Where a differs from b, element by element.</summary>
    /// <param name="a">A number.</param>
    /// <param name="b">A tensor.</param>
    /// <returns>A mask: bool, of the tensor's shape.</returns>
    public static Tensor operator !=(double a, Tensor b) => Operand(b).NotEqual(a);

    /// <summary>Where the tensor is 0 or false.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>A mask: bool, of the same shape.</returns>
    public static Tensor operator !(Tensor x) => Operand(x).Not();

    /// <summary>
    /// What is left of a division, with the sign of the divisor: <see cref="Remainder(Tensor)"/>, which differs from C#'s.
    /// </summary>
    /// <param name="a">What is divided.</param>
    /// <param name="b">The divisor, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator %(Tensor a, Tensor b) => Operand(a).Remainder(b);

    /// <summary>What is left of a division, with the sign of the divisor.</summary>
    /// <param name="a">What is divided.</param>
    /// <param name="b">The divisor.</param>
    /// <returns>Of the tensor's shape.</returns>
    public static Tensor operator %(Tensor a, double b) => Operand(a).Remainder(b);

    /// <summary>What is left of a division, with the sign of the divisor.</summary>
    /// <param name="a">What is divided.</param>
    /// <param name="b">The divisor.</param>
    /// <returns>Of the tensor's shape.</returns>
    public static Tensor operator %(double a, Tensor b) => Number(a, b).Remainder(b);

    /// <summary>The tensor itself; of bool an error.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>The same tensor.</returns>
    public static Tensor operator +(Tensor x) => Operand(x).Positive();

    /// <summary>
    /// Whether it is this very object. Elements are compared by <c>==</c>, <see cref="AllEqual"/> and <see cref="AllClose"/>.
    /// </summary>
    /// <param name="obj">Anything.</param>
    /// <returns>Whether it is this tensor.</returns>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private static Tensor Operand(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }
}
