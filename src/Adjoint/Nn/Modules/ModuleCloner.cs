namespace Adjoint.Nn;

/// <summary>
/// Clones modules and tensors, each once, so that what the original shares is shared in the clone. Inner modules are first taken down and
/// get clones of their own members later, so that nothing recurses.
/// </summary>
internal sealed class ModuleCloner : IMemberMap
{
    private readonly Dictionary<object, object> clones = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Module> waiting = new();

    /// <summary>The clone of a module with all in it.</summary>
    public static T CloneAll<T>(T module) where T : Module
    {
        var cloner = new ModuleCloner();
        T clone = cloner.Clone(module);
        while (cloner.waiting.TryDequeue(out Module? inner)) inner.CloneMembers(cloner);
        return clone;
    }

    /// <summary>The clone of a module or tensor, which may not have its members yet; null stays null.</summary>
    public T Clone<T>(T value) where T : class?
    {
        if (value is null) return value;
        if (clones.TryGetValue(value, out object? known)) return (T)known;
        object clone = value is Module module ? Clone(module) : Clone((Tensor)(object)value);
        clones.Add(value, clone);
        return (T)clone;
    }

    private Module Clone(Module module)
    {
        Module clone = module.CloneOuter();
        waiting.Enqueue(clone);
        return clone;
    }

    // A leaf with its own values, which requires a gradient if the original does.
    private static Tensor Clone(Tensor value)
    {
        Tensor clone = value.IsSymbolic ? Tensor.Symbolic(value.Shape, value.DType) : value.Detach().Clone();
        clone.RequiresGrad = value.RequiresGrad;
        return clone;
    }
}
