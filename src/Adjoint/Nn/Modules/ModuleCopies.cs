namespace Adjoint.Nn;

/// <summary>What has become of each module and tensor while a network is cloned: what was shared stays shared.</summary>
internal sealed class ModuleCopies
{
    private readonly Dictionary<object, object> made = new(ReferenceEqualityComparer.Instance);

    /// <summary>The copy of a module or tensor; null stays null.</summary>
    public T Of<T>(T value) where T : class?
    {
        if (value is null) return value;
        if (made.TryGetValue(value, out object? known)) return (T)known;
        return (T)(value is Module module ? module.Copy(this) : (object)Copy((Tensor)(object)value));
    }

    /// <summary>Takes down a copy before it is filled, so that a module may contain itself.</summary>
    public void Made(object original, object copy) => made.Add(original, copy);

    // A leaf with values of its own, trained or frozen as the original.
    private Tensor Copy(Tensor value)
    {
        Tensor copy = value.IsSymbolic ? Tensor.Symbolic(value.Shape, value.DType) : value.Detach().Clone();
        copy.RequiresGrad = value.RequiresGrad;
        made.Add(value, copy);
        return copy;
    }
}
