namespace Adjoint.Ops;

/// <summary>A number of Poisson's distribution for each rate, from 64 random bits each; both of one shape.</summary>
internal sealed record PoissonSample : NondifferentiableOp, IRealOp
{
    internal static readonly PoissonSample Op = new();

    public override string Name => "Poisson";

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Real(this, x[0]);
        Expect.Indices(this, x[1]);
        if (x[0].Shape != x[1].Shape) throw new ShapeException($"Poisson: {x[0].Shape} and {x[1].Shape} differ.");
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!x[0].Detach().GreaterEqual(0).All())
            throw new AdjointException("Poisson: a rate is negative or NaN; rates are the means of the numbers drawn, from 0 on.");
        PointwiseRun.Ternary<long, T, Map<T>>(x[1], x[0], x[0], y[0], default);
    }

    private readonly struct Map<T> : IRowMap<long, T, T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        void IRowMap<long, T, T, T>.Map(ReadOnlySpan<long> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = T.CreateTruncating(PoissonSampler.Draw(double.CreateTruncating(b[i]), (ulong)a[i]));
        }
    }
}
