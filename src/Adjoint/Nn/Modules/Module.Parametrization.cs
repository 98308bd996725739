using System.Diagnostics.CodeAnalysis;

namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>Tensors that are computed from others whenever the module runs, by their names; null if there never were any.</summary>
    internal OrderedDictionary<string, Reparametrization>? Reparametrized { get; set; }

    /// <summary>What a tensor of this module is now: what it is computed to, if it is parametrized.</summary>
    [return: NotNullIfNotNull(nameof(own))]
    private protected Tensor? Current(Tensor? own)
    {
        if (own is null || Reparametrized is null) return own;
        Tensor substitute = Substitution.Of(own);
        if (!ReferenceEquals(substitute, own)) return substitute;
        foreach (Reparametrization tensor in Reparametrized.Values)
            if (ReferenceEquals(tensor.Placeholder, own)) return tensor.Value();
        return own;
    }

    /// <summary>Puts another tensor in the place of one of the module's own.</summary>
    internal void Replace(Tensor own, Tensor other) => Members(new MemberVisitor(Kind, new MemberReplacement(own, other)));

    /// <summary>Lists what parametrized tensors are computed from, in their place.</summary>
    private void ListReparametrized(MemberVisitor members)
    {
        if (Reparametrized is null) return;
        ModuleDict? lists = null;
        foreach ((string name, Reparametrization tensor) in Reparametrized)
        {
            members.Hide(tensor.Placeholder);
            tensor.List(members);
            if (tensor.Module is { } module) (lists ??= []).Add(name, module);
        }

        if (lists is not null) members.Module("parametrizations", ref lists);
    }

    /// <summary>Of a clone that still has the original's: gives it its own.</summary>
    private void CloneReparametrized(ModuleCloner cloner)
    {
        if (Reparametrized is not { } originals) return;
        Reparametrized = [];
        foreach ((string name, Reparametrization tensor) in originals) Reparametrized.Add(name, tensor.Clone(this, cloner));
    }
}
