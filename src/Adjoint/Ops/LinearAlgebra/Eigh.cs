namespace Adjoint.Ops;

/// <summary>Eigenvalues of symmetric matrices, ascending, and orthonormal eigenvectors as columns.</summary>
/// <param name="Upper">Whether the upper triangle is read instead of the lower.</param>
/// <param name="Vectors">Whether the eigenvectors are wanted, as the second result.</param>
internal sealed record Eigh(bool Upper, bool Vectors) : MatrixOp
{
    private const string Repeated =
        "two eigenvalues are equal to rounding, so the eigenvectors have no derivative. Use Eigvalsh if only the eigenvalues matter, "
        + "MatrixExp, MatrixPower or Pinv for functions of the matrix, or separate the eigenvalues";

    public override OpFacts Facts => OpFacts.Function("eigh");

    public override Keep Keeps => Vectors ? Keep.Result(0) | Keep.Result(1) : Keep.Input(0);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.Square(this, x);
        Spec values = Matrices.Sized(a, a.Shape[^1]);
        return Vectors ? new Specs(values, a) : values;
    }

    // Giles, Collected matrix derivative results for forward and reverse mode algorithmic differentiation (2008).
    public override void Pull(Pullback p)
    {
        if (!p.Wants(0)) return;
        Tensor v = Vectors ? p.Output(1) : Engine.ApplyAll(this with { Vectors = true }, p.Input(0))[1];
        Tensor? scaled = p.HasGradient(0) ? v * p.Gradient(0).Unsqueeze(-2) : null;
        if (Vectors && p.HasGradient(1))
        {
            Tensor values = p.Output(0);
            int n = v.Shape[^1];
            Tensor diagonal = Tensor.Eye(n, dtype: DType.Bool);
            Tensor turn = v.Transpose().MatMul(p.Gradient(1)).MaskedFill(diagonal, 0);
            Tensor gap = values.Unsqueeze(-2) - values.Unsqueeze(-1);
            Tensor used = GapQuotient.Used(p.Gradient(1), -2).MaskedFill(diagonal, 0);
            Tensor quotient = GapQuotient.Of("Eigh", Repeated, turn, gap, Tolerance(values), used);
            Tensor vectors = v.MatMul(quotient);
            scaled = scaled is null ? vectors : scaled + vectors;
        }

        if (scaled is not null) p.Give(0, scaled.MatMul(v.Transpose()));
    }

    /// <summary>What rounding leaves of a gap that is zero, for each matrix [.., 1, 1].</summary>
    internal static Tensor Tolerance(Tensor values)
    {
        int n = values.Shape[^1];
        if (n == 0) return Tensor.Zeros([.. values.Shape.Span[..^1], 1, 1], values.DType);
        Tensor size = values.Detach().Abs().Amax([-1], true);
        // Computed in float64; float32 is rounded once.
        double rounding = values.DType == DType.Float64 ? n * Matrices.Epsilon(DType.Float64) : 2 * Matrices.Epsilon(DType.Float32);
        return (size * rounding).Unsqueeze(-1);
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        (int count, int n, _) = Sizes(x[0]);
        CheckTriangle(x[0]);
        var found = new int[count];
        Tensor work = Tensor.Allocate(DType.Float64, [count, SymmetricEigen.WorkSize(n)]);
        Tensor? rows = Vectors ? Tensor.Allocate(DType.Float64, x[0].Shape) : null;
        fixed (double* a = &x[0].Reference<double>(), values = &y[0].Reference<double>(), memory = &work.Reference<double>())
        fixed (double* z = &Tensor.ReadOnlyOrNull<double>(rows))
        fixed (double* vectors = &Tensor.ReadOnlyOrNull<double>(Vectors ? y[1] : null))
            Run(a, values, z, vectors, memory, count, n, found);
        GC.KeepAlive(work);
        GC.KeepAlive(rows);
        Check(found, x[0], NotConverged);
    }

    /// <summary>The triangle that is read is the lower one, all else zero, so that nothing else counts as not finite.</summary>
    private unsafe void CheckTriangle(Tensor x)
    {
        (int count, int n, _) = Sizes(x);
        fixed (double* a = &x.Reference<double>())
        {
            for (int i = 0; i < count; i++)
            {
                double* matrix = a + ((nint)i * n * n);
                for (int row = 0; row < n; row++)
                {
                    for (int column = row + 1; column < n; column++)
                    {
                        double* above = matrix + ((nint)row * n) + column;
                        if (Upper) matrix[((nint)column * n) + row] = *above;
                        *above = 0;
                    }
                }
            }
        }

        CheckFinite(x);
    }

    internal static unsafe void Run(
        double* a, double* values, double* z, double* vectors, double* memory, int count, int n, int[] found)
    {
        MatrixBatch.For(count, 9.0 * n * n * n, i =>
        {
            nint start = (nint)i * n * n;
            double* rows = z == null ? null : z + start;
            double* work = memory + ((nint)i * SymmetricEigen.WorkSize(n));
            if (!SymmetricEigen.Run(a + start, n, values + ((nint)i * n), rows, work)) found[i] = 1;
            else if (rows != null) Row.Transpose(rows, n, n, vectors + start);
        });
    }
}
