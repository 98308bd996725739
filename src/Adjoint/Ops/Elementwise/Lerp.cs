namespace Adjoint.Ops;

/// <summary>a + w·(b − a) of three tensors of one shape and type, from the nearer end, so that both ends are exact.</summary>
internal sealed record Lerp : FusedOp, IRealOp
{
    internal static readonly Lerp Op = new();

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 3);
        Expect.Alike(this, x);
        return x[0];
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [x[0] + (x[2] * (x[1] - x[0]))];

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        PointwiseRun.Ternary<T, T, Map<T>>(x[0], x[1], x[2], y[0], default);

    private readonly struct Map<T> : IRowMap<T, T, T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        void IRowMap<T, T, T, T>.Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        {
            T half = T.One / (T.One + T.One);
            for (int i = 0; i < y.Length; i++)
            {
                T difference = b[i] - a[i];
                y[i] = T.Abs(c[i]) < half ? a[i] + (c[i] * difference) : b[i] - (difference * (T.One - c[i]));
            }
        }
    }
}
