namespace Adjoint.Graphs;

/// <summary>
/// Tensors that operations take in the place of others: how a module is called with given parameters, though its code
/// names its own.
/// </summary>
/// <param name="Substitutes">What stands for what.</param>
/// <param name="Outer">The substitution within which this one was made; it applies to what this one gives.</param>
internal sealed record Substitution(Dictionary<Tensor, Tensor> Substitutes, Substitution? Outer)
{
    [ThreadStatic] private static Substitution? current;
    private static int used;

    /// <summary>Whether any thread substitutes: a plain read, for the path of every operation.</summary>
    public static bool IsUsed => used != 0;

    /// <summary>The substitution of this thread.</summary>
    public static Substitution? Current => current;

    /// <summary>Until disposed, this is the substitution of the thread.</summary>
    public static Scope Enter(Substitution? substitution)
    {
        var scope = new Scope(current);
        current = substitution;
        Interlocked.Increment(ref used);
        return scope;
    }

    /// <summary>What stands for a tensor on this thread: most often itself.</summary>
    public static Tensor Of(Tensor tensor)
    {
        for (Substitution? scope = current; scope is not null; scope = scope.Outer)
            tensor = scope.Substitutes.GetValueOrDefault(tensor, tensor);
        return tensor;
    }

    /// <summary>What stands for the tensors: the span itself where nothing is substituted.</summary>
    public static ReadOnlySpan<Tensor> In(ReadOnlySpan<Tensor> tensors)
    {
        if (current is null) return tensors;
        var substituted = new Tensor[tensors.Length];
        for (int i = 0; i < substituted.Length; i++)
            substituted[i] = tensors[i] is { } tensor ? Of(tensor) : null!;
        return substituted;
    }

    /// <summary>Restores the substitution that was there before.</summary>
    public readonly ref struct Scope(Substitution? before)
    {
        /// <summary>Ends the scope.</summary>
        public void Dispose()
        {
            current = before;
            Interlocked.Decrement(ref used);
        }
    }
}
