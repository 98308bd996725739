namespace Adjoint.Ops;

/// <summary>Where a bool condition holds the second input, elsewhere the third; all of one shape.</summary>
/// <param name="IsLimit">
/// Whether the condition only marks points at which the third input, a formula, is 0·∞, and the second is what is meant
/// there. On paper the formula alone is written, and its derivative is that of the formula.
/// </param>
internal sealed record Where(bool IsLimit = false) : Op, IMoveOp, IRowOp
{
    internal static readonly Where Op = new();
    private static readonly Where Limit = new(true);

    public override OpFacts Facts => new(IsLimit
        ? new(new Template(Precedence.Atom, "#3"), new Template(Precedence.Atom, "#3"))
        : new(
            new Template(Precedence.Atom, "cases(#1, #2, #3)"),
            new Template(Precedence.Atom, @"\begin{cases} #2 & #1 \\ #3 & \text{otherwise} \end{cases}")))
    {
        AlignsInputs = true,
    };

    public override Keep Keeps => Keep.Shapes;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 3);
        if (x[0].DType != DType.Bool)
            throw new DTypeException($"Where: the condition is bool, not {x[0].DType.Name()}; compare first, say with NotEqual(0).");
        Expect.Alike(this, x[1..]);
        if (x[0].Shape != x[1].Shape) throw new ShapeException($"Where: {x[0].Shape} and {x[1].Shape} differ.");
        return new Spec(x[1].DType, x[1].Shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    public override void Pull(Pullback p)
    {
        for (int input = 1; input <= 2; input++)
            if (p.Wants(input)) p.Give(input, Choose(p.Input(0), input, p.Gradient()));
    }

    public override void Push(Pushforward p)
    {
        for (int input = 1; input <= 2; input++)
            if (p.Tangent(input) is { } t) p.Give(0, Choose(p.Input(0), input, t));
    }

    /// <summary>A formula of the condition's shape, but 0 where the condition holds and the formula is 0·∞.</summary>
    internal static Tensor ZeroAt(Tensor condition, Tensor formula) =>
        Engine.Apply(Limit, condition, Tensor.Scalar(0, formula.DType).Expand(formula.Shape), formula);

    protected internal override Op? OnBatch(int size) => this;

    internal override bool TakesHalf => true;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[1].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged =>
        PointwiseRun.Ternary<byte, T, Map<T>>(x[0], x[1], x[2], y[0], default);

    void IRowOp.Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = a[i] != 0 ? b[i] : c[i];
    }

    /// <summary>The gradient where the input was chosen, 0 elsewhere.</summary>
    private Tensor Choose(Tensor condition, int input, Tensor g)
    {
        Tensor zero = Tensor.Scalar(0, g.DType);
        return input == 1 ? Tensor.Where(condition, g, zero) : IsLimit ? g : Tensor.Where(condition, zero, g);
    }

    private readonly struct Map<T> : IRowMap<byte, T, T, T> where T : unmanaged
    {
        void IRowMap<byte, T, T, T>.Map(ReadOnlySpan<byte> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y) =>
            Selection.Select(a, b, c, y);
    }
}
