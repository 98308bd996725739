using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Core;

/// <summary>
/// The family of operations that apply one function to each element of one input. A rule states the slope; both modes
/// of differentiation follow.
/// </summary>
public abstract record PointwiseOp : Op
{
    // The function in both precisions, looked up once: a call of a generic virtual method looks for it first.
    private RowFunction<float>? single;
    private RowFunction<double>? precise;

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
    protected abstract Tensor? Slope(Tensor x, Tensor y);

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
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
            case DType.Float32: RunReal<float>(x[0], y); break;
            case DType.Float64: RunReal<double>(x[0], y); break;
            case DType.Int64: RunInteger<long>(x[0], y); break;
            case DType.Int32: RunInteger<int>(x[0], y); break;
            default: RunInteger<byte>(x[0], y); break;
        }
    }

    /// <summary>The function on a row, for those who keep their numbers themselves.</summary>
    internal void MapRow(ReadOnlySpan<double> x, Span<double> y) => Map(x, y);

    /// <summary>The function itself.</summary>
    internal RowFunction<T> FindMap<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? (RowFunction<T>)(object)(single ??= Map)
        : typeof(T) == typeof(double) ? (RowFunction<T>)(object)(precise ??= Map) : Map;

    /// <summary>Whether both are the same operation with the same attributes.</summary>
    public virtual bool Equals(PointwiseOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) =>
        Slope(call[0], (Keeps & Keep.Output) != 0 ? call.Output : call[0]) is { } slope ? g * slope : null;

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => Vjp(call, input, t);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    private void RunReal<T>(Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowFunction<T> map = FindMap<T>();
        if (x.IsContiguous && x.Count <= PointwiseRun.InlineCount) map(x.Span<T>(), y.Span<T>());
        else PointwiseRun.Unary<T, T, RealMap<T>>(x, y, new RealMap<T>(map));
    }

    private void RunInteger<T>(Tensor x, Tensor y) where T : unmanaged, IBinaryInteger<T> =>
        PointwiseRun.Unary<T, T, IntegerMap<T>>(x, y, new IntegerMap<T>(this));

    private readonly struct RealMap<T>(RowFunction<T> map) : IRowMap<T, byte, byte, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<T> y) => map(a, y);
    }

    private readonly struct IntegerMap<T>(PointwiseOp op) : IRowMap<T, byte, byte, T> where T : unmanaged, IBinaryInteger<T>
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<T> y) => op.MapInteger(a, y);
    }
}

/// <summary>A function of each element of a row.</summary>
internal delegate void RowFunction<T>(ReadOnlySpan<T> x, Span<T> y);
