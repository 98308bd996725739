namespace Adjoint.Ops;

/// <summary>
/// P·A = L·U in one matrix, the row exchanged at each step (int32, from 1 as in LAPACK), and for each row of P·A which row of A it is
/// (int64).
/// </summary>
internal sealed record LuFactor : MatrixOp
{
    internal static readonly LuFactor Op = new();

    public override OpFacts Facts => OpFacts.Function("lu");

    public override Keep Keeps => Keep.Result(0) | Keep.Result(2);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.One(this, x);
        int steps = Math.Min(a.Shape[^1], a.Shape[^2]);
        return new Specs(
            a, Matrices.Sized(a, steps) with { DType = DType.Int32 }, Matrices.Sized(a, a.Shape[^2]) with { DType = DType.Int64 });
    }

    public override void Pull(Pullback p)
    {
        if (!p.Wants(0) || !p.HasGradient(0)) return;
        Tensor lu = p.Output();
        Tensor g = p.Gradient();
        (int m, int n) = (lu.Shape[^2], lu.Shape[^1]);
        int k = Math.Min(m, n);
        Tensor square = lu.Narrow(-2, 0, k).Narrow(-1, 0, k);
        Tensor l = square.Tril(-1) + Matrices.Eye(square);
        Tensor u = square.Triu();
        Tensor first = g.Narrow(-2, 0, k).Narrow(-1, 0, k);
        (Tensor gl, Tensor gu) = (first.Tril(-1), first.Triu());
        Tensor? beside = null;
        if (m > n)
        {
            // The rows below are A₂ = L₂·U.
            beside = Matrices.SolveRight(g.Narrow(-2, n, m - n), u.Transpose(), false);
            gu -= lu.Narrow(-2, n, m - n).Transpose().MatMul(beside);
        }
        else if (n > m)
        {
            // The columns to the right are A₂ = L·U₂.
            beside = Matrices.Solve(l.Transpose(), g.Narrow(-1, m, n - m), true, true);
            gl -= beside.MatMul(lu.Narrow(-1, m, n - m).Transpose());
        }

        Tensor middle = l.Transpose().MatMul(gl).Tril(-1) + gu.MatMul(u.Transpose()).Triu();
        Tensor pulled = Matrices.Solve(l.Transpose(), Matrices.SolveRight(middle, u.Transpose(), false), true, true);
        if (beside is not null) pulled = Tensor.Concat([pulled, beside], m > n ? -2 : -1);
        p.Give(0, Unpermute(pulled, p.Output(2)));
    }

    /// <summary>Rows back to where the permutation took them from: P·X.</summary>
    internal static Tensor Unpermute(Tensor x, Tensor rows) =>
        Engine.Apply(new ScatterAdd(x.Rank - 2, x.Shape), x, rows.Unsqueeze(-1).ExpandTo(x.Shape));

    /// <summary>Rows in the order of the permutation: Pᵀ·X.</summary>
    internal static Tensor Permute(Tensor x, Tensor rows) => x.Gather(-2, rows.Unsqueeze(-1).ExpandTo(x.Shape));

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        Move(x[0], y[0]);
        (int count, int m, int n) = Sizes(y[0]);
        fixed (double* a = &y[0].Reference<double>())
        fixed (int* pivots = &y[1].Reference<int>())
        fixed (long* rows = &y[2].Reference<long>())
            Run(a, pivots, rows, count, m, n);
    }

    private static unsafe void Run(double* a, int* pivots, long* rows, int count, int m, int n)
    {
        int steps = Math.Min(m, n);
        MatrixBatch.For(count, (double)m * n * steps / 2, i =>
        {
            int* at = pivots + ((nint)i * steps);
            LuFactorization.Run(a + ((nint)i * m * n), m, n, at);
            for (int k = 0; k < steps; k++) at[k]++;
            PivotRows.Follow(at, steps, rows + ((nint)i * m), m);
        });
    }
}

/// <summary>For each row of P·A which row of A it is, from the exchanges of LuFactor; integers.</summary>
/// <param name="Size">Number of rows.</param>
internal sealed record PivotRows(int Size) : NondifferentiableOp
{
    public override OpFacts Facts => OpFacts.Function("rows_of_pivots");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        if (x[0].DType != DType.Int32) throw new DTypeException($"LuSolve: pivots are int32, not {x[0].DType.Name()}.");
        if (x[0].Rank == 0 || x[0].Shape[^1] > Size)
            throw new ShapeException($"LuSolve: pivots of shape {x[0].Shape} do not fit matrices with {Size} rows.");
        return new Spec(DType.Int64, [.. x[0].Shape.Span[..^1], Size]);
    }

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private unsafe void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        Tensor pivots = x[0].Contiguous();
        int steps = pivots.Shape[^1];
        int count = y[0].Numel / Math.Max(1, Size);
        fixed (int* at = &pivots.ReadOnly<int>())
        fixed (long* rows = &y[0].Reference<long>())
        {
            for (int i = 0; i < count; i++)
            {
                for (int k = 0; k < steps; k++)
                {
                    if (at[((nint)i * steps) + k] > Size || at[((nint)i * steps) + k] < 1)
                        throw new LinalgException($"LuSolve: pivot {at[((nint)i * steps) + k]} is not from 1 to {Size}.");
                }

                Follow(at + ((nint)i * steps), steps, rows + ((nint)i * Size), Size);
            }
        }

        GC.KeepAlive(pivots);
    }

    /// <summary>Exchanges rows 0 to size − 1 as the pivots say.</summary>
    internal static unsafe void Follow(int* pivots, int steps, long* rows, int size)
    {
        for (int k = 0; k < size; k++) rows[k] = k;
        for (int k = 0; k < steps; k++) (rows[k], rows[pivots[k] - 1]) = (rows[pivots[k] - 1], rows[k]);
    }
}
