namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Where this is a number, neither infinite nor NaN.</summary>
    /// <returns>A mask: bool, of this shape.</returns>
    public Tensor IsFinite() => Abs().Less(double.PositiveInfinity);

    /// <summary>Where this is ∞ or −∞.</summary>
    /// <returns>A mask: bool, of this shape.</returns>
    public Tensor IsInf() => Abs().Equal(double.PositiveInfinity);

    /// <summary>Where this is ∞.</summary>
    /// <returns>A mask: bool, of this shape.</returns>
    public Tensor IsPosInf() => Equal(double.PositiveInfinity);

    /// <summary>Where this is −∞.</summary>
    /// <returns>A mask: bool, of this shape.</returns>
    public Tensor IsNegInf() => Equal(double.NegativeInfinity);

    /// <summary>Where this is the other up to a tolerance: |x − y| ≤ atol + rtol·|y|, or both the same infinity.</summary>
    /// <param name="other">The expected values, with broadcasting.</param>
    /// <param name="rtol">The tolerance relative to them.</param>
    /// <param name="atol">The absolute tolerance, which is added.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor IsClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        Tensor distance = (Counted() - other.Counted()).Abs();
        Tensor close = Equal(other).Or(distance.LessEqual((other.Abs() * rtol) + atol).And(distance.IsFinite()));
        return equalNan ? close.Or(IsNaN().And(other.IsNaN())) : close;
    }

    /// <summary>Whether all of this is the other up to a tolerance, as <see cref="IsClose"/> has it.</summary>
    /// <param name="other">The expected values, with broadcasting.</param>
    /// <param name="rtol">The tolerance relative to them.</param>
    /// <param name="atol">The absolute tolerance, which is added.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    /// <returns>Whether they are close everywhere.</returns>
    public bool AllClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) =>
        Detach().IsClose(Operand(other).Detach(), rtol, atol, equalNan).All();

    /// <summary>Whether both have one shape and the same elements.</summary>
    /// <param name="other">The other tensor.</param>
    /// <returns>Whether nothing differs; false where there is a NaN.</returns>
    public bool AllEqual(Tensor other) => Shape == Operand(other).Shape && Detach().Equal(other.Detach()).All();
}
