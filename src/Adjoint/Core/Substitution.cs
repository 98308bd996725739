namespace Adjoint.Core;

/// <summary>
/// Until disposed, operations on this thread take other tensors in the place of some: how a module is called with given
/// parameters, though its code names its own.
/// </summary>
internal sealed class Substitution : IDisposable
{
    [ThreadStatic] private static Substitution? current;
    private static int used;

    private readonly Dictionary<Tensor, Tensor> substitutes;
    private readonly Substitution? outer;

    /// <summary>Begins to substitute. What is given may itself be substituted further out, under which it was seen.</summary>
    public Substitution(Dictionary<Tensor, Tensor> substitutes)
    {
        this.substitutes = substitutes;
        outer = current;
        current = this;
        Interlocked.Increment(ref used);
    }

    /// <summary>Whether any thread substitutes: a plain read, for the path of every operation.</summary>
    public static bool IsUsed => used != 0;

    /// <summary>What stands for a tensor on this thread: most often itself.</summary>
    public static Tensor Of(Tensor tensor)
    {
        for (Substitution? scope = current; scope is not null; scope = scope.outer)
            tensor = scope.substitutes.GetValueOrDefault(tensor, tensor);
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

    /// <inheritdoc/>
    public void Dispose()
    {
        current = outer;
        Interlocked.Decrement(ref used);
    }
}
