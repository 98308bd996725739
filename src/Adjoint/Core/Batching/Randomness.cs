namespace Adjoint;

/// <summary>What a random tensor is that is drawn, say by dropout, within a function run on every slice of a batch.</summary>
public enum Randomness
{
    /// <summary>An error, since both of the others may be meant.</summary>
    Error,

    /// <summary>Each slice has its own: one draw of the whole batch.</summary>
    Different,

    /// <summary>All slices have the same.</summary>
    Same,
}
