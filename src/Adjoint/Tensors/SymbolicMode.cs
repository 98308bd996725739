namespace Adjoint;

/// <summary>
/// Whether new tensors of zeros, of one value or of random numbers are symbolic: a shape and a type without memory. A
/// network built so costs nothing, however large, and can be captured and inspected. The mode belongs to the thread.
/// </summary>
/// <example><code>using (SymbolicMode.On()) { model = new Linear(25088, 4096); }</code></example>
public static class SymbolicMode
{
    [ThreadStatic] private static bool on;

    /// <summary>Whether this thread makes symbolic tensors.</summary>
    public static bool IsOn => on;

    /// <summary>Until disposed, this thread's new tensors are symbolic.</summary>
    public static Scope On()
    {
        var scope = new Scope(on);
        on = true;
        return scope;
    }

    /// <summary>Restores the mode that was there before.</summary>
    public readonly ref struct Scope
    {
        private readonly bool was;

        internal Scope(bool was) => this.was = was;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => on = was;
    }
}
