namespace Adjoint.Core;

/// <summary>
/// Takes down the calls that symbolic tensors make on this thread, in their order, each with what was being run: the
/// innermost of the scopes that were entered.
/// </summary>
internal sealed class Recording
{
    [ThreadStatic] private static Recording? current;
    private readonly List<(Call Call, object? Scope)> calls = [];
    private object? innermost;

    /// <summary>The calls, and the scope in which each was made; null outside of any.</summary>
    public IReadOnlyList<(Call Call, object? Scope)> Calls => calls;

    /// <summary>Runs a function and takes down its calls.</summary>
    public static (T Result, Recording Recording) Of<T>(Func<T> function)
    {
        Recording? outer = current;
        var recording = new Recording();
        current = recording;
        try
        {
            return (function(), recording);
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>Until disposed, calls are made within the scope. Costs next to nothing where nobody records.</summary>
    public static Entry Enter(object scope)
    {
        Recording? recording = current;
        if (recording is null) return default;
        var entry = new Entry(recording, recording.innermost);
        recording.innermost = scope;
        return entry;
    }

    /// <summary>Takes down a call.</summary>
    public static void Add(Call call) => current?.calls.Add((call, current.innermost));

    /// <summary>Leaves the scope.</summary>
    public readonly ref struct Entry(Recording? recording, object? before)
    {
        /// <summary>Ends the scope.</summary>
        public void Dispose()
        {
            if (recording is not null) recording.innermost = before;
        }
    }
}
