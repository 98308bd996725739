namespace Adjoint.Nn;

/// <summary>g·v/‖v‖, with g and v among the module's own parameters.</summary>
internal sealed class WeightNormedTensor(Tensor placeholder, string name, Tensor g, Tensor v, int? axis) : Reparametrization
{
    public override Tensor Placeholder => placeholder;

    /// <summary>The direction.</summary>
    public Tensor V => v;

    public override Tensor Compute() => WeightNormParametrization.Normalized(g, v, axis);

    public override void List(MemberVisitor members)
    {
        List(members, MemberRole.Parameter, name + "_g", g);
        List(members, MemberRole.Parameter, name + "_v", v);
    }

    public override Reparametrization Clone(Module module, ModuleCloner cloner) =>
        new WeightNormedTensor(cloner.Clone(placeholder), name, cloner.Clone(g), cloner.Clone(v), axis);
}

/// <summary>A tensor divided by its largest singular value, with what belongs to it among the module's own.</summary>
internal sealed class SpectralNormedTensor(
    Module module, Tensor placeholder, string name, Tensor original, Tensor u, Tensor v, SpectralIteration iteration) : Reparametrization
{
    public override Tensor Placeholder => placeholder;

    /// <summary>The tensor before.</summary>
    public Tensor Original => original;

    public override Tensor Compute() => iteration.Normalized(original, u, v, module.Training);

    public override void List(MemberVisitor members)
    {
        List(members, MemberRole.Parameter, name + "_orig", original);
        List(members, MemberRole.Buffer, name + "_u", u);
        List(members, MemberRole.Buffer, name + "_v", v);
    }

    public override Reparametrization Clone(Module clone, ModuleCloner cloner) => new SpectralNormedTensor(
        clone, cloner.Clone(placeholder), name, cloner.Clone(original), cloner.Clone(u), cloner.Clone(v), iteration);
}

/// <summary>A tensor times a mask of zeros and ones.</summary>
internal sealed class PrunedTensor(Tensor placeholder, string name, MemberRole role, Tensor original, Tensor mask) : Reparametrization
{
    public override Tensor Placeholder => placeholder;

    /// <summary>The tensor before.</summary>
    public Tensor Original => original;

    /// <summary>1 where elements stay.</summary>
    public Tensor Mask => mask;

    public override Tensor Compute() => original * mask;

    public override void List(MemberVisitor members)
    {
        List(members, role, name + "_orig", original);
        List(members, MemberRole.Buffer, name + "_mask", mask);
    }

    public override Reparametrization Clone(Module module, ModuleCloner cloner) =>
        new PrunedTensor(cloner.Clone(placeholder), name, role, cloner.Clone(original), cloner.Clone(mask));
}
