namespace Adjoint.Ops;

/// <summary>A convolution, the addition of its bias [F] and relu, in one pass over the output.</summary>
internal sealed record FusedConvolution(ConvolutionWindow Window, bool HasBias, bool Rectify) : FusedOp
{
    public override string Name => nameof(Convolution) + (HasBias ? "Bias" : "") + (Rectify ? nameof(Relu) : "");

    public override OpFacts Facts => OpFacts.Function(Name, $"{Window}") with
    {
        Label = nameof(Convolution),
        Window = Window.Facts("convolution"),
        Factors = call => WorkFactors.Of(call.Spec.Shape, call[1].Shape),
        Family = LayerFamily.Convolution,
    };

    public override Keep Keeps => Keep.Input(0) | Keep.Input(1) | (Rectify ? Keep.Output : Keep.Shapes);

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted & 3) | (Rectify ? Keep.Output : Keep.Shapes);

    private Convolution Plain => new(Window);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, HasBias ? 3 : 2);
        Specs y = Plain.Infer(x[..2]);
        if (!HasBias) return y;
        Expect.SameType(this, x[0], x[2]);
        ConvolutionFace.CheckBias($"Conv{Window.Rank}d", x[2].Shape, x[1].Shape[0]);
        return y;
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor y = Engine.Apply(Plain, x[..2]);
        if (HasBias) y += x[2].ReshapeTo(Broadcasting.PerChannel(y.Rank, x[2].Shape[0]));
        return [Rectify ? y.Relu() : y];
    }

    public override void Pull(Pullback p)
    {
        Tensor g = Rectify ? Engine.Apply(Gate.Op, p.Gradient(), p.Output()) : p.Gradient();
        if (p.Wants(0)) p.Give(0, Engine.Apply(new ConvolutionInput(Window, p.Input(0).Shape), g, p.Input(1)));
        if (p.Wants(1)) p.Give(1, Engine.Apply(new ConvolutionFilter(Window, p.Input(1).Shape), g, p.Input(0)));
        if (HasBias && p.Wants(2)) p.Give(2, Broadcasting.SumTo(g, Broadcasting.PerChannel(g.Rank, g.Shape[1])).ReshapeTo([g.Shape[1]]));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => input == 2 ? [of[1]] : Plain.Reach(call, input, of);

    public override Work? Work(Call call) =>
        Plain.Work(call) + new Work(0, ((HasBias ? 1L : 0) + (Rectify ? 1 : 0)) * call.Spec.Numel);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x)
    {
        ConvolutionGeometry geometry = Window.Geometry(x[0].Shape, x[1].Shape, Infer(x)[0].Shape);
        return TypedKernel.Real(new ConvolutionBinding(Name, ConvolutionResult.Output, geometry, HasBias, Rectify), x[0].DType);
    }
}
