using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Core;

/// <summary>
/// The family of operations that combine two inputs element by element. Both have one shape and type: the methods that
/// users call have broadcast and promoted them. A rule states the slope for each input.
/// </summary>
public abstract record PointwiseBinaryOp : Op
{
    // The function in both precisions, looked up once: a call of a generic virtual method looks for it first.
    private RowCombination<float>? single;
    private RowCombination<double>? precise;

    /// <summary>Makes the operation.</summary>
    protected PointwiseBinaryOp() { }

    /// <summary>Copies the operation; the copy looks its function up itself.</summary>
    protected PointwiseBinaryOp(PointwiseBinaryOp original) : base(original) { }

    /// <summary>The function on rows of real numbers; the rows are equally long and do not overlap.</summary>
    protected abstract void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Whether the function is also defined on integers; then <see cref="MapInteger{T}"/> computes it.</summary>
    protected virtual bool TakesIntegers => true;

    /// <summary>The function on rows of integers.</summary>
    protected virtual void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryInteger<T> => throw new NotSupportedException(Name);

    /// <summary>The derivative at each element with respect to one input; null where it is zero everywhere.</summary>
    protected abstract Tensor? Slope(Call call, int input);

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        if (!x[0].DType.IsFloatingPoint() && !(TakesIntegers && x[0].DType != DType.Bool))
            throw new DTypeException($"{Name}: not defined on {x[0].DType.Name()}; cast with To(DType.Float32) first.");
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call.Spec.Shape.Count);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        switch (y.DType)
        {
            case DType.Float32: RunReal<float>(x, y); break;
            case DType.Float64: RunReal<double>(x, y); break;
            case DType.Int64: RunInteger<long>(x, y); break;
            case DType.Int32: RunInteger<int>(x, y); break;
            default: RunInteger<byte>(x, y); break;
        }
    }

    /// <summary>The function on rows, for those who keep their numbers themselves.</summary>
    internal void MapRow(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y) => Map(a, b, y);

    /// <summary>The function itself.</summary>
    internal RowCombination<T> FindMap<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (RowCombination<T>)(object)(single ??= Map)
        : typeof(T) == typeof(double) ? (RowCombination<T>)(object)(precise ??= Map) : Map;

    /// <summary>Whether both are the same operation with the same attributes.</summary>
    public virtual bool Equals(PointwiseBinaryOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => Slope(call, input) is { } slope ? g * slope : null;

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => Vjp(call, input, t);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    private void RunReal<T>(ReadOnlySpan<Tensor> x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowCombination<T> map = FindMap<T>();
        if (x[0].IsContiguous && x[1].IsContiguous && y.Count <= PointwiseRun.InlineCount)
            map(x[0].Span<T>(), x[1].Span<T>(), y.Span<T>());
        else
            PointwiseRun.Binary<T, T, RealMap<T>>(x[0], x[1], y, new RealMap<T>(map));
    }

    private void RunInteger<T>(ReadOnlySpan<Tensor> x, Tensor y) where T : unmanaged, IBinaryInteger<T> =>
        PointwiseRun.Binary<T, T, IntegerMap<T>>(x[0], x[1], y, new IntegerMap<T>(this));

    private readonly struct RealMap<T>(RowCombination<T> map) : IRowMap<T, T, byte, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<byte> c, Span<T> y) => map(a, b, y);
    }

    private readonly struct IntegerMap<T>(PointwiseBinaryOp op) : IRowMap<T, T, byte, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<byte> c, Span<T> y) => op.MapInteger(a, b, y);
    }
}

/// <summary>A function of the elements of two rows.</summary>
internal delegate void RowCombination<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);
