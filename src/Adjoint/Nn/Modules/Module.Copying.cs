namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>
    /// Casts all real parameters and buffers, and their gradients, in place, so that optimizers keep their tensors. Integers
    /// stay. Do not cast during a pass.
    /// </summary>
    /// <param name="type">A type of real numbers. Optimizers step float32 and float64 only.</param>
    /// <returns>This module.</returns>
    /// <exception cref="DTypeException">The type is not one of real numbers.</exception>
    public Module To(DType type)
    {
        if (!type.IsFloatingPoint())
            throw new DTypeException($"To: a module computes in real numbers, not in {type.Name()}.");
        foreach ((_, Tensor value) in Named(members => members.Parameters.Concat(members.Buffers).Concat(members.NonPersistentBuffers)))
            if (value.DType.IsFloatingPoint()) value.Recast(type);
        return this;
    }

    /// <summary>Makes all parameters of this module and its inner modules require no gradient, and returns the module.</summary>
    public Module Freeze() => RequireGrad(false);

    /// <summary>Makes all parameters of this module and its inner modules require gradients again, and returns the module.</summary>
    public Module Unfreeze() => RequireGrad(true);

    /// <summary>Calls an action on every module once, inner before outer, as to initialize parameters. Returns the module.</summary>
    public Module Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        // The tree lists outer modules first.
        List<ModuleEntry> entries = ModuleTree.Distinct(this);
        for (int i = entries.Count - 1; i >= 0; i--) action(entries[i].Module);
        return this;
    }

    /// <summary>A copy whose listed members are clones too; other fields are shared with the original.</summary>
    internal Module Clone(ModuleCloner cloner)
    {
        if (registered is not null)
            throw new AdjointException(
                $"Clone: {Kind} has members that were registered by hand, and its fields cannot be given their copies. Make a new one and "
                + "LoadStateDict, or override Members, where fields are passed by reference.");
        ListMembers();
        var clone = (Module)MemberwiseClone();
        clone.Hooks = null;
        cloner.Register(this, clone); // before its members, so that a module may contain itself
        clone.Members(new MemberVisitor(Kind, cloner));
        return clone;
    }

    private Module RequireGrad(bool requires)
    {
        foreach (Tensor parameter in Parameters()) parameter.RequiresGrad = requires;
        return this;
    }
}
