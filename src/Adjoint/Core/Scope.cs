namespace Adjoint;

/// <summary>
/// A setting of this thread, in force until the scope is disposed. The compiler does not let it cross an <c>await</c>, so it
/// cannot leak into another thread or task. Scopes end in the reverse order of their beginning.
/// </summary>
public readonly ref struct Scope
{
    private readonly Context before;

    internal Scope(Context before) => this.before = before;

    /// <summary>Restores what was there before.</summary>
    public void Dispose() => Context.Restore(in before);
}
