namespace Adjoint;

/// <summary>Whether operations are recorded. The mode belongs to the thread, and each change is a scope.</summary>
/// <example><code>using (GradMode.Off()) { loss = model.Forward(x); }</code></example>
public static class GradMode
{
    /// <summary>Whether this thread records operations on tensors that require a gradient.</summary>
    public static bool IsEnabled => !Context.Current.IsGradOff;

    /// <summary>Whether this thread looks for NaN in gradients and remembers where calls were made.</summary>
    public static bool DetectsAnomalies => Context.Current.DetectsAnomalies;

    /// <summary>Whether this thread also looks for NaN in the results of recorded operations.</summary>
    public static bool ChecksResults => Context.Current.ChecksResults;

    /// <summary>Until disposed, nothing is recorded on this thread: no-grad.</summary>
    /// <returns>Dispose it to restore the mode.</returns>
    public static Scope Off() => Context.EnterGrad(isOff: true);

    /// <summary>Until disposed, operations are recorded on this thread, also within a no-grad scope.</summary>
    /// <returns>Dispose it to restore the mode.</returns>
    public static Scope On() => Context.EnterGrad(isOff: false);

    /// <summary>
    /// Until disposed, calls remember where they were made, and a backward pass that meets a NaN names the operation and
    /// that place. Costs a stack trace for each operation.
    /// </summary>
    /// <param name="results">Also look at the result of each recorded operation, and fail at the first NaN in the forward pass.</param>
    /// <returns>Dispose it to restore the mode.</returns>
    public static Scope DetectAnomalies(bool results = false) => Context.EnterAnomalies(results);
}
