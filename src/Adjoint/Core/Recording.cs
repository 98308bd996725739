namespace Adjoint.Core;

/// <summary>
/// Takes down the calls that symbolic tensors make on this thread, in their order, and what was being run meanwhile: a
/// tree of frames, one for each module that was entered.
/// </summary>
internal sealed class Recording
{
    [ThreadStatic] private static Recording? current;
    private readonly List<(Call Call, RecordedFrame Frame)> calls = [];
    private RecordedFrame innermost;

    private Recording() => innermost = Root;

    /// <summary>The outermost frame: what is run outside of any module.</summary>
    public RecordedFrame Root { get; } = new(null, null);

    /// <summary>What is being run on this thread, as far as somebody records it.</summary>
    public static object? Innermost => current?.innermost.Source;

    /// <summary>The calls, and the innermost frame in which each was made.</summary>
    public IReadOnlyList<(Call Call, RecordedFrame Frame)> Calls => calls;

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

    /// <summary>Until disposed, calls are made within a frame. Costs next to nothing where nobody records.</summary>
    public static Entry Enter(object source) => current is { } recording ? recording.Open(source) : default;

    /// <summary>Takes down a call.</summary>
    public static void Add(Call call) => current?.calls.Add((call, current.innermost));

    private Entry Open(object source)
    {
        RecordedFrame before = innermost;
        // A module that is called, and then runs its own pass, is entered once.
        if (!ReferenceEquals(before.Source, source)) innermost = new RecordedFrame(source, before);
        return new Entry(this, before);
    }

    /// <summary>Leaves the frame.</summary>
    public readonly ref struct Entry(Recording? recording, RecordedFrame? before)
    {
        /// <summary>Says what went in and came out, for a frame that may make no call at all.</summary>
        public void Passed(Tensor input, Tensor output)
        {
            if (recording is not null) (recording.innermost.Input, recording.innermost.Output) = (input, output);
        }

        /// <summary>Ends the frame.</summary>
        public void Dispose()
        {
            if (recording is not null) recording.innermost = before!;
        }
    }
}

/// <summary>One run of something, and what was run within it.</summary>
internal sealed class RecordedFrame
{
    internal RecordedFrame(object? source, RecordedFrame? outer)
    {
        Source = source;
        outer?.Inner.Add(this);
    }

    /// <summary>What is run; null for the root.</summary>
    public object? Source { get; }

    /// <summary>The frames within, in order.</summary>
    public List<RecordedFrame> Inner { get; } = [];

    /// <summary>What went in, if that was said.</summary>
    public Tensor? Input { get; set; }

    /// <summary>What came out, if that was said.</summary>
    public Tensor? Output { get; set; }
}
