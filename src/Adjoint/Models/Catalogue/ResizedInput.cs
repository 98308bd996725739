using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>A model that takes images of one size, with a bilinear interpolation to that size before it.</summary>
internal sealed partial class ResizedInput(Module model, int size) : Module
{
    private readonly Module model = model;

    public override Tensor Forward(Tensor x) => model.Call(x.UpsampleLinear(size: size));
}
