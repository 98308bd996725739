namespace Adjoint.Ops;

/// <summary>Whether all, or any, of truth values over axes hold; the axes stay with size 1. Of none, all and not any.</summary>
internal sealed record TruthReduction(Axes Axes, bool IsAll) : NondifferentiableOp
{
    public override string Name => IsAll ? "All" : "Any";

    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        if (x[0].DType != DType.Bool) throw new DTypeException($"{Name}: takes bool, not {x[0].DType.Name()}; cast with To(DType.Bool).");
        return new Spec(DType.Bool, x[0].Shape.Collapse(Axes));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes, call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected internal override Op? OnBatch(int size) => new TruthReduction(Axes.Shift(), IsAll);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) =>
    {
        if (IsAll) AxisReduction.Run<byte, AndReducer>(inputs[0], results[0], Axes);
        else AxisReduction.Run<byte, OrReducer>(inputs[0], results[0], Axes);
    });
}
