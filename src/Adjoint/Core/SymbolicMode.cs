namespace Adjoint;

/// <summary>
/// Whether new tensors of zeros, of one value or of random numbers are symbolic: a shape and a type without memory. A
/// network built so costs nothing, however large, and can be captured and inspected. The mode belongs to the thread.
/// </summary>
/// <example><code>using (SymbolicMode.On()) { model = new Linear(25088, 4096); }</code></example>
public static class SymbolicMode
{
    /// <summary>Whether this thread makes symbolic tensors.</summary>
    public static bool IsOn => Context.Current.IsSymbolic;

    /// <summary>Until disposed, this thread's new tensors are symbolic.</summary>
    /// <returns>Dispose it to restore the mode.</returns>
    public static Scope On() => Context.EnterSymbolic();
}
