namespace Adjoint.Nn;

/// <summary>The first half along an axis times the sigmoid of the second. Dauphin et al. 2016 (arXiv 1612.08083).</summary>
/// <param name="axis">The axis.</param>
public sealed class GLU(int axis = -1) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Glu(axis);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={axis}";
}
