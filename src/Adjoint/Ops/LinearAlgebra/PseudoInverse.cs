namespace Adjoint.Ops;

/// <summary>Moore and Penrose's inverse: singular values that are not above max(Absolute, Relative · the largest) count as zero.</summary>
/// <param name="Absolute">The absolute tolerance.</param>
/// <param name="Relative">The tolerance relative to the largest singular value.</param>
internal sealed record PseudoInverse(double Absolute, double Relative) : MatrixOp
{
    public override string Name => "Pinv";

    public override OpFacts Facts => OpFacts.Function("pinv");

    public override Keep Keeps => Keep.Input(0) | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.One(this, x);
        return Matrices.Sized(a, a.Shape[^1], a.Shape[^2]);
    }

    public override void Pull(Pullback p)
    {
        if (p.Wants(0)) p.Give(0, Pulled(p.Input(0), p.Output(), p.Gradient()));
    }

    // Golub and Pereyra, The differentiation of pseudo-inverses (1973): where the rank stays.
    internal static Tensor Pulled(Tensor a, Tensor inverse, Tensor g)
    {
        Tensor t = inverse.Transpose();
        Tensor gt = g.Transpose();
        Tensor rows = gt.MatMul(inverse).MatMul(t);
        Tensor columns = t.MatMul(inverse).MatMul(gt);
        return rows - a.MatMul(inverse.MatMul(rows)) + columns - columns.MatMul(inverse).MatMul(a) - t.MatMul(g).MatMul(t);
    }

    private protected override void Compute(Tensor[] x, Tensor[] y) =>
        LeastSquares.Run(this, x[0], null, Absolute, Relative, y[0], null, null);
}
