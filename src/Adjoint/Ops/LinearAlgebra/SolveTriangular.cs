namespace Adjoint.Ops;

/// <summary>A⁻¹·B for triangular matrices; the other triangle of A is not read.</summary>
/// <param name="Upper">Whether it is the upper triangle that is read.</param>
/// <param name="Unit">Whether the diagonal counts as ones, and is not read.</param>
internal sealed record SolveTriangular(bool Upper, bool Unit) : MatrixOp
{
    public override OpFacts Facts => OpFacts.Function("solve_triangular", Upper ? "upper" : "lower");

    public override Keep Keeps => Keep.Input(0) | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Matrices.System(this, x);

    public override void Pull(Pullback p)
    {
        Tensor g = Matrices.Solve(p.Input(0).Transpose(), p.Gradient(), !Upper, Unit);
        p.Give(1, g);
        if (!p.Wants(0)) return;
        Tensor product = -g.MatMul(p.Output().Transpose());
        p.Give(0, Upper ? product.Triu(Unit ? 1 : 0) : product.Tril(Unit ? -1 : 0));
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        Move(x[1], y[0]);
        (int count, int n, int columns) = Sizes(y[0]);
        var found = new int[count];
        fixed (double* a = &x[0].Reference<double>(), b = &y[0].Reference<double>()) Run(a, b, count, n, columns, found);
        Check(found, y[0], place => $"is singular: element {place - 1} of its diagonal is zero.");
    }

    private unsafe void Run(double* a, double* b, int count, int n, int columns, int[] found) => MatrixBatch.For(
        count, (double)n * n * columns / 2,
        i => found[i] = TriangularSolve.Run(a + ((nint)i * n * n), n, Upper, Unit, b + ((nint)i * n * columns), columns));
}
