using System.Numerics;
using System.Numerics.Tensors;
using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>
/// The same numbers in another type. Reals are cut towards zero; beyond an integer type's range they become its nearest
/// end, and NaN becomes 0. Integers keep their lowest bits. Anything but 0 is true.
/// </summary>
/// <param name="DType">The type.</param>
public sealed record Cast(DType DType) : LinearOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(DType.Name());

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        return new Spec(DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => g.To(call[0].DType);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        switch (x[0].DType)
        {
            case DType.Float32: From<float>(x[0], y); break;
            case DType.Float64: From<double>(x[0], y); break;
            case DType.Int64: From<long>(x[0], y); break;
            case DType.Int32: From<int>(x[0], y); break;
            default: From<byte>(x[0], y); break;
        }
    }

    private void From<TX>(Tensor x, Tensor y) where TX : unmanaged, INumber<TX>
    {
        switch (DType)
        {
            case DType.Float32: PointwiseRun.Unary<TX, float, Convert<TX, float>>(x, y, default); break;
            case DType.Float64: PointwiseRun.Unary<TX, double, Convert<TX, double>>(x, y, default); break;
            case DType.Int64: PointwiseRun.Unary<TX, long, Convert<TX, long>>(x, y, default); break;
            case DType.Int32: PointwiseRun.Unary<TX, int, Convert<TX, int>>(x, y, default); break;
            case DType.UInt8: PointwiseRun.Unary<TX, byte, Convert<TX, byte>>(x, y, default); break;
            default: PointwiseRun.Unary<TX, byte, ConvertToTruth<TX>>(x, y, default); break;
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

/// <summary>The same values in a row of memory of their own.</summary>
public sealed record Copy : LinearOp
{
    internal static readonly Copy Op = new();

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) => g;

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (x[0].IsContiguous)
        {
            y.CopyRow(in x[0].FirstReadOnlyByte);
            return;
        }

        switch (y.DType.Size())
        {
            case 1: PointwiseRun.Unary<byte, byte, Move<byte>>(x[0], y, default); break;
            case 4: PointwiseRun.Unary<int, int, Move<int>>(x[0], y, default); break;
            default: PointwiseRun.Unary<long, long, Move<long>>(x[0], y, default); break;
        }
    }

    private readonly struct Move<T> : IRowMap<T, byte, byte, T> where T : unmanaged
    {
        public void Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<T> y) => a.CopyTo(y);
    }
}
