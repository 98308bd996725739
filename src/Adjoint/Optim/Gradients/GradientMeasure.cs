namespace Adjoint.Optim;

/// <summary>
/// The sizes of gradients as an operation, for captures. Inputs: the gradients. Results, in float64: for each gradient the sum of
/// squares and whether it is finite and zero (1 or 0), [n, 3]; and the factor by which clipping multiplies all of them.
/// </summary>
internal sealed record GradientMeasure(GradientClip? Clip) : Op
{
    private const int Columns = 3;

    public override Keep Keeps => Keep.Shapes;

    public override Specs Infer(ReadOnlySpan<Spec> x) => new(new Spec(DType.Float64, [x.Length, Columns]), new Spec(DType.Float64, []));

    public override void Pull(Pullback p) => throw new GraphException("GradientMeasure: sizes of gradients have no derivative.");

    public override Work? Work(Call call) => new(0, call.Inputs.ToArray().Sum(x => (long)x.Numel));

    /// <summary>The sizes in the first result.</summary>
    public static GradientSize[] Sizes(Tensor values) =>
        [.. values.ToArray<double>().Chunk(Columns).Select(own => new GradientSize(own[0], own[1] != 0, own[2] != 0))];

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        GradientStatistics statistics = GradientStatistics.Of(x);
        Span<double> sizes = y[0].Span<double>();
        for (int i = 0; i < x.Length; i++)
        {
            GradientSize size = statistics[i];
            (sizes[Columns * i], sizes[(Columns * i) + 1], sizes[(Columns * i) + 2]) =
                (size.SumOfSquares, size.IsFinite ? 1 : 0, size.IsZero ? 1 : 0);
        }

        y[1].Span<double>()[0] = Clip?.Factor(statistics.Norm()) ?? 1;
    }
}
