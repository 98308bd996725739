namespace Adjoint.Ops;

/// <summary>Products of matrices: [batch…, m, k] · [batch…, k, n] → [batch…, m, n]. Transposed views cost nothing.</summary>
internal sealed record MatMul : BilinearOp, IRealOp
{
    internal static readonly MatMul Op = new();

    public override OpFacts Facts => new(MathNotation.Infix(Precedence.Product, " @ ", @"\,"))
    {
        Family = LayerFamily.Product,
        Factors = FactorsOf,
        Everywhere = SumOverAll,
    };

    /// <summary>The numbers of the result, and the terms of each.</summary>
    internal static WorkFactors FactorsOf(Call call) => new([.. call.Spec.Shape.Span, call[0].Shape[^1]], []);

    /// <summary>Why each result depends on a whole row.</summary>
    internal static string SumOverAll(Call call, int axis) => $"every result is a sum over all {call[0].Shape[^1]} numbers that come in";

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 2);
        Shape a = x[0].Shape;
        Shape b = x[1].Shape;
        if (a.Rank < 2 || a.Rank != b.Rank || !a.Span[..^2].SequenceEqual(b.Span[..^2]))
            throw new ShapeException($"MatMul: {a} x {b} are not two matrices, or two equally long batches of them.");
        CheckInner(a, b);
        return new Spec(x[0].DType, [.. a.Span[..^1], b[^1]]);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        reach[input == 0 ? ^1 : ^2] = Extent.All(call[0].Shape[^1]);
        return reach;
    }

    public override Work? Work(Call call) => new Work((long)call.Spec.Numel * call[0].Shape[^1]);

    protected override Tensor Adjoint(Call call, int input, Tensor g, Tensor other)
    {
        if (input == 0) return Engine.Apply(this, g, other.Transpose());

        // The gradient of a transposed weight is laid out as the weight is, so that it need not be copied to become its own.
        return call[1] is { Rank: 2, IsContiguous: false, Strides: [1, _] }
            ? Engine.Apply(this, g.Transpose(), other).Transpose()
            : Engine.Apply(this, other.Transpose(), g);
    }

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted);

    protected internal override Op? OnBatch(int size) => this;

    // Gemm chooses its algorithm when it runs: by strides too, which no spec tells.
    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    protected internal override Tensor? Batch(BatchInputs x)
    {
        if (!x.IsBatch(0) || x.IsBatch(1) || x[1].Rank != 2) return base.Batch(x);
        // One matrix for the whole batch: a single tall product.
        Tensor rows = Engine.Apply(this, x[0].Flatten(0, 1), x[1]);
        return rows.ReshapeTo([.. x[0].Shape.Span[..^1], x[1].Shape[1]]);
    }

    internal static void CheckInner(Shape a, Shape b)
    {
        if (a[^1] == b[^2]) return;
        string hint = a[^1] == b[^1] ? "; did you mean b.Transpose()?" : a[^2] == b[^2] ? "; did you mean a.Transpose()?" : ".";
        throw new ShapeException($"MatMul: inner sizes differ: {a} x {b}{hint}");
    }

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor a, Tensor b, Tensor result) = (x[0], x[1], y[0]);
        if (!TryBatchStride(a, out int aBatch)) (a, aBatch) = (a.Contiguous(), a.Shape[^2] * a.Shape[^1]);
        if (!TryBatchStride(b, out int bBatch)) (b, bBatch) = (b.Contiguous(), b.Shape[^2] * b.Shape[^1]);
        int m = a.Shape[^2];
        int k = a.Shape[^1];
        int n = b.Shape[^1];
        if (result.Numel == 0) return;
        fixed (T* pa = &a.ReadOnly<T>())
        fixed (T* pb = &b.ReadOnly<T>())
        fixed (T* pc = &result.Reference<T>())
        {
            Gemm.MultiplyBatch(
                result.Numel / (m * n), m, n, k, pa, aBatch, a.Stride(^2), a.Stride(^1), pb, bBatch, b.Stride(^2), b.Stride(^1),
                pc, m * n, n, false);
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    /// <summary>The one distance between neighbouring matrices of a batch, if there is one.</summary>
    private static bool TryBatchStride(Tensor x, out int stride)
    {
        stride = 0;
        int length = 1;
        for (int axis = x.Rank - 3; axis >= 0; axis--)
        {
            if (x.Shape[axis] == 1) continue;
            if (length == 1) stride = x.Stride(axis);
            else if (x.Stride(axis) != stride * length) return false;
            length *= x.Shape[axis];
        }

        return true;
    }
}
