namespace Adjoint.Ops;

/// <summary>e to the power of square matrices.</summary>
internal sealed record MatrixExp : MatrixOp
{
    internal static readonly MatrixExp Op = new();

    public override OpFacts Facts => OpFacts.Function("matrix_exp");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Matrices.Square(this, x);

    // The block beside the diagonal of exp([Aᵀ G; 0 Aᵀ]) is the derivative along G (Mathias, 1996).
    public override void Pull(Pullback p)
    {
        if (!p.Wants(0)) return;
        Tensor t = p.Input(0).Transpose();
        int n = t.Shape[^1];
        Tensor upper = Tensor.Concat([t, p.Gradient()], -1);
        Tensor lower = Tensor.Concat([Tensor.Zeros(t.Shape, t.DType), t], -1);
        Tensor whole = Engine.Apply(this, Tensor.Concat([upper, lower], -2));
        p.Give(0, whole.Narrow(-2, 0, n).Narrow(-1, n, n));
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        (int count, int n, _) = Sizes(x[0]);
        Tensor work = Tensor.Allocate(DType.Float64, [count, checked((int)MatrixExponential.WorkSize(n))]);
        fixed (double* a = &x[0].Reference<double>(), to = &y[0].Reference<double>(), memory = &work.Reference<double>())
            Run(a, to, memory, count, n);
        GC.KeepAlive(work);
    }

    private static unsafe void Run(double* a, double* to, double* memory, int count, int n) => MatrixBatch.For(
        count, 20.0 * n * n * n, i =>
        {
            nint start = (nint)i * n * n;
            Span<int> pivots = n <= 256 ? stackalloc int[n] : new int[n];
            fixed (int* at = pivots)
                MatrixExponential.Run(a + start, n, to + start, memory + (nint)(i * MatrixExponential.WorkSize(n)), at);
        });
}
