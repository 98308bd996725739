namespace Adjoint.Nn;

/// <summary>The softmax over the channels at each place of images [N, C, H, W] or [C, H, W].</summary>
public sealed class Softmax2d : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Softmax(-3);
}
