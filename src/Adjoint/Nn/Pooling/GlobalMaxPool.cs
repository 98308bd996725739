namespace Adjoint.Nn;

/// <summary>The largest of each channel over all spatial axes: [N, C, …] → [N, C].</summary>
public sealed class GlobalMaxPool : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.GlobalMaxPool();
}
