namespace Adjoint.Core;

/// <summary>
/// The family of operations that apply one function to each element of one input. A rule states the slope; both modes
/// of differentiation follow.
/// </summary>
public abstract record PointwiseOp : Op, IRowOp
{
    // The function in both precisions, looked up once: a call of a generic virtual method looks for it first.
    private RowFunction<float>? single;
    private RowFunction<double>? precise;
    private Kernel? singleKernel;
    private Kernel? preciseKernel;

    /// <summary>Makes the operation.</summary>
    protected PointwiseOp() { }

    /// <summary>Copies the operation; the copy looks its function up itself.</summary>
    protected PointwiseOp(PointwiseOp original) : base(original) { }

    /// <summary>Whether the function is also defined on integers; then <see cref="MapInteger{T}"/> computes it.</summary>
    protected virtual bool TakesIntegers => false;

    /// <summary>The function on a row of real numbers; the rows are equally long and do not overlap.</summary>
    protected abstract void Map<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The function on a row of integers.</summary>
    protected virtual void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IBinaryInteger<T> =>
        throw new NotSupportedException(Name);

    /// <summary>The derivative at each element, from the input and the result; null where it is zero everywhere.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The result, if the operation keeps it, else the input.</param>
    /// <returns>Of the input's shape, or one that broadcasts to it; null for zero.</returns>
    protected virtual Tensor? Slope(Tensor x, Tensor y) => null;

    /// <summary>The gradient g times the slope, where that has a form of its own: cheaper, or more exact.</summary>
    /// <param name="g">What is multiplied.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The result, if the operation keeps it, else the input.</param>
    /// <returns>Of the input's shape; null for zero.</returns>
    protected virtual Tensor? Scale(Tensor g, Tensor x, Tensor y) => Slope(x, y) is { } slope ? g * slope : null;

    /// <inheritdoc/>
    public sealed override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
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

    void IRowOp.Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y) => Map(a, y);

    /// <summary>The function of one number, for programs that compute number by number; null to use <see cref="IRowOp"/>.</summary>
    internal virtual unsafe delegate*<double, double> NumberFunction() => null;

    /// <summary>The function itself.</summary>
    internal RowFunction<T> FindMap<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (RowFunction<T>)(object)(single ??= Map)
        : typeof(T) == typeof(double) ? (RowFunction<T>)(object)(precise ??= Map) : Map;

    /// <summary>Whether both are the same operation with the same attributes.</summary>
    public virtual bool Equals(PointwiseOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <inheritdoc/>
    public sealed override void Pull(Pullback p)
    {
        ArgumentNullException.ThrowIfNull(p);
        if (!p.Wants(0)) return;
        Tensor x = p.Input(0);
        p.GiveOrZero(0, Scale(p.Gradient(), x, p.Call.KeepsResult ? p.Output() : x));
    }

    /// <inheritdoc/>
    public sealed override void Push(Pushforward p)
    {
        ArgumentNullException.ThrowIfNull(p);
        if (p.Tangent(0) is { } t) p.Give(0, Scale(t, p.Input(0), Keeps.AnyResult ? p.Output() : p.Input(0)));
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    internal override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        all = null;
        if (x.Length != 1 || KernelFor(x[0].DType) is not { } kernel) return base.Compute(x, out all);
        if (x[0].Numel >= DeferredCall.LeastCount && DeferredCall.Of(this, x) is { } later) return later;
        Tensor y = Tensor.Allocate(x[0].DType, x[0].Shape);
        kernel.Run(x, new ReadOnlySpan<Tensor>(in y));
        return y;
    }

    private sealed class RowKernel<T>(RowFunction<T> map) : Kernel where T : unmanaged
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            if (x[0].IsContiguous && x[0].Numel <= PointwiseRun.InlineCount) map(x[0].Span<T>(), y[0].Span<T>());
            else PointwiseRun.Unary<T, T, RowMap<T>>(x[0], y[0], new RowMap<T>(map));
        }
    }

    private readonly struct RowMap<T>(RowFunction<T> map) : IRowMap<T, byte, byte, T> where T : unmanaged
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<T> y) => map(a, y);
    }
}

/// <summary>A function of each element of a row.</summary>
internal delegate void RowFunction<T>(ReadOnlySpan<T> x, Span<T> y);
