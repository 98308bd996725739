namespace Adjoint.Ops;

/// <summary>The e for which |x| is from 2ᵉ⁻¹ up to 2ᵉ; int32, and 0 for 0, infinities and NaN.</summary>
internal sealed record BinaryExponent : NondifferentiableOp, IRealOp
{
    internal static readonly BinaryExponent Op = new();

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Real(this, x) with { DType = DType.Int32 };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        PointwiseRun.Unary<T, int, Map<T>>(x[0], y[0], default);

    private readonly struct Map<T> : IRowMap<T, byte, byte, int> where T : unmanaged, IFloatingPointIeee754<T>
    {
        void IRowMap<T, byte, byte, int>.Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<int> y)
        {
            for (int i = 0; i < y.Length; i++) y[i] = a[i] == T.Zero || !T.IsFinite(a[i]) ? 0 : T.ILogB(a[i]) + 1;
        }
    }
}
