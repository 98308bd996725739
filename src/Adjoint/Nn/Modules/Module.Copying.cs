namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>
    /// Casts all parameters and buffers of real numbers, and gradients with them, in place: optimizers and whoever else
    /// refers to the tensors keeps them. Integers stay. Cast between passes, not within one.
    /// </summary>
    /// <param name="type">float32 or float64.</param>
    /// <returns>This module.</returns>
    /// <exception cref="DTypeException">The type is none of real numbers.</exception>
    public Module To(DType type)
    {
        if (!type.IsFloatingPoint())
            throw new DTypeException($"To: a module computes in float32 or float64, not in {type.Name()}.");
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ModuleEntry entry in ModuleTree.Distinct(this))
        {
            foreach ((_, Tensor value) in entry.Members.Parameters.Concat(entry.Members.Buffers).Concat(entry.Members.TransientBuffers))
                if (value.DType.IsFloatingPoint() && seen.Add(value)) value.Recast(type);
        }

        return this;
    }

    /// <summary>Stops training all parameters of this module and within it: they require no gradient. Returns the module.</summary>
    public Module Freeze() => RequireGrad(false);

    /// <summary>Trains all parameters of this module and within it again. Returns the module.</summary>
    public Module Unfreeze() => RequireGrad(true);

    /// <summary>
    /// Hands every module within this one, inner before outer and this last, each once, to an action, for example to give
    /// them other first values. Returns the module.
    /// </summary>
    public Module Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        // Outer modules come first in the tree; what contains another must come after it here.
        List<ModuleEntry> entries = ModuleTree.Distinct(this);
        for (int i = entries.Count - 1; i >= 0; i--) action(entries[i].Module);
        return this;
    }

    /// <summary>A copy in progress: the fields as they are, then copies of what is listed in their place.</summary>
    internal Module Copy(ModuleCopies copies)
    {
        var copy = (Module)MemberwiseClone();
        copy.Hooks = null;
        copies.Made(this, copy);
        copy.Members(new MemberVisitor(Kind, copies));
        return copy;
    }

    private Module RequireGrad(bool requires)
    {
        foreach (Tensor parameter in Parameters()) parameter.RequiresGrad = requires;
        return this;
    }
}
