namespace Adjoint.Ops;

/// <summary>The determinants of square matrices. Smooth everywhere, also at singular ones.</summary>
internal sealed record Determinant : MatrixOp
{
    internal static readonly Determinant Op = new();

    public override string Name => "Det";

    public override OpFacts Facts => OpFacts.Function("det");

    public override Keep Keeps => Keep.Input(0);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.Square(this, x);
        return a with { Shape = Matrices.Batch(a.Shape) };
    }

    public override void Pull(Pullback p)
    {
        if (p.Wants(0)) p.Give(0, p.Gradient().Unsqueeze(-1).Unsqueeze(-1) * Engine.Apply(Cofactor.Op, p.Input(0)));
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        (int count, int n, _) = Sizes(x[0]);
        fixed (double* a = &x[0].Reference<double>(), to = &y[0].Reference<double>()) Run(a, to, null, count, n);
    }

    /// <summary>The determinant, or its sign and the logarithm of its size.</summary>
    internal static unsafe void Run(double* a, double* to, double* logarithms, int count, int n) => MatrixBatch.For(
        count, (double)n * n * n / 3, i =>
        {
            Span<int> pivots = n <= 256 ? stackalloc int[n] : new int[n];
            double* lu = a + ((nint)i * n * n);
            (double sign, double logarithm) = (1, 0);
            fixed (int* at = pivots)
            {
                LuFactorization.Run(lu, n, n, at);
                for (int k = 0; k < n; k++)
                {
                    double pivot = at[k] == k ? lu[((nint)k * n) + k] : -lu[((nint)k * n) + k];
                    sign *= logarithms == null ? pivot : double.IsNaN(pivot) ? pivot : Math.Sign(pivot);
                    logarithm += Math.Log(Math.Abs(pivot));
                }
            }

            to[i] = sign;
            if (logarithms != null) logarithms[i] = logarithm;
        });
}

/// <summary>The sign of each determinant, and the logarithm of its size.</summary>
internal sealed record Slogdet : MatrixOp
{
    internal static readonly Slogdet Op = new();

    public override OpFacts Facts => OpFacts.Function("slogdet");

    public override Keep Keeps => Keep.Input(0);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.Square(this, x);
        Spec number = a with { Shape = Matrices.Batch(a.Shape) };
        return new Specs(number, number);
    }

    public override void Pull(Pullback p)
    {
        if (!p.Wants(0) || !p.HasGradient(1)) return;
        p.Give(0, p.Gradient(1).Unsqueeze(-1).Unsqueeze(-1) * Engine.Apply(Inverse.Op, p.Input(0)).Transpose());
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        (int count, int n, _) = Sizes(x[0]);
        fixed (double* a = &x[0].Reference<double>(), signs = &y[0].Reference<double>(), logarithms = &y[1].Reference<double>())
            Determinant.Run(a, signs, logarithms, count, n);
    }
}
