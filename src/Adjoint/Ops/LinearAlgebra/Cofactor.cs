namespace Adjoint.Ops;

/// <summary>The gradient of the determinant: det(A)·A⁻ᵀ, continued to singular matrices by way of singular values.</summary>
internal sealed record Cofactor : MatrixOp
{
    /// <summary>How small a pivot may be beside the largest before singular values are taken.</summary>
    private const double LeastPivot = 1e-8;

    internal static readonly Cofactor Op = new();

    public override OpFacts Facts => OpFacts.Function("cofactor");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Matrices.Square(this, x);

    public override void Pull(Pullback p)
    {
        if (p.Wants(0)) p.Give(0, Engine.Apply(CofactorSlope.Op, p.Input(0), p.Gradient()));
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        CheckFinite(x[0]);
        (int count, int n, _) = Sizes(x[0]);
        var found = new int[count];
        fixed (double* a = &x[0].Reference<double>(), to = &y[0].Reference<double>()) Run(a, to, count, n, found);
        Check(found, x[0], NotConverged);
    }

    private static unsafe void Run(double* a, double* to, int count, int n, int[] found) => MatrixBatch.For(
        count, 3.0 * n * n * n, i =>
        {
            nint start = (nint)i * n * n;
            if (!TryRegular(a + start, n, to + start)) found[i] = Singular(a + start, n, to + start);
        });

    /// <summary>det(A)·A⁻ᵀ, unless the pivots are too different for the inverse to be exact.</summary>
    private static unsafe bool TryRegular(double* a, int n, double* to)
    {
        var factors = new double[n * n];
        var inverse = new double[n * n];
        var exchanged = new int[n];
        fixed (double* lu = factors, x = inverse)
        fixed (int* pivots = exchanged)
        {
            new ReadOnlySpan<double>(a, n * n).CopyTo(factors);
            LuFactorization.Run(lu, n, n, pivots);
            (double least, double most, double determinant) = (double.PositiveInfinity, 0, 1);
            for (int k = 0; k < n; k++)
            {
                double pivot = lu[((nint)k * n) + k];
                (least, most) = (Math.Min(least, Math.Abs(pivot)), Math.Max(most, Math.Abs(pivot)));
                determinant *= pivots[k] == k ? pivot : -pivot;
            }

            if (!(least > most * LeastPivot)) return false;
            Row.Identity(x, n, n);
            LuFactorization.Solve(lu, n, pivots, x, n);
            Row.Transpose(x, n, n, to);
            for (int k = 0; k < n * n; k++) to[k] *= determinant;
            return true;
        }
    }

    /// <summary>U·diag(products of all other singular values)·Vᵀ, times the sign of det U · det V.</summary>
    /// <returns>0, or 1 where the singular values did not converge.</returns>
    private static unsafe int Singular(double* a, int n, double* to)
    {
        var parts = new SingularParts(a, n);
        double[] u = parts.U;
        for (int k = 0; k < n; k++)
        {
            double factor = parts.Sign * parts.ProductWithout(k, k);
            for (int row = 0; row < n; row++) u[(row * n) + k] *= factor;
        }

        fixed (double* left = u, right = parts.Vh) Gemm.Multiply(n, n, n, left, n, 1, right, n, 1, to, n, false);
        return parts.Converged ? 0 : 1;
    }
}

/// <summary>
/// The second derivative of the determinant along G: det(A)·(tr(A⁻¹·G)·A⁻ᵀ − A⁻ᵀ·Gᵀ·A⁻ᵀ), continued to singular matrices.
/// </summary>
internal sealed record CofactorSlope : FusedOp
{
    internal static readonly CofactorSlope Op = new();

    public override OpFacts Facts => OpFacts.Function("cofactor_slope");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.Square(this, x, 2);
        Expect.Alike(this, x);
        return a;
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor t = Engine.Apply(Inverse.Op, x[0]).Transpose();
        Tensor trace = (t * x[1]).Sum([-2, -1], true);
        Tensor determinant = Engine.Apply(Determinant.Op, x[0]).Unsqueeze(-1).Unsqueeze(-1);
        return [determinant * ((trace * t) - t.MatMul(x[1].Transpose()).MatMul(t))];
    }

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => new DoubleKernel(Name, x, Compute);

    private static unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        int n = x[0].Shape[^1];
        int count = Matrices.Batch(x[0].Shape).Numel;
        fixed (double* a = &x[0].Reference<double>(), g = &x[1].Reference<double>(), to = &y[0].Reference<double>())
            Run(a, g, to, count, n);
    }

    private static unsafe void Run(double* a, double* g, double* to, int count, int n) => MatrixBatch.For(
        count, 25.0 * n * n * n, i =>
        {
            nint start = (nint)i * n * n;
            var parts = new SingularParts(a + start, n);
            var middle = new double[n * n];
            var buffer = new double[n * n];
            fixed (double* u = parts.U, vh = parts.Vh, m = middle, t = buffer)
            {
                Gemm.Multiply(n, n, n, u, 1, n, g + start, n, 1, t, n, false);
                Gemm.Multiply(n, n, n, t, n, 1, vh, 1, n, m, n, false);
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < n; k++)
                    {
                        if (k == j) continue;
                        double product = parts.Sign * parts.ProductWithout(j, k);
                        sum += m[(k * n) + k] * product;
                        t[(j * n) + k] = -m[(k * n) + j] * product;
                    }

                    t[(j * n) + j] = sum;
                }

                Gemm.Multiply(n, n, n, u, n, 1, t, n, 1, m, n, false);
                Gemm.Multiply(n, n, n, m, n, 1, vh, n, 1, to + start, n, false);
            }
        });
}

/// <summary>The singular value decomposition of one square matrix, with the sign of det U · det V.</summary>
internal sealed unsafe class SingularParts
{
    private readonly double[] s;

    /// <param name="a">The matrix; destroyed.</param>
    /// <param name="n">Its size.</param>
    public SingularParts(double* a, int n)
    {
        s = new double[n];
        U = new double[n * n];
        Vh = new double[n * n];
        var memory = new double[SingularValues.WorkSize(n, n, n)];
        fixed (double* values = s, u = U, vh = Vh, work = memory)
        {
            Converged = SingularValues.Run(a, n, n, values, u, n, vh, work);
            Sign = SignOf(u, n, work) * SignOf(vh, n, work);
        }
    }

    public bool Converged { get; }

    public double[] U { get; }

    public double[] Vh { get; }

    public double Sign { get; }

    /// <summary>The product of the singular values other than two, or than one.</summary>
    public double ProductWithout(int i, int j)
    {
        double product = 1;
        for (int k = 0; k < s.Length; k++)
            if (k != i && k != j) product *= s[k];
        return product;
    }

    private static double SignOf(double* orthogonal, int n, double* work)
    {
        new ReadOnlySpan<double>(orthogonal, n * n).CopyTo(new Span<double>(work, n * n));
        double determinant;
        Determinant.Run(work, &determinant, null, 1, n);
        return Math.Sign(determinant);
    }
}
