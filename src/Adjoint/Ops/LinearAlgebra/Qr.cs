namespace Adjoint.Ops;

/// <summary>A = Q·R with orthonormal columns of Q and an upper triangular R.</summary>
/// <param name="Complete">Whether Q is square and R as large as A, instead of only what the product needs.</param>
internal sealed record Qr(bool Complete) : MatrixOp
{
    public override OpFacts Facts => OpFacts.Function("qr");

    public override Keep Keeps => Keep.Result(0) | Keep.Result(1);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.One(this, x);
        (int m, int n) = (a.Shape[^2], a.Shape[^1]);
        int columns = Complete ? m : Math.Min(m, n);
        return new Specs(Matrices.Sized(a, m, columns), Matrices.Sized(a, columns, n));
    }

    public override void Pull(Pullback p)
    {
        if (!p.Wants(0)) return;
        (Tensor q, Tensor r) = (p.Output(0), p.Output(1));
        (int m, int n) = (q.Shape[^2], r.Shape[^1]);
        if (Complete && m > n)
            throw new GraphException(
                $"Qr: with mode \"complete\" there is no derivative for matrices with more rows than columns ({m} x {n}), since the "
                + "columns of Q beyond the first are any that fit. Use \"reduced\".");
        (Tensor gq, Tensor gr) = (p.Gradient(0), p.Gradient(1));
        if (m >= n)
        {
            p.Give(0, Tall(q, r, gq, gr));
            return;
        }

        // The first columns are A₁ = Q·R₁, the others R₂ = Qᵀ·A₂.
        (Tensor r1, Tensor r2) = (r.Narrow(-1, 0, m), r.Narrow(-1, m, n - m));
        (Tensor g1, Tensor g2) = (gr.Narrow(-1, 0, m), gr.Narrow(-1, m, n - m));
        Tensor first = Tall(q, r1, gq + q.MatMul(r2).MatMul(g2.Transpose()), g1);
        p.Give(0, Tensor.Concat([first, q.MatMul(g2)], -1));
    }

    // Walter and Lehmann, Algorithmic differentiation of linear algebra functions (2010).
    private static Tensor Tall(Tensor q, Tensor r, Tensor gq, Tensor gr)
    {
        Tensor m = r.MatMul(gr.Transpose()) - gq.Transpose().MatMul(q);
        Tensor symmetric = m.Tril() + m.Tril(-1).Transpose();
        return Matrices.SolveRight(gq + q.MatMul(symmetric), r.Transpose(), false);
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        (int count, int m, int n) = Sizes(x[0]);
        fixed (double* a = &x[0].Reference<double>(), q = &y[0].Reference<double>(), r = &y[1].Reference<double>())
            Run(a, q, r, count, m, n, y[0].Shape[^1]);
    }

    private static unsafe void Run(double* a, double* q, double* r, int count, int m, int n, int columns)
    {
        int steps = Math.Min(m, n);
        MatrixBatch.For(count, 2.0 * m * n * steps, i =>
        {
            double* matrix = a + ((nint)i * m * n);
            double* upper = r + ((nint)i * columns * n);
            Span<double> factors = steps <= 128 ? stackalloc double[steps + 1] : new double[steps];
            fixed (double* tau = factors)
            {
                QrFactorization.Factor(matrix, m, n, tau);
                for (int row = 0; row < columns; row++)
                    for (int column = 0; column < n; column++)
                        upper[((nint)row * n) + column] = column < row ? 0 : matrix[((nint)row * n) + column];
                QrFactorization.FormQ(matrix, m, n, tau, steps, q + ((nint)i * m * columns), columns);
            }
        });
    }
}
