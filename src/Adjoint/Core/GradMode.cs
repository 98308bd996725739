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

    /// <summary>
    /// A function that runs in this thread's mode on whichever thread it is called: what loops on several threads take, since a
    /// scope holds on its own thread only.
    /// </summary>
    /// <example>
    /// <code>using (GradMode.Off()) Parallel.For(0, n, GradMode.Flow((int i) =&gt; { y[i] = model.Call(x[i]); }));</code>
    /// </example>
    /// <typeparam name="T">Type of the argument.</typeparam>
    /// <param name="action">The function.</param>
    /// <returns>The function within the mode.</returns>
    public static Action<T> Flow<T>(Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Context mode = Context.Current;
        return value =>
        {
            using Scope _ = Context.EnterModes(in mode);
            action(value);
        };
    }

    /// <inheritdoc cref="Flow{T}(Action{T})"/>
    public static Action Flow(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Action<int> flowing = Flow<int>(_ => action());
        return () => flowing(0);
    }

    /// <summary>The same for a function with a result.</summary>
    /// <typeparam name="T">Type of the argument.</typeparam>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>The function within the mode.</returns>
    public static Func<T, TResult> Flow<T, TResult>(Func<T, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Context mode = Context.Current;
        return value =>
        {
            using Scope _ = Context.EnterModes(in mode);
            return function(value);
        };
    }

    /// <summary>The same for a function without an argument.</summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>The function within the mode.</returns>
    public static Func<TResult> Flow<TResult>(Func<TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Func<int, TResult> flowing = Flow<int, TResult>(_ => function());
        return () => flowing(0);
    }
}
