namespace Adjoint.Core;

/// <summary>An operation as a sum of multiples of its inputs, p·x + q·y, or as a product of their powers, xᵖ·y^q.</summary>
/// <param name="IsProduct">Whether it is a product.</param>
/// <param name="First">The factor or exponent of the first input.</param>
/// <param name="Second">That of the second; of no account where there is one input.</param>
public sealed record Combination(bool IsProduct, double First, double Second = 0)
{
    /// <summary>A sum of multiples.</summary>
    /// <param name="first">The factor of the first input.</param>
    /// <param name="second">The factor of the second.</param>
    /// <returns>The sum.</returns>
    public static Combination Sum(double first, double second = 0) => new(false, first, second);

    /// <summary>A product of powers.</summary>
    /// <param name="first">The exponent of the first input.</param>
    /// <param name="second">The exponent of the second.</param>
    /// <returns>The product.</returns>
    public static Combination Product(double first, double second = 0) => new(true, first, second);
}
