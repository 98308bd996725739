namespace Adjoint.Core;

/// <summary>
/// What operations depend on besides their inputs: the state of a thread, read once when an operation is applied. It changes
/// only by scopes, which restore what was there before.
/// </summary>
internal readonly struct Context
{
    // A number of the thread is read faster than a reference, and most threads have no interceptors.
    [ThreadStatic] private static Mode threadMode;
    [ThreadStatic] private static Interceptors? threadInterceptors;

    private readonly Mode mode;
    private readonly Interceptors? interceptors;

    private Context(Mode mode, Interceptors? interceptors) => (this.mode, this.interceptors) = (mode, interceptors);

    [Flags]
    private enum Mode
    {
        None = 0,
        GradOff = 1,
        DetectsAnomalies = 2,
        ChecksResults = 4,
        Symbolic = 8,
        Intercepted = 16,
    }

    /// <summary>The context of this thread.</summary>
    public static Context Current
    {
        get
        {
            Mode mode = threadMode;
            return new(mode, (mode & Mode.Intercepted) != 0 ? threadInterceptors : null);
        }
    }

    /// <summary>Whether nothing is recorded: no-grad.</summary>
    public bool IsGradOff => (mode & Mode.GradOff) != 0;

    /// <summary>Whether calls remember where they were made, and passes look for NaN.</summary>
    public bool DetectsAnomalies => (mode & Mode.DetectsAnomalies) != 0;

    /// <summary>Whether the results of recorded operations are searched for NaN too.</summary>
    public bool ChecksResults => (mode & Mode.ChecksResults) != 0;

    /// <summary>Whether new tensors are symbolic.</summary>
    public bool IsSymbolic => (mode & Mode.Symbolic) != 0;

    /// <summary>Whether something may take the place of inputs, capture calls, or take over drawing.</summary>
    public bool IsIntercepted => interceptors is not null;

    /// <summary>What captures the calls on symbolic tensors.</summary>
    public ICapture? Capture => interceptors?.Capture;

    /// <summary>Tensors that operations take in the place of others.</summary>
    public Substitution? Substitution => interceptors?.Substitution;

    /// <summary>The checkpoint within which calls are made.</summary>
    public Checkpoint? Checkpoint => interceptors?.Checkpoint;

    /// <summary>What takes over drawing random tensors.</summary>
    public DrawScope? Draws => interceptors?.Draws;

    /// <summary>What writes down the states of generators, or gives them again.</summary>
    public StreamLog? Streams => interceptors?.Streams;

    /// <summary>
    /// Whether there is neither a substitution nor anomaly detection, so that results may wait and memory be released early.
    /// </summary>
    public bool IsPlain => Substitution is null && !DetectsAnomalies;

    /// <summary>
    /// Whether a module may move its state towards a value: not in a symbolic pass that no capture takes down, which only finds shapes.
    /// </summary>
    public bool TakesState(Tensor value) => !value.IsSymbolic || Capture is not null;

    /// <summary>What captures the calls on this thread together with their effects; null for none.</summary>
    public ICapture? EffectCapture => Capture is { TakesEffects: true } capture ? capture : null;

    /// <summary>Whether a tensor's values can be read now, and will be the same in each replay of what is captured.</summary>
    public bool IsConstant(Tensor x) => !x.IsSymbolic && EffectCapture?.IsLive([x]) != true;

    /// <summary>A scope that changes nothing yet.</summary>
    public static Scope Enter() => new(Current);

    /// <summary>A scope with or without recording.</summary>
    public static Scope EnterGrad(bool isOff) => Enter(isOff ? Mode.GradOff : 0, Mode.GradOff);

    /// <summary>A scope of anomaly detection.</summary>
    public static Scope EnterAnomalies(bool checksResults) => Enter(
        Mode.DetectsAnomalies | (checksResults ? Mode.ChecksResults : 0), Mode.DetectsAnomalies | Mode.ChecksResults);

    /// <summary>A scope that records, and detects anomalies, as another context does.</summary>
    public static Scope EnterModes(in Context other)
    {
        const Mode modes = Mode.GradOff | Mode.DetectsAnomalies | Mode.ChecksResults;
        return Enter(other.mode & modes, modes);
    }

    /// <summary>A scope in which new tensors are symbolic.</summary>
    public static Scope EnterSymbolic() => Enter(Mode.Symbolic, Mode.Symbolic);

    /// <summary>A scope with another capture, or none.</summary>
    public static Scope Enter(ICapture? capture) => Enter(before => before with { Capture = capture });

    /// <summary>A scope of substitutions.</summary>
    public static Scope Enter(Substitution? substitution) => Enter(before => before with { Substitution = substitution });

    /// <summary>A scope within a checkpoint.</summary>
    public static Scope Enter(Checkpoint checkpoint) => Enter(before => before with { Checkpoint = checkpoint });

    /// <summary>A scope in which something takes over drawing.</summary>
    public static Scope Enter(DrawScope draws) => Enter(before => before with { Draws = draws });

    /// <summary>A scope whose generator states are written down, or given again.</summary>
    public static Scope Enter(StreamLog streams) => Enter(before => before with { Streams = streams });

    /// <summary>Restores a context.</summary>
    internal static void Restore(in Context before)
    {
        if (((threadMode | before.mode) & Mode.Intercepted) != 0) threadInterceptors = before.interceptors;
        threadMode = before.mode;
    }

    private static Scope Enter(Mode set, Mode of)
    {
        Context before = Current;
        threadMode = (before.mode & ~of) | set;
        return new(before);
    }

    private static Scope Enter(Func<Interceptors, Interceptors> change)
    {
        Context before = Current;
        threadInterceptors = change(before.interceptors ?? new());
        threadMode = before.mode | Mode.Intercepted;
        return new(before);
    }

    /// <summary>What few threads have. It never changes, and so contexts may share it.</summary>
    private sealed record Interceptors
    {
        public ICapture? Capture { get; init; }

        public Substitution? Substitution { get; init; }

        public Checkpoint? Checkpoint { get; init; }

        public DrawScope? Draws { get; init; }

        public StreamLog? Streams { get; init; }
    }
}
