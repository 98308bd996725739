namespace Adjoint.Ops;

/// <summary>
/// A numerator by a gap between eigenvalues or singular values. Where the gap is not above the tolerance, the vectors have no derivative:
/// that is an error, unless nothing uses them, as zeros in the last input tell; then it is 0.
/// </summary>
/// <param name="Operation">Whose derivative it is, as users call it.</param>
/// <param name="Cause">What a vanishing gap says of the matrix, and what to do.</param>
internal sealed record GapQuotient(string Operation, string Cause) : Op
{
    public override OpFacts Facts => OpFacts.Function("gap_quotient");

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    /// <summary>The quotient, with broadcasting to the numerator's shape.</summary>
    public static Tensor Of(string operation, string cause, Tensor numerator, Tensor gap, Tensor tolerance, Tensor used)
    {
        Shape shape = numerator.Shape;
        return Engine.Apply(
            new GapQuotient(operation, cause), numerator, gap.ExpandTo(shape), tolerance.ExpandTo(shape), used.ExpandTo(shape));
    }

    /// <summary>Zeros for the vectors, along an axis, to which no gradient comes; without that axis's extent.</summary>
    public static Tensor Used(Tensor gradient, int axis) => gradient.Detach().Abs().Sum([axis], true);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 4);
        Expect.Alike(this, x);
        return x[0];
    }

    public override void Pull(Pullback p)
    {
        if (!p.Wants(0) && !p.Wants(1)) return;
        Tensor quotient = Engine.Apply(this, p.Gradient(), p.Input(1), p.Input(2), p.Input(3));
        p.Give(0, quotient);
        if (p.Wants(1)) p.Give(1, -(quotient * p.Output()));
    }

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(new Division(this), x[0].DType);

    private sealed record Division(GapQuotient Op) : IRealOp
    {
        public string Name => Op.Operation;

        public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
        {
            Tensor[] rows = [x[0].Contiguous(), x[1].Contiguous(), x[2].Contiguous(), x[3].Contiguous()];
            ReadOnlySpan<T> numerator = rows[0].Span<T>();
            ReadOnlySpan<T> gap = rows[1].Span<T>();
            ReadOnlySpan<T> tolerance = rows[2].Span<T>();
            ReadOnlySpan<T> used = rows[3].Span<T>();
            Span<T> to = y[0].Span<T>();
            for (int i = 0; i < to.Length; i++)
            {
                if (T.Abs(gap[i]) > tolerance[i] || T.IsNaN(gap[i])) to[i] = numerator[i] / gap[i];
                else if (used[i] == T.Zero) to[i] = T.Zero;
                else throw Refusal(x[0].Shape, i);
            }

            GC.KeepAlive(rows);
        }

        private LinalgException Refusal(Shape shape, int i)
        {
            (int row, int column) = (i / shape[^1] % shape[^2], i % shape[^1]);
            string what = $"{Op.Cause} (at {row} and {column}).";
            return LinalgException.At(Op.Operation, Matrices.Batch(shape), i / (shape[^1] * shape[^2]), what);
        }
    }
}
