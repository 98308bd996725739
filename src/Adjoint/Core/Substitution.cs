namespace Adjoint.Core;

/// <summary>
/// Tensors that operations take in the place of others: how a module is called with given parameters, though its code
/// names its own, and how a capture reads a buffer that it has updated.
/// </summary>
/// <param name="Substitutes">What stands for what.</param>
/// <param name="Outer">The substitution within which this one was made; it applies to what this one gives.</param>
internal sealed record Substitution(Dictionary<Tensor, Tensor> Substitutes, Substitution? Outer)
{
    /// <summary>Until disposed, this is the substitution of the thread.</summary>
    public static Scope Enter(Substitution? substitution) => Context.Enter(substitution);

    /// <summary>What stands for a tensor on this thread: most often itself.</summary>
    public static Tensor Of(Tensor tensor)
    {
        for (Substitution? scope = Context.Current.Substitution; scope is not null; scope = scope.Outer)
            tensor = scope.Substitutes.GetValueOrDefault(tensor, tensor);
        return tensor;
    }

    /// <summary>What stands for the tensors.</summary>
    public static Tensor[] Of(ReadOnlySpan<Tensor> tensors)
    {
        var substituted = new Tensor[tensors.Length];
        for (int i = 0; i < substituted.Length; i++)
            substituted[i] = tensors[i] is { } tensor ? Of(tensor) : null!;
        return substituted;
    }
}
