namespace Adjoint.Core;

/// <summary>
/// A piece of a graph that keeps none of the values its backward pass will read, and computes them again. Its calls are the
/// graph's own, so derivatives of any order, hooks and parameters read from outside are as without it.
/// </summary>
internal abstract class Checkpoint
{
    /// <summary>Makes a new call part of the piece; what computes the call's values again, or null if it keeps them itself.</summary>
    public abstract Checkpoint? Take(Call call);

    /// <summary>Computes the values again and gives them to the calls.</summary>
    public abstract void Restore();
}
