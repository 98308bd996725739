namespace Adjoint.Core;

/// <summary>
/// The collections of a pass over calls. A thread keeps one set for its next pass, since for a small function making them
/// would cost as much as the pass; a pass within a pass makes its own.
/// </summary>
internal sealed class WalkMemory
{
    /// <summary>Collections that grew larger are not kept: clearing them costs as much as they can hold.</summary>
    private const int MostKept = 1024;

    [ThreadStatic] private static WalkMemory? kept;

    private WalkMemory() { }

    /// <summary>Calls that were met.</summary>
    public HashSet<Call> Found { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Calls that were met and not yet looked into.</summary>
    public Stack<Call> Waiting { get; } = new();

    /// <summary>Calls that were looked into.</summary>
    public List<Call> Reached { get; } = [];

    /// <summary>Gradients or tangents by call, or by leaf.</summary>
    public Dictionary<object, Tensor> Gradients { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gradients that are wanted of calls.</summary>
    public Dictionary<object, Tensor> Results { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The thread's set, or a new one while that is in use.</summary>
    public static WalkMemory Rent()
    {
        WalkMemory memory = kept ?? new WalkMemory();
        kept = null;
        return memory;
    }

    /// <summary>Keeps this set, emptied, for the thread's next pass.</summary>
    public void Return()
    {
        if (Found.Count > MostKept || Gradients.Count > MostKept) return;
        Found.Clear();
        Waiting.Clear();
        Reached.Clear();
        Gradients.Clear();
        Results.Clear();
        kept = this;
    }
}
