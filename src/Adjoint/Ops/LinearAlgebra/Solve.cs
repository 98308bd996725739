namespace Adjoint.Ops;

/// <summary>A⁻¹·B for regular matrices.</summary>
internal sealed record Solve : MatrixOp
{
    internal static readonly Solve Op = new();

    public override OpFacts Facts => OpFacts.Function("solve");

    public override Keep Keeps => Keep.Input(0) | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Matrices.System(this, x);

    public override void Pull(Pullback p)
    {
        Tensor g = Engine.Apply(this, p.Input(0).Transpose(), p.Gradient());
        p.Give(1, g);
        if (p.Wants(0)) p.Give(0, -g.MatMul(p.Output().Transpose()));
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        Move(x[1], y[0]);
        (int count, int n, int columns) = Sizes(y[0]);
        var found = new int[count];
        fixed (double* a = &x[0].Reference<double>(), b = &y[0].Reference<double>()) Run(a, b, count, n, columns, found);
        Check(found, y[0], Inverse.Singular);
    }

    internal static unsafe void Run(double* a, double* b, int count, int n, int columns, int[] found)
    {
        MatrixBatch.For(count, ((double)n * n * n / 3) + ((double)n * n * columns), i =>
        {
            Span<int> pivots = n <= 256 ? stackalloc int[n] : new int[n];
            fixed (int* at = pivots)
            {
                double* lu = a + ((nint)i * n * n);
                found[i] = LuFactorization.Run(lu, n, n, at);
                if (found[i] == 0) LuFactorization.Solve(lu, n, at, b + ((nint)i * n * columns), columns);
            }
        });
    }
}
