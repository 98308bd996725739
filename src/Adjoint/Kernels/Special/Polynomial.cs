namespace Adjoint.Kernels;

/// <summary>Polynomials of one number.</summary>
internal static class Polynomial
{
    /// <summary>Σ coefficients[k]·xᵏ, by Horner's rule.</summary>
    public static double Of(double x, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int k = coefficients.Length - 1; k >= 0; k--) sum = Math.FusedMultiplyAdd(sum, x, coefficients[k]);
        return sum;
    }
}
