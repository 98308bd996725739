namespace Adjoint.Core;

/// <summary>
/// What operations depend on besides their inputs: the state of a thread, read once when an operation is applied. It changes
/// only by scopes, which restore what was there before.
/// </summary>
internal struct Context
{
    [ThreadStatic] private static Context current;

    /// <summary>Whether nothing is recorded: no-grad.</summary>
    public bool IsGradOff;

    /// <summary>Whether calls remember where they were made, and passes look for NaN.</summary>
    public bool DetectsAnomalies;

    /// <summary>Whether the results of recorded operations are searched for NaN too.</summary>
    public bool ChecksResults;

    /// <summary>Whether new tensors are symbolic.</summary>
    public bool IsSymbolic;

    /// <summary>What captures the calls on symbolic tensors.</summary>
    public ICapture? Capture;

    /// <summary>Tensors that operations take in the place of others.</summary>
    public Substitution? Substitution;

    /// <summary>The checkpoint within which calls are made.</summary>
    public Checkpoint? Checkpoint;

    /// <summary>What takes over drawing random tensors.</summary>
    public DrawScope? Draws;

    /// <summary>What writes down the states of generators, or gives them again.</summary>
    public StreamLog? Streams;

    /// <summary>The context of this thread.</summary>
    public static ref Context Current => ref current;

    /// <summary>Whether operations do nothing but compute and record, so that several may be computed in one pass.</summary>
    public readonly bool IsPlain => Substitution is null && !DetectsAnomalies;

    /// <summary>
    /// Whether a module may move its state towards a value: not in a symbolic pass that no capture takes down, which only
    /// finds shapes.
    /// </summary>
    public readonly bool TakesState(Tensor value) => !value.IsSymbolic || Capture is not null;

    /// <summary>What captures the calls on this thread together with their effects; null for none.</summary>
    public readonly ICapture? EffectCapture => Capture is { TakesEffects: true } capture ? capture : null;

    /// <summary>Whether a tensor's values can be read now, and will be the same in each replay of what is captured.</summary>
    public readonly bool IsConstant(Tensor x) => !x.IsSymbolic && EffectCapture?.IsLive([x]) != true;

    /// <summary>A scope that ends with the context as it is now.</summary>
    public static Scope Save() => new(current);

    /// <summary>Restores a context.</summary>
    internal static void Restore(in Context before) => current = before;
}
