namespace Adjoint.Ops;

/// <summary>
/// The shortest X with the least |A·X − B|, the rank of each matrix (int64), and its singular values; those not above Relative · the
/// largest count as zero.
/// </summary>
/// <param name="Relative">The tolerance.</param>
internal sealed record LeastSquares(double Relative) : MatrixOp
{
    public override string Name => "Lstsq";

    public override OpFacts Facts => OpFacts.Function("lstsq");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.One(this, x, 2);
        Matrices.Fits(this, a, x[1]);
        (int m, int n) = (a.Shape[^2], a.Shape[^1]);
        return new Specs(
            Matrices.Sized(a, n, x[1].Shape[^1]), new Spec(DType.Int64, Matrices.Batch(a.Shape)), Matrices.Sized(a, Math.Min(m, n)));
    }

    public override void Pull(Pullback p)
    {
        Tensor a = p.Input(0);
        if (p.HasGradient(2) && p.Wants(0))
        {
            Tensor[] parts = Engine.ApplyAll(new Svd(false, true), a);
            p.Give(0, (parts[0] * p.Gradient(2).Unsqueeze(-2)).MatMul(parts[2]));
        }

        if (!p.HasGradient(0)) return;
        Tensor inverse = Engine.Apply(new PseudoInverse(0, Relative), a);
        Tensor g = p.Gradient();
        if (p.Wants(1)) p.Give(1, inverse.Transpose().MatMul(g));
        if (p.Wants(0)) p.Give(0, PseudoInverse.Pulled(a, inverse, g.MatMul(p.Input(1).Transpose())));
    }

    private protected override void Compute(Tensor[] x, Tensor[] y) => Run(this, x[0], x[1], 0, Relative, y[0], y[1], y[2]);

    /// <summary>V·S⁺·Uᵀ, times B if there is one.</summary>
    internal static unsafe void Run(
        Op op, Tensor a, Tensor? b, double absolute, double relative, Tensor y, Tensor? ranks, Tensor? values)
    {
        Shape batch = Matrices.Batch(a.Shape);
        (int count, int m, int n) = (batch.Numel, a.Shape[^2], a.Shape[^1]);
        int k = Math.Min(m, n);
        Tensor[] parts = [.. new Svd(false, true).Infer([a.Spec]).All!.Select(Tensor.Allocate)];
        try
        {
            new Svd(false, true).Bind([a.Spec]).Run([a], parts);
        }
        catch (LinalgException e)
        {
            throw new LinalgException(op.Name + e.Message["Svd".Length..]);
        }

        int columns = b is null ? m : b.Shape[^1];
        Tensor products = Tensor.Allocate(DType.Float64, [count, k, columns]);
        fixed (double* u = &parts[0].Reference<double>(), s = &parts[1].Reference<double>(), vh = &parts[2].Reference<double>())
        fixed (double* right = &Tensor.ReadOnlyOrNull<double>(b), x = &y.Reference<double>(), product = &products.Reference<double>())
        {
            if (b is not null)
            {
                Gemm.MultiplyBatch(
                    count, k, columns, m, u, m * k, 1, k, right, m * columns, columns, 1, product, k * columns, columns, false);
            }

            for (int i = 0; i < count; i++)
            {
                double* sizes = s + ((nint)i * k);
                double* rows = product + ((nint)i * k * columns);
                double* left = u + ((nint)i * m * k);
                double tolerance = k == 0 ? 0 : Math.Max(absolute, relative * sizes[0]);
                int rank = 0;
                for (int j = 0; j < k; j++)
                {
                    bool counts = sizes[j] > tolerance;
                    if (counts) rank++;
                    for (int c = 0; c < columns; c++)
                    {
                        double value = b is null ? left[((nint)c * k) + j] : rows[((nint)j * columns) + c];
                        rows[((nint)j * columns) + c] = counts ? value / sizes[j] : 0;
                    }
                }

                if (ranks is not null) ranks.Span<long>()[i] = rank;
            }

            Gemm.MultiplyBatch(count, n, columns, k, vh, k * n, 1, n, product, k * columns, columns, 1, x, n * columns, columns, false);
        }

        if (values is not null) Move(parts[1], values);
        GC.KeepAlive(parts);
        GC.KeepAlive(products);
    }
}
