namespace Adjoint.Ops;

/// <summary>The diagonal of two axes, as a new innermost axis. The adjoint of <see cref="PlaceDiagonal"/>.</summary>
/// <param name="Offset">Above 0: so far above the main diagonal; below 0: under it.</param>
/// <param name="First">The axis of rows.</param>
/// <param name="Second">The axis of columns.</param>
internal sealed record Diagonal(int Offset, int First, int Second) : ViewOp
{
    protected override MathNotation Written => MathNotation.Function(Name, $"offset={Offset}", $"axes=[{First}, {Second}]");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { Shape = In(x[0].Shape) };

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new PlaceDiagonal(this, call[0].Shape), g);

    protected internal override Op? OnBatch(int size) => Shifted();

    private protected override Tensor View(Tensor x, Shape shape) => Of(x);

    internal Diagonal Shifted() => new(Offset, First + 1, Second + 1);

    internal Shape In(Shape shape) => [.. shape.Without(new Axes(1 << First | 1 << Second)).Span, LengthIn(shape)];

    private int LengthIn(Shape shape) => Math.Max(0, Offset >= 0
        ? Math.Min(shape[First], shape[Second] - Offset)
        : Math.Min(shape[First] + Offset, shape[Second]));

    internal Tensor Of(Tensor x)
    {
        ReadOnlySpan<int> from = x.Strides;
        int length = LengthIn(x.Shape);
        var strides = new List<int>();
        for (int axis = 0; axis < x.Rank; axis++)
            if (axis != First && axis != Second) strides.Add(from[axis]);
        int shift = length == 0 ? 0 : Offset >= 0 ? Offset * from[Second] : -Offset * from[First];
        return x.View(In(x.Shape), [.. strides, from[First] + from[Second]], shift);
    }
}

/// <summary>The innermost axis spread over the diagonal of zeros. The adjoint of <see cref="Ops.Diagonal"/>.</summary>
internal sealed record PlaceDiagonal(Diagonal Diagonal, Shape Shape) : MoveOp
{
    public override OpFacts Facts =>
        OpFacts.Function(Name, $"offset={Diagonal.Offset}", $"axes=[{Diagonal.First}, {Diagonal.Second}]", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Shape expected = Diagonal.In(Shape);
        if (x[0].Shape != expected)
            throw new ShapeException($"PlaceDiagonal: the diagonal of {Shape} has shape {expected}, not {x[0].Shape}.");
        return new Spec(x[0].DType, Shape);
    }

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(Diagonal, g);

    protected internal override Op? OnBatch(int size) => new PlaceDiagonal(Diagonal.Shifted(), Shape.Prepend(size));

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) =>
    {
        results[0].Clear();
        if (inputs[0].Numel > 0) Diagonal.Of(results[0]).Overwrite(inputs[0]);
    });
}
