namespace Adjoint.Nn;

/// <summary>The mean of each channel over all spatial axes: [N, C, …] → [N, C].</summary>
public sealed class GlobalAvgPool : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.GlobalAvgPool();
}
