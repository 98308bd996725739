namespace Adjoint;

/// <summary>
/// Whether operations are recorded. The mode belongs to the thread; each change is a scope that a compiler will not let
/// cross an <c>await</c>, so it cannot leak into another thread or task.
/// </summary>
/// <example><code>using (GradMode.Off()) { loss = model.Forward(x); }</code></example>
public static class GradMode
{
    [ThreadStatic] private static bool off;
    [ThreadStatic] private static bool detectsAnomalies;
    [ThreadStatic] private static bool checksResults;

    /// <summary>Whether this thread records operations on tensors that require a gradient.</summary>
    public static bool IsEnabled => !off;

    /// <summary>Whether this thread looks for NaN in gradients and remembers where calls were made.</summary>
    public static bool DetectsAnomalies => detectsAnomalies;

    /// <summary>Whether this thread also looks for NaN in the results of recorded operations.</summary>
    public static bool ChecksResults => checksResults;

    /// <summary>Until disposed, nothing is recorded on this thread: no-grad.</summary>
    public static Scope Off() => Set(true, detectsAnomalies, checksResults);

    /// <summary>Until disposed, operations are recorded on this thread, also within a no-grad scope.</summary>
    public static Scope On() => Set(false, detectsAnomalies, checksResults);

    /// <summary>
    /// Until disposed, calls remember where they were made, and a backward pass that meets a NaN names the operation and
    /// that place. Costs a stack trace for each operation.
    /// </summary>
    /// <param name="results">Also look at the result of each recorded operation, and fail at the first NaN in the forward pass.</param>
    public static Scope DetectAnomalies(bool results = false) => Set(off, true, results);

    private static Scope Set(bool nowOff, bool nowDetects, bool nowChecks)
    {
        var scope = new Scope(off, detectsAnomalies, checksResults);
        (off, detectsAnomalies, checksResults) = (nowOff, nowDetects, nowChecks);
        return scope;
    }

    /// <summary>Restores the mode that was there before.</summary>
    public readonly ref struct Scope
    {
        private readonly bool wasOff;
        private readonly bool didDetect;
        private readonly bool didCheck;

        internal Scope(bool wasOff, bool didDetect, bool didCheck) =>
            (this.wasOff, this.didDetect, this.didCheck) = (wasOff, didDetect, didCheck);

        /// <summary>Ends the scope.</summary>
        public void Dispose() => (off, detectsAnomalies, checksResults) = (wasOff, didDetect, didCheck);
    }
}
