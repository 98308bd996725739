using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>
/// An elementwise operation that waits until its result is read. Then it and those before it that wait too run together,
/// block by block, so that what lies between them never leaves the first-level cache.
/// </summary>
/// <remarks>
/// Its inputs are memory that nobody can change unnoticed (see <see cref="PooledStorage"/>), copies of small memory, and
/// results that wait. Those have one reader: for a second one they are computed first, and so is what gets too long, so
/// that nothing grows beyond what running the operations at once would have cost.
/// </remarks>
internal sealed unsafe class DeferredCall : Deferral
{
    /// <summary>The fewest elements of any type for which operations wait: below, memory is not pooled.</summary>
    public const int LeastCount = Storage.PooledThreshold / sizeof(double);

    /// <summary>The most operations that run together.</summary>
    private const int MostCalls = 16;

    /// <summary>Inputs up to this size that are broadcast, as biases are, are copied; in bytes.</summary>
    private const long SmallInput = 4096;

    /// <summary>A result that was computed so often only in passing is kept the next time.</summary>
    private const int MostPassings = 2;

    private readonly Op op;
    private readonly Spec spec;
    private readonly int calls;
    private readonly Input a;
    private readonly Input b;
    private bool hasReader;
    private int passings;

    private DeferredCall(Op op, Spec spec, in Input a, in Input b, int calls) =>
        (this.op, this.spec, this.a, this.b, this.calls) = (op, spec, a, b, calls);

    /// <summary>The result of an operation to be computed later, or null if it should or must be computed now.</summary>
    public static Tensor? Of(Op op, ReadOnlySpan<Tensor> x)
    {
        DType type = x[0].DType;
        if (type is not (DType.Float32 or DType.Float64) || !op.IsOwn || !Context.Current.IsPlain || MemoryScope.IsInPass) return null;
        var buffer = default(SpecBuffer);
        Spec spec = op.Infer(SpecBuffer.Of(x, ref buffer))[0];
        long bytes = spec.Bytes;
        if (bytes < Storage.PooledThreshold) return null;
        foreach (Tensor input in x)
            if ((input.RequiresGrad && GradMode.IsEnabled) || !CanWait(input)) return null;
        Input a = Read(x[0], spec), b = x.Length < 2 ? default : ReferenceEquals(x[1], x[0]) ? a : Read(x[1], spec);
        using Gate.Stay _ = Gate.Enter();
        int calls = CallsWith(a, b);
        if (a.Memory?.IsDisposed == true || b.Memory?.IsDisposed == true) return null; // computing at once reports the error
        var call = new DeferredCall(op, spec, a, b, calls);
        if (a.Waits is { } first) first.hasReader = true;
        if (b.Waits is { } second) second.hasReader = true;
        var result = new PooledStorage(bytes, call);
        a.Memory?.Lend(result);
        b.Memory?.Lend(result);
        return Tensor.Over(result, spec.DType, spec.Shape);
    }

    public override void Fill(PooledStorage target)
    {
        if (WaitsForOthers()) Gate.Wait();
        else if (spec.DType == DType.Float32) Fill<float>(target);
        else Fill<double>(target);

        // The chain works on bare memory.
        GC.KeepAlive(this);
    }

    /// <summary>
    /// How many operations run together in one that reads these. What cannot run with it is computed first; within the gate, which is left
    /// meanwhile.
    /// </summary>
    private static int CallsWith(in Input a, in Input b)
    {
        while (true)
        {
            int calls = 1;
            if (Joins(a, ref calls) && (b.Equals(a) || Joins(b, ref calls))) return calls;
        }
    }

    /// <summary>Whether an input is there, or can be computed together with what reads it. If not, makes a step towards it.</summary>
    private static bool Joins(in Input input, ref int calls)
    {
        if (input.Memory is not { Deferral: DeferredCall before } memory) return true;
        if (input.IsWhole && !memory.IsFilling && !before.hasReader && calls + before.calls <= MostCalls)
        {
            calls += before.calls;
            return true;
        }

        return !memory.ComputeSome();
    }

    private static bool CanWait(Tensor input) => input.Storage switch
    {
        PooledStorage memory => !memory.IsEscaped && !memory.IsDisposed,
        { } memory => memory.Bytes <= SmallInput,
        null => false,
    };

    /// <summary>What an input is when the operation is called.</summary>
    private static Input Read(Tensor x, Spec spec)
    {
        int[]? strides = x.IsContiguous ? null : x.Strides.ToArray();
        if (strides is not null && IsNumber(x.Shape, strides))
            return new Input(null, 0, null, false, spec.DType == DType.Float32 ? x.ReadOnly<float>() : x.ReadOnly<double>());
        if (x.Storage is not PooledStorage memory)
        {
            memory = new PooledStorage(x.Storage!.Bytes);
            fixed (byte* from = &x.Storage.ReadOnly, to = &memory.Reference) NativeMemory.Copy(from, to, (nuint)memory.Bytes);
        }

        bool isWhole = x.IsContiguous && x.Numel == spec.Shape.Numel && memory.Bytes == (long)x.Numel * x.DType.Size();
        return new Input(memory, x.Offset, strides, isWhole, 0);
    }

    /// <summary>Whether the elements are one number, broadcast.</summary>
    private static bool IsNumber(Shape shape, int[] strides)
    {
        for (int axis = 0; axis < strides.Length; axis++)
            if (strides[axis] != 0 && shape[axis] > 1) return false;
        return true;
    }

    /// <summary>Whether another thread fills some of the memory that this reads.</summary>
    private bool WaitsForOthers() => WaitsFor(a) || (op is not PointwiseOp && WaitsFor(b));

    private static bool WaitsFor(in Input input) =>
        input.Memory is { Deferral: DeferredCall before } memory && (memory.IsFilling || before.WaitsForOthers());

    private void Fill<T>(PooledStorage target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var run = new DeferredRun();
        bool isDone = false;
        try
        {
            var chain = new PointwiseChain<T>();
            Enter(target, true, chain, run);
            Gate.Leave();
            try
            {
                chain.Run(spec.Shape.Numel);
                isDone = true;
            }
            finally
            {
                Gate.Enter();
            }
        }
        finally
        {
            run.End(isDone);
            Gate.SignalAll();
        }
    }

    /// <summary>Puts the operations that this one waits for into a chain, and then itself.</summary>
    /// <returns>Where the chain has the result.</returns>
    private PointwiseChain<T>.Row Enter<T>(PooledStorage target, bool keep, PointwiseChain<T> chain, DeferredRun run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PointwiseChain<T>.Row first = Enter(a, chain, run);
        PointwiseChain<T>.Row second = op is PointwiseOp ? default : b.Equals(a) ? first : Enter(b, chain, run);
        T* to = keep || ++passings > MostPassings ? (T*)run.Fills(target).Address : null;
        return chain.Add(op, first, second, to);
    }

    private PointwiseChain<T>.Row Enter<T>(in Input input, PointwiseChain<T> chain, DeferredRun run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (input.Memory is not { } memory) return chain.Number(T.CreateTruncating(input.Number));
        if (memory.Deferral is DeferredCall before) return before.Enter(memory, false, chain, run);
        run.Reads(memory);
        T* from = (T*)memory.Address + input.Offset;
        return input.Strides is null
            ? PointwiseChain<T>.Memory(from) : chain.Memory(from, new StridedLayout(spec.Shape.Span, input.Strides));
    }

    /// <summary>
    /// What an operation reads: memory that is, or is to be, filled, with strides unless contiguous, and whether it reads all of it element
    /// by element; or a number where there is none.
    /// </summary>
    private readonly record struct Input(PooledStorage? Memory, int Offset, int[]? Strides, bool IsWhole, double Number)
    {
        /// <summary>What fills the memory, while it is not.</summary>
        public DeferredCall? Waits => Memory?.Deferral as DeferredCall;
    }
}
