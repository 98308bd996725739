namespace Adjoint.Ops;

/// <summary>x·Wᵀ + b, the linear layer: [n, in], [out, in], [out] → [n, out]. The product is added onto the bias in place.</summary>
internal sealed record Affine : FusedOp, IRealOp
{
    internal static readonly Affine Op = new();

    public override OpFacts Facts => OpFacts.Function("linear") with
    {
        Label = "Linear",
        Family = LayerFamily.Product,
        Factors = MatMul.FactorsOf,
        Everywhere = MatMul.SumOverAll,
    };

    public override Keep Keeps => Keep.Input(0) | Keep.Input(1);

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted & 3);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 3);
        Expect.Rank(this, x[0], 2, "the input [n, in]");
        Expect.Rank(this, x[1], 2, "the weight [out, in]");
        if (x[0].Shape[1] != x[1].Shape[1] || x[2].Rank != 1 || x[2].Shape[0] != x[1].Shape[0])
            throw new ShapeException(
                $"{Name}: an input {x[0].Shape}, a weight {x[1].Shape} and a bias {x[2].Shape} do not fit: they are [n, in], "
                + "[out, in] and [out].");
        return new Spec(x[0].DType, [x[0].Shape[0], x[1].Shape[0]]);
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [Engine.Apply(MatMul.Op, x[0], x[1].Transpose()) + x[2]];

    public override void Pull(Pullback p)
    {
        Tensor g = p.Gradient();
        if (p.Wants(0)) p.Give(0, Engine.Apply(MatMul.Op, g, p.Input(1)));
        if (p.Wants(1)) p.Give(1, Engine.Apply(MatMul.Op, g.Transpose(), p.Input(0)));
        if (p.Wants(2)) p.Give(2, Broadcasting.SumTo(g, [1, g.Shape[1]]).ReshapeTo([g.Shape[1]]));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => input switch
    {
        0 => [of[0], Extent.All(call[0].Shape[1])],
        1 => [of[1], Extent.All(call[0].Shape[1])],
        _ => [of[1]],
    };

    public override Work? Work(Call call) => new Work((long)call.Spec.Numel * call[0].Shape[1], call.Spec.Numel);

    // Gemm chooses its algorithm when it runs: by strides too, which no spec tells.
    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor rows, Tensor weight, Tensor bias, Tensor result) = (x[0], x[1], x[2], y[0]);
        (int m, int n, int k) = (result.Shape[0], result.Shape[1], rows.Shape[1]);
        if (result.Numel == 0) return;
        fixed (T* px = &rows.ReadOnly<T>())
        fixed (T* pw = &weight.ReadOnly<T>())
        fixed (T* pb = &bias.ReadOnly<T>())
        fixed (T* py = &result.Reference<T>())
        {
            nint step = bias.Stride(0);
            for (int j = 0; j < n; j++) py[j] = pb[j * step];
            var row = new ReadOnlySpan<T>(py, n);
            for (int i = 1; i < m; i++) row.CopyTo(new Span<T>(py + ((nint)i * n), n));
            Gemm.Multiply(m, n, k, px, rows.Stride(0), rows.Stride(1), pw, weight.Stride(1), weight.Stride(0), py, n, true);
        }

        GC.KeepAlive(rows);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }
}
