using Adjoint.Memory;

namespace Adjoint.Graphs;

/// <summary>
/// Takes down the calls that symbolic tensors make on this thread, in their order, what was being run meanwhile (a tree of
/// frames, one for each module that was entered), and their effects: values that each replay takes anew, and changes in place.
/// </summary>
internal sealed class Recording : ICapture
{
    private readonly Dictionary<Storage, List<Tensor>> changed = [];
    private readonly Dictionary<Tensor, (Tensor? Gradient, bool IsOwned)> gradients = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, Tensor> renewed = new(ReferenceEqualityComparer.Instance);
    private readonly bool tracksMemory;
    private bool isRenewing;
    private RecordedFrame innermost;
    private IMemoryBlock? shared;

    private Recording(bool tracksMemory, bool takesEffects) =>
        (innermost, this.tracksMemory, TakesEffects) = (Root, tracksMemory, takesEffects);

    /// <summary>The outermost frame: what is run outside of any module.</summary>
    public RecordedFrame Root { get; } = new(null, null);

    /// <summary>What is being run on this thread, as far as it is recorded.</summary>
    public static object? Innermost => Current?.innermost.Source;

    /// <summary>Whether this thread records.</summary>
    public static bool IsOn => Current is not null;

    /// <summary>The calls, and the innermost frame in which each was made.</summary>
    public List<(Call Call, RecordedFrame Frame)> Calls { get; } = [];

    /// <summary>Values that each replay takes anew, in their order: states of generators.</summary>
    public List<(Tensor Placeholder, Func<Tensor> Next)> Sources { get; } = [];

    /// <summary>What each replay does on the host, in order, and on which values that depends.</summary>
    public List<(Tensor[] Values, Action<Tensor[]> Effect)> Effects { get; } = [];

    /// <summary>Tensors that are changed in place, each with the symbolic value that it has in the end.</summary>
    public Dictionary<Tensor, Tensor> Updates { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What would happen to memory, in its order, if the calls computed values; nothing unless that was asked for.</summary>
    public List<MemoryEvent> Memory { get; } = [];

    private static Recording? Current => Context.Current.Capture as Recording;

    public bool TakesEffects { get; }

    /// <summary>Runs a function and takes down its calls, and on request what happens to memory, or draws and changes in place.</summary>
    public static (T Result, Recording Recording) Of<T>(Func<T> function, bool tracksMemory = false, bool takesEffects = false)
    {
        var recording = new Recording(tracksMemory, takesEffects);
        using Scope _ = Context.Enter(recording);
        bool outer = Storage.IsCapturing;
        Storage.IsCapturing = true;
        try
        {
            T result = function();
            PlaceAll(result);
            return (result, recording);
        }
        finally
        {
            Storage.IsCapturing = outer;
            using Scope __ = Context.Enter((ICapture?)null);
            foreach ((Tensor tensor, (Tensor? gradient, bool isOwned)) in recording.gradients) tensor.TakeGrad(gradient, isOwned);
        }
    }

    /// <summary>A view that was changed takes its place when it is asked for: while its calls are taken down.</summary>
    private static void PlaceAll<T>(T result)
    {
        foreach (Tensor tensor in result switch { Tensor one => [one], Tensor[] all => all, _ => Array.Empty<Tensor>() })
            _ = tensor?.Creator;
    }

    /// <summary>Until disposed, calls are made within a frame. Costs next to nothing where nothing is recorded.</summary>
    public static Entry Enter(object source) => Current is { } recording ? recording.Open(source) : default;

    /// <summary>Until disposed, results of calls lie where this tensor does: all are computed in one pass.</summary>
    public static SharedMemory InMemoryOf(Tensor result) => new(Current, result.Block);

    public void Add(Call call)
    {
        Calls.Add((call, innermost));
        if (!tracksMemory) return;
        var blocks = new IMemoryBlock?[call.Specs.Count];
        for (int i = 0; i < blocks.Length; i++) blocks[i] = BlockOf(call, i);
        call.Blocks = blocks;
    }

    public Tensor Source(Spec spec, Func<Tensor> next)
    {
        Tensor placeholder = Tensor.Symbolic(spec.Shape, spec.DType);
        Sources.Add((placeholder, next));
        return placeholder;
    }

    public void Effect(Tensor[] values, Action<Tensor[]> effect) => Effects.Add((values, effect));

    public bool IsLive(ReadOnlySpan<Tensor> x)
    {
        foreach (Tensor tensor in x)
            if (tensor?.Storage is { } storage && (tensor.RequiresGrad || !storage.IsMadeInCapture)) return true;
        return false;
    }

    public void Update(Tensor target, Tensor value)
    {
        Tensor? same = Changed(target);
        if (same is null)
        {
            if (!changed.TryGetValue(target.Storage!, out List<Tensor>? tensors)) changed.Add(target.Storage!, tensors = []);
            tensors.Add(target);
        }

        Updates[same ?? target] = value;
        renewed.Clear();
    }

    public void Preserve(Storage memory)
    {
        if (!memory.IsConstant) return;
        memory.IsConstant = false;
        foreach ((Call call, _) in Calls) call.Preserve(memory);
    }

    public ReadOnlySpan<Tensor> Updated(ReadOnlySpan<Tensor> x, bool isForView)
    {
        if (Updates.Count == 0 || isRenewing) return x;
        var now = new Tensor[x.Length];
        for (int i = 0; i < now.Length; i++)
            now[i] = x[i] is { } tensor && Changed(tensor, isForView) is { } target ? Renewed(tensor, Updates[target]) : x[i];
        return now;
    }

    public void SetGradientAside(Tensor tensor)
    {
        if (!tensor.IsSymbolic) gradients.TryAdd(tensor, (tensor.UnseenGrad, tensor.OwnsGrad));
    }

    public bool HasOlderGradient(Tensor tensor) => !tensor.IsSymbolic && !gradients.ContainsKey(tensor);

    /// <summary>The tensor that was changed where this one lies; null if nothing was.</summary>
    private Tensor? Changed(Tensor tensor, bool isForView = false)
    {
        if (tensor.Storage is not { } storage || !changed.TryGetValue(storage, out List<Tensor>? tensors)) return null;
        foreach (Tensor target in tensors)
        {
            if (tensor.Offset == target.Offset && tensor.Spec == target.Spec && tensor.Strides.SequenceEqual(target.Strides)) return target;
            (int first, int last) = Places(tensor);
            (int start, int end) = Places(target);
            if (!isForView && first <= end && start <= last)
                throw new GraphException(
                    $"Graph.Capture: a tensor of shape {tensor.Shape} shares memory with one of shape {target.Shape} that the "
                    + "function has changed in place; change and read the same part of it, or all of it.");
        }

        return null;
    }

    /// <summary>The first and the last element of the memory that belong to a tensor.</summary>
    private static (int First, int Last) Places(Tensor tensor)
    {
        (int first, int last) = (tensor.Offset, tensor.Offset);
        if (tensor.Numel == 0) return (0, -1);
        ReadOnlySpan<int> strides = tensor.Strides;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            int reach = (tensor.Shape[axis] - 1) * strides[axis];
            if (reach < 0) first += reach;
            else last += reach;
        }

        return (first, last);
    }

    /// <summary>What a tensor was changed to, with gradients going where they went before the change.</summary>
    private Tensor Renewed(Tensor tensor, Tensor value)
    {
        if (!tensor.RequiresGrad) return value;
        if (renewed.TryGetValue(tensor, out Tensor? known)) return known;
        using Scope _ = GradMode.On();
        isRenewing = true;
        try
        {
            return renewed[tensor] = Engine.Apply(Renewal.Op, tensor, value);
        }
        finally
        {
            isRenewing = false;
        }
    }

    private IMemoryBlock? BlockOf(Call call, int result)
    {
        if (call.Op.Facts.IsAlias) return call[0].Block;
        if (shared is not null) return shared;
        long bytes = call.Specs[result].Bytes;
        if (bytes < Storage.PooledThreshold) return null;
        var block = new RecordedBlock(this, bytes);
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

    /// <summary>Ends the sharing of memory.</summary>
    public readonly ref struct SharedMemory
    {
        private readonly Recording? recording;
        private readonly IMemoryBlock? before;

        internal SharedMemory(Recording? recording, IMemoryBlock? block)
        {
            this.recording = recording;
            if (recording is not null) (before, recording.shared) = (recording.shared, block);
        }

        /// <summary>Ends it.</summary>
        public void Dispose()
        {
            if (recording is not null) recording.shared = before;
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
