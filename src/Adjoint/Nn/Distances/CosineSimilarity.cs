namespace Adjoint.Nn;

/// <summary>The cosine of the angle between vectors along an axis.</summary>
/// <param name="axis">The axis.</param>
/// <param name="eps">The least length of a vector.</param>
public sealed class CosineSimilarity(int axis = 1, double eps = 1e-8) : Module
{
    /// <summary>The cosine for each pair of vectors.</summary>
    public Tensor Call(Tensor x, Tensor other) => InScope(x, () => x.CosineSimilarity(other, axis, eps));
}
