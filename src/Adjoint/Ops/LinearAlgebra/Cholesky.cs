namespace Adjoint.Ops;

/// <summary>A = L·Lᵀ with a lower triangular L; the lower triangle of A is read.</summary>
internal sealed record Cholesky : MatrixOp
{
    internal static readonly Cholesky Op = new();

    public override OpFacts Facts => OpFacts.Function("cholesky");

    public override Keep Keeps => Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Matrices.Square(this, x);

    // Murray, Differentiation of the Cholesky decomposition (2016), with a symmetric gradient.
    public override void Pull(Pullback p)
    {
        if (!p.Wants(0)) return;
        Tensor l = p.Output();
        Tensor product = l.Transpose().MatMul(p.Gradient());
        Tensor half = (product.Tril() + product.Tril(-1)) * 0.5;
        Tensor g = Matrices.Solve(l.Transpose(), Matrices.SolveRight(half, l, false), true);
        p.Give(0, (g + g.Transpose()) * 0.5);
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        Move(x[0], y[0]);
        (int count, int n, _) = Sizes(y[0]);
        var found = new int[count];
        fixed (double* l = &y[0].Reference<double>()) Factor(l, count, n, found);
        Check(found, y[0], minor =>
            $"is not positive definite: its leading minor of order {minor} is not positive. "
            + "Symmetrize it, or add a small multiple of the identity.");
    }

    private static unsafe void Factor(double* l, int count, int n, int[] found) => MatrixBatch.For(
        count, (double)n * n * n / 3, i => found[i] = CholeskyFactorization.Run(l + ((nint)i * n * n), n));
}
