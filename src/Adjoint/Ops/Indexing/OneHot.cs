namespace Adjoint.Ops;

/// <summary>
/// For each index a new innermost axis of as many classes with a 1 at that place and zeros elsewhere; int64, without derivative.
/// </summary>
internal sealed record OneHot(int Classes) : NondifferentiableOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"classes={Classes}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Indices(this, x[0]);
        return new Spec(DType.Int64, [.. x[0].Shape.Span, Classes]);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of[..^1].ToArray();

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        Tensor index = x[0].Contiguous();
        IndexedAccess.Check(new(Name), index, Classes);
        y[0].Clear();
        Span<long> marks = y[0].Span<long>();
        ReadOnlySpan<long> indices = index.Span<long>();
        for (int i = 0; i < indices.Length; i++) marks[(i * Classes) + (int)indices[i]] = 1;
        GC.KeepAlive(index);
    }
}
