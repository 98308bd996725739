namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>
    /// Casts all real parameters and buffers, and their gradients, in place, so that optimizers keep their tensors. Integers
    /// stay. Do not cast during a pass.
    /// </summary>
    /// <param name="dtype">A type of real numbers. Optimizers step float32 and float64 only.</param>
    /// <returns>This module.</returns>
    /// <exception cref="DTypeException">The type is not one of real numbers.</exception>
    public Module To(DType dtype)
    {
        if (!dtype.IsFloatingPoint())
            throw new DTypeException($"To: a module computes in real numbers, not in {dtype.Name()}.");
        foreach ((_, Tensor value) in Named(members => members.Parameters.Concat(members.Buffers).Concat(members.NonPersistentBuffers)))
            if (value.DType.IsFloatingPoint()) value.Recast(dtype);
        foreach (ModuleEntry entry in ModuleTree.Distinct(this))
        {
            foreach (Tensor placeholder in entry.Members.Placeholders) placeholder.Recast(dtype);
            if (entry.Module is ILazyModule lazy) lazy.Type = dtype;
        }

        return this;
    }

    /// <summary>Makes all parameters of this module and its inner modules require no gradient, and returns the module.</summary>
    public Module Freeze() => RequireGrad(false);

    /// <summary>Makes all parameters of this module and its inner modules require gradients again, and returns the module.</summary>
    public Module Unfreeze() => RequireGrad(true);

    /// <summary>Makes all parameters of this module and its inner modules require gradients, or not: <c>requires_grad_</c>.</summary>
    /// <param name="requiresGrad">Whether they do.</param>
    /// <returns>This module.</returns>
    public Module RequireGrad(bool requiresGrad = true)
    {
        foreach ((_, Tensor parameter) in Named(members => members.Parameters)) parameter.RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>Calls an action on every module once, inner before outer, as to initialize parameters. Returns the module.</summary>
    public Module Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        // The tree lists outer modules first.
        List<ModuleEntry> entries = ModuleTree.Distinct(this);
        for (int i = entries.Count - 1; i >= 0; i--) action(entries[i].Module);
        return this;
    }

    /// <summary>A copy without hooks that still has the members of the original.</summary>
    internal Module CloneOuter()
    {
        if (registered is not null)
            throw new AdjointException(
                $"Clone: {Kind} has members that were registered by hand, and its fields cannot be given their copies. Make a new one and "
                + "LoadStateDict, or override Members, where fields are passed by reference.");
        ListMembers();
        var clone = (Module)MemberwiseClone();
        clone.Hooks = null;
        return clone;
    }

    /// <summary>Puts clones in the place of the listed members; other fields are shared with the original.</summary>
    internal void CloneMembers(ModuleCloner cloner)
    {
        Members(new MemberVisitor(Kind, cloner));
        CloneReparametrized(cloner);
    }
}
