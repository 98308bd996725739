namespace Adjoint.Kernels;

/// <summary>A factor and a summand for the standardised values of each group, or none.</summary>
/// <param name="weight">Factors, or null for none.</param>
/// <param name="bias">As many summands.</param>
/// <param name="period">Group g has the numbers at g mod this; 0 where each element of a row has its own.</param>
internal readonly unsafe struct Affine<T>(T* weight, T* bias, int period) where T : unmanaged
{
    public readonly T* Weight = weight;
    public readonly T* Bias = bias;
    public readonly int Period = period;
}
