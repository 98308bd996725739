namespace Adjoint.Ops;

/// <summary>The inverse of regular matrices.</summary>
/// <param name="OrInfinite">Whether a singular matrix gives infinities instead of an error.</param>
internal sealed record Inverse(bool OrInfinite) : MatrixOp
{
    internal static readonly Inverse Op = new(false);

    public override string Name => "Inv";

    public override OpFacts Facts => OpFacts.Function("inv");

    public override Keep Keeps => Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Matrices.Square(this, x);

    public override void Pull(Pullback p)
    {
        if (!p.Wants(0)) return;
        Tensor t = p.Output().Transpose();
        p.Give(0, -t.MatMul(p.Gradient()).MatMul(t));
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        (int count, int n, _) = Sizes(y[0]);
        var found = new int[count];
        fixed (double* a = &x[0].Reference<double>(), b = &y[0].Reference<double>())
        {
            for (int i = 0; i < count; i++) Row.Identity(b + ((nint)i * n * n), n, n);
            Solve.Run(a, b, count, n, n, found);
            if (!OrInfinite) Check(found, y[0], Singular);
            for (int i = 0; i < count; i++)
                if (found[i] != 0) new Span<double>(b + ((nint)i * n * n), n * n).Fill(double.PositiveInfinity);
        }
    }

    /// <summary>What to say of a pivot that is zero.</summary>
    internal static string Singular(int pivot) =>
        $"is singular: pivot {pivot - 1} of its LU factorization is zero. Use Lstsq or Pinv, or add a small multiple of the identity.";
}
