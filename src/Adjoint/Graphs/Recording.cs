using Adjoint.Core;
using Adjoint.Memory;

namespace Adjoint.Graphs;

/// <summary>
/// Takes down the calls that symbolic tensors make on this thread, in their order, and what was being run meanwhile: a
/// tree of frames, one for each module that was entered.
/// </summary>
internal sealed class Recording
{
    [ThreadStatic] private static Recording? current;
    private readonly List<(Call Call, RecordedFrame Frame)> calls = [];
    private RecordedFrame innermost;
    private IMemoryBlock? onePass;

    private readonly bool tracksMemory;

    private Recording(bool tracksMemory) => (innermost, this.tracksMemory) = (Root, tracksMemory);

    /// <summary>The outermost frame: what is run outside of any module.</summary>
    public RecordedFrame Root { get; } = new(null, null);

    /// <summary>Whether somebody records on this thread.</summary>
    public static bool IsOn => current is not null;

    /// <summary>What is being run on this thread, as far as somebody records it.</summary>
    public static object? Innermost => current?.innermost.Source;

    /// <summary>The calls, and the innermost frame in which each was made.</summary>
    public IReadOnlyList<(Call Call, RecordedFrame Frame)> Calls => calls;

    /// <summary>What would happen to memory, in its order, if the calls computed values; nothing unless that was asked for.</summary>
    public List<MemoryEvent> Memory { get; } = [];

    /// <summary>Runs a function and takes down its calls.</summary>
    /// <param name="function">The function.</param>
    /// <param name="tracksMemory">Whether to take down also what happens to memory.</param>
    public static (T Result, Recording Recording) Of<T>(Func<T> function, bool tracksMemory = false)
    {
        Recording? outer = current;
        var recording = new Recording(tracksMemory);
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
    public static void Add(Call call)
    {
        if (current is not { } recording) return;
        recording.calls.Add((call, recording.innermost));
        if (recording.tracksMemory) call.Block = recording.BlockOf(call);
    }

    /// <summary>Until disposed, nothing is taken down on this thread.</summary>
    public static Silence Pause()
    {
        Recording? before = current;
        current = null;
        return new Silence(before);
    }

    /// <summary>Until disposed, results of calls lie where this tensor does: all are computed in one pass.</summary>
    public static Pass InOnePass(Tensor result) => new(current, result.Block);

    private IMemoryBlock? BlockOf(Call call)
    {
        if (call.Op is ViewOp or Ops.Reshape) return call[0].Block;
        if (onePass is not null) return onePass;
        long bytes = (long)call.Spec.Shape.Count * call.Spec.DType.Size();
        if (bytes < Storage.PooledThreshold) return null;
        var block = new RecordedBlock(this, bytes) { Pass = Storage.CurrentPass };
        Memory.Add(new MemoryEvent(block, IsTaken: true, MemoryScope.AreBrief));
        MemoryScope.Add(block);
        return block;
    }

    private Entry Open(object source)
    {
        RecordedFrame before = innermost;
        // A module that is called, and then runs its own pass, is entered once.
        if (!ReferenceEquals(before.Source, source)) innermost = new RecordedFrame(source, before);
        return new Entry(this, before);
    }

    /// <summary>Ends a pause.</summary>
    public readonly ref struct Silence(Recording? before)
    {
        /// <summary>Goes on with what was there before.</summary>
        public void Dispose() => current = before;
    }

    /// <summary>Ends a pass.</summary>
    public readonly ref struct Pass
    {
        private readonly Recording? recording;
        private readonly IMemoryBlock? before;

        internal Pass(Recording? recording, IMemoryBlock? block)
        {
            this.recording = recording;
            if (recording is not null) (before, recording.onePass) = (recording.onePass, block);
        }

        /// <summary>Ends the pass.</summary>
        public void Dispose()
        {
            if (recording is not null) recording.onePass = before;
        }
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
