namespace Adjoint.Core;

/// <summary>
/// The family of operations that combine two inputs element by element. Both have one shape and type: the methods that
/// users call have broadcast and promoted them. A rule states the slope for each input.
/// </summary>
public abstract record PointwiseBinaryOp : Op, IRowOp
{
    // The function in both precisions, looked up once: a call of a generic virtual method looks for it first.
    private RowCombination<float>? single;
    private RowCombination<double>? precise;
    private Kernel? singleKernel;
    private Kernel? preciseKernel;

    /// <summary>Makes the operation.</summary>
    protected PointwiseBinaryOp() { }

    /// <summary>Copies the operation; the copy looks its function up itself.</summary>
    protected PointwiseBinaryOp(PointwiseBinaryOp original) : base(original) { }

    /// <summary>The function on rows of real numbers; the rows are equally long and do not overlap.</summary>
    protected abstract void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Whether the function is also defined on integers; then <see cref="MapInteger{T}"/> computes it.</summary>
    protected virtual bool TakesIntegers => true;

    /// <summary>The function on rows of integers.</summary>
    protected virtual void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryInteger<T> => throw new NotSupportedException(Name);

    /// <summary>The derivative at each element with respect to one input; null where it is zero everywhere.</summary>
    /// <param name="call">The call.</param>
    /// <param name="input">Number of the input.</param>
    /// <returns>Of the input's shape, or one that broadcasts to it; null for zero.</returns>
    protected virtual Tensor? Slope(Call call, int input) => null;

    /// <summary>The gradient g times the slope, where that has a form of its own: cheaper, or more exact.</summary>
    /// <param name="g">What is multiplied.</param>
    /// <param name="call">The call.</param>
    /// <param name="input">Number of the input.</param>
    /// <returns>Of the input's shape; null for zero.</returns>
    protected virtual Tensor? Scale(Tensor g, Call call, int input) => Slope(call, input) is { } slope ? g * slope : null;

    /// <inheritdoc/>
    public sealed override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        if (!x[0].DType.IsFloatingPoint() && !(TakesIntegers && x[0].DType != DType.Bool))
            throw new DTypeException($"{Name}: not defined on {x[0].DType.Name()}; cast with To(DType.Float32) first.");
        return x[0];
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    /// <inheritdoc/>
    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => KernelFor(x[0].DType) ?? x[0].DType switch
    {
        DType.Int64 => new RowKernel<long>(MapInteger),
        DType.Int32 => new RowKernel<int>(MapInteger),
        DType.UInt8 or DType.Bool => new RowKernel<byte>(MapInteger),
        DType type => throw TypedKernel.Lacking(Name, type),
    };

    /// <summary>The kernel for the types that every such operation has, found without asking for specs; else null.</summary>
    private Kernel? KernelFor(DType dtype) => dtype switch
    {
        DType.Float32 => singleKernel ??= new RowKernel<float>(FindMap<float>()),
        DType.Float64 => preciseKernel ??= new RowKernel<double>(FindMap<double>()),
        _ => null,
    };

    void IRowOp.Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y) => Map(a, b, y);

    /// <summary>The function itself.</summary>
    internal RowCombination<T> FindMap<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (RowCombination<T>)(object)(single ??= Map)
        : typeof(T) == typeof(double) ? (RowCombination<T>)(object)(precise ??= Map) : Map;

    /// <summary>Whether both are the same operation with the same attributes.</summary>
    public virtual bool Equals(PointwiseBinaryOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <inheritdoc/>
    public sealed override void Pull(Pullback p)
    {
        ArgumentNullException.ThrowIfNull(p);
        PullTo(p, 0);
        PullTo(p, 1);
    }

    /// <inheritdoc/>
    public sealed override void Push(Pushforward p)
    {
        ArgumentNullException.ThrowIfNull(p);
        for (int input = 0; input < 2; input++)
            if (p.Tangent(input) is { } t) p.Give(0, Scale(t, p.Call, input));
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    internal override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        all = null;
        if (x.Length != 2 || x[0].DType != x[1].DType || x[0].Shape != x[1].Shape || KernelFor(x[0].DType) is not { } kernel)
            return base.Compute(x, out all);
        if (x[0].Numel >= DeferredCall.LeastCount && DeferredCall.Of(this, x) is { } later) return later;
        Tensor y = Tensor.Allocate(x[0].DType, x[0].Shape);
        kernel.Run(x, new ReadOnlySpan<Tensor>(in y));
        return y;
    }

    private void PullTo(Pullback p, int input)
    {
        if (p.Wants(input)) p.GiveOrZero(input, Scale(p.Gradient(), p.Call, input));
    }

    private sealed class RowKernel<T>(RowCombination<T> map) : Kernel where T : unmanaged
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            if (x[0].IsContiguous && x[1].IsContiguous && y[0].Numel <= PointwiseRun.InlineCount)
                map(x[0].Span<T>(), x[1].Span<T>(), y[0].Span<T>());
            else
                PointwiseRun.Binary<T, T, RowMap<T>>(x[0], x[1], y[0], new RowMap<T>(map));
        }
    }

    private readonly struct RowMap<T>(RowCombination<T> map) : IRowMap<T, T, byte, T> where T : unmanaged
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<byte> c, Span<T> y) => map(a, b, y);
    }
}

/// <summary>A function of the elements of two rows.</summary>
internal delegate void RowCombination<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);
