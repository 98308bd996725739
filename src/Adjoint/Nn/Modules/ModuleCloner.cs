namespace Adjoint.Nn;

/// <summary>Clones modules and tensors, each once, so that what the original shares is shared in the clone.</summary>
internal sealed class ModuleCloner : IMemberMap
{
    private readonly Dictionary<object, object> clones = new(ReferenceEqualityComparer.Instance);

    /// <summary>The clone of a module or tensor; null stays null.</summary>
    public T Clone<T>(T value) where T : class?
    {
        if (value is null) return value;
        if (clones.TryGetValue(value, out object? known)) return (T)known;
        return (T)(value is Module module ? module.Clone(this) : (object)Clone((Tensor)(object)value));
    }

    /// <summary>Registers the clone of a module.</summary>
    public void Register(object original, object clone) => clones.Add(original, clone);

    // A leaf with its own values, which requires a gradient if the original does.
    private Tensor Clone(Tensor value)
    {
        Tensor clone = value.IsSymbolic ? Tensor.Symbolic(value.Shape, value.DType) : value.Detach().Clone();
        clone.RequiresGrad = value.RequiresGrad;
        Register(value, clone);
        return clone;
    }
}
