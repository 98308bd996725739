namespace Adjoint.Ops;

/// <summary>Products of matrices of integers, in their type: [batch…, m, k] · [batch…, k, n] → [batch…, m, n].</summary>
internal sealed record IntegerMatMul : NondifferentiableOp, INumberOp
{
    internal static readonly IntegerMatMul Op = new();

    public override string Name => "MatMul";

    public override OpFacts Facts => MatMul.Op.Facts;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.SameType(this, x[0], x[1]);
        return new Spec(x[0].DType, MatMul.ShapeOf(x[0].Shape, x[1].Shape));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => MatMul.Op.Reach(call, input, of);

    public override Work? Work(Call call) => MatMul.Op.Work(call);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor a = x[0].Contiguous(), b = x[1].Contiguous(), result = y[0];
        if (result.Numel == 0) return;
        (int m, int k, int n) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        fixed (T* pa = &a.ReadOnly<T>(), pb = &b.ReadOnly<T>(), pc = &result.Reference<T>())
            IntegerProduct.Run(result.Numel / (m * n), m, n, k, pa, pb, pc);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }
}
