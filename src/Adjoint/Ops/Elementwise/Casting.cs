using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>
/// The same numbers in another type. Reals are cut towards zero; beyond an integer type's range they become its nearest
/// end, and NaN becomes 0. Integers keep their lowest bits. Anything but 0 is true.
/// </summary>
internal sealed record Cast(DType DType) : MoveOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(DType.Name());

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { DType = DType };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => g.To(call[0].DType);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        HalfCast.Between(x[0].DType, DType) ?? TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        switch (DType)
        {
            case DType.Float32: PointwiseRun.Unary<T, float, Convert<T, float>>(x[0], y[0], default); break;
            case DType.Float64: PointwiseRun.Unary<T, double, Convert<T, double>>(x[0], y[0], default); break;
            case DType.Int64: PointwiseRun.Unary<T, long, Convert<T, long>>(x[0], y[0], default); break;
            case DType.Int32: PointwiseRun.Unary<T, int, Convert<T, int>>(x[0], y[0], default); break;
            case DType.UInt8: PointwiseRun.Unary<T, byte, Convert<T, byte>>(x[0], y[0], default); break;
            case DType.Bool: PointwiseRun.Unary<T, byte, ConvertToTruth<T>>(x[0], y[0], default); break;
            default: throw TypedKernel.Lacking(Name, DType);
        }
    }

    private readonly struct Convert<TX, TY> : IRowMap<TX, byte, byte, TY>
        where TX : unmanaged, INumber<TX>
        where TY : unmanaged, INumber<TY>
    {
        public void Map(ReadOnlySpan<TX> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<TY> y) =>
            TensorPrimitives.ConvertTruncating(a, y);
    }

    private readonly struct ConvertToTruth<TX> : IRowMap<TX, byte, byte, byte> where TX : unmanaged, INumber<TX>
    {
        public void Map(ReadOnlySpan<TX> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> y)
        {
            // Rows come in blocks that fit the stack.
            Span<TX> zeros = stackalloc TX[a.Length];
            zeros.Clear();
            Selection.Compare<TX, Selection.NotEqual<TX>>(a, zeros, y);
        }
    }
}

/// <summary>The same values in contiguous memory of their own.</summary>
internal sealed record Copy : MoveOp, IMoveOp
{
    internal static readonly Copy Op = new();

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x);

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => g;

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged
    {
        if (x[0].IsContiguous) y[0].CopyRow(in x[0].FirstReadOnlyByte);
        else PointwiseRun.Unary<T, T, Move<T>>(x[0], y[0], default);
    }

    private readonly struct Move<T> : IRowMap<T, byte, byte, T> where T : unmanaged
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<T> y) => a.CopyTo(y);
    }
}
