using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>A model before which images are brought to the size that it takes, by bilinear interpolation.</summary>
internal sealed partial class ResizedInput : Module
{
    private readonly Module model;
    private readonly int size;

    /// <summary>Makes it.</summary>
    /// <param name="model">Takes images [N, C, size, size].</param>
    /// <param name="size">The size.</param>
    public ResizedInput(Module model, int size) => (this.model, this.size) = (model, size);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => model.Call(x.UpsampleLinear(size: size));
}
