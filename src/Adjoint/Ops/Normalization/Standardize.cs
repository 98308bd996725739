namespace Adjoint.Ops;

/// <summary>
/// (x − mean) / √(variance + ε) over axes, the variance divided by the count: the heart of batch, layer, group and instance
/// normalisation alike. Optionally times a weight, plus a bias: further inputs of one shape with as many axes as x, which
/// broadcast to it. The statistics are results too, with size 1 along the axes: the mean, 1/√(variance + ε) and the variance.
/// </summary>
internal sealed record Standardize(Axes Axes, double Epsilon) : FusedOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}", MathNotation.Number(Epsilon)) with
    {
        Everywhere = (_, _) => "mean and variance are taken over all places",
    };

    public override Keep Keeps => Keep.Input(0) | Keep.Input(1) | Keep.Result(1) | Keep.Result(2);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        if (x.Length != 1) Expect.Inputs(this, x, 3);
        Expect.Real(this, x[0]);
        foreach (Spec further in x[1..])
        {
            Expect.SameType(this, x[0], further);
            Expect.Rank(this, further, x[0].Rank, "a weight or bias");
            if (further.Shape != x[1].Shape || Shape.Broadcast(x[0].Shape, further.Shape, Name) != x[0].Shape)
                throw new ShapeException($"{Name}: a weight and a bias of shape {further.Shape} do not broadcast to {x[0].Shape}.");
        }

        var statistic = new Spec(x[0].DType, x[0].Shape.Collapse(Axes));
        return new Specs(x[0], statistic, statistic, statistic);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < reach.Length; axis++)
        {
            // A weight is broadcast along axes of size 1.
            int size = call[input].Shape[axis];
            if (size == 1 || (input == 0 && Axes.Contains(axis))) reach[axis] = Extent.All(size);
        }

        return reach;
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor mean = Mean(x[0], Axes);
        Tensor centred = x[0] - mean;
        Tensor variance = Mean(centred.Square(), Axes);
        Tensor scale = (variance + Epsilon).Rsqrt();
        Tensor y = centred * scale;
        return [x.Length == 1 ? y : (y * x[1]) + x[2], mean, scale, variance];
    }

    public override void Pull(Pullback p)
    {
        Tensor? gx = null;
        if (p.HasGradient(0))
        {
            var op = new StandardizeGradient(Axes);
            Tensor[] all = p.Inputs == 1
                ? Engine.ApplyAll(op, p.Gradient(), p.Input(0), p.Output(1), p.Output(2))
                : Engine.ApplyAll(op, p.Gradient(), p.Input(0), p.Output(1), p.Output(2), p.Input(1));
            gx = all[0];
            if (p.Inputs > 1)
            {
                p.Give(1, all[1]);
                p.Give(2, all[2]);
            }
        }

        if (!p.Wants(0)) return;
        if (p.HasGradient(1) || p.HasGradient(2) || p.HasGradient(3))
        {
            Tensor through = ThroughStatistics(p);
            gx = gx is null ? through : gx + through;
        }

        p.Give(0, gx);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        StandardizedGroups.Of(x[0].Shape, Axes, x.Length > 1 ? x[1].Shape : (Shape?)null) is { } groups
            ? TypedKernel.Real(new Grouped(Name, groups, Epsilon), x[0].DType)
            : Kernel.Of(RunExpanded);

    protected internal override Op? OnBatch(int size) => new Standardize(Axes.Shift(), Epsilon);

    /// <summary>In double precision, since squares of large numbers overflow in float32.</summary>
    private void RunExpanded(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        var inputs = new Tensor[x.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = x[i].Detach().To(DType.Float64);
        Tensor[] results = Expand(inputs);
        for (int i = 0; i < results.Length; i++) y[i].Overwrite(results[i].To(y[i].DType));
    }

    internal static Tensor Mean(Tensor x, Axes axes) => Engine.Apply(new Sum(axes), x) / axes.CountIn(x.Shape);

    /// <summary>What gradients of the statistics give to x.</summary>
    private Tensor ThroughStatistics(Pullback p)
    {
        (Tensor x, Tensor mean, Tensor scale) = (p.Input(0), p.Output(1), p.Output(2));

        // d scale / d variance = −scale³/2, and d variance / dx = 2 (x − mean) / n.
        Tensor ofVariance = p.Gradient(3) - (p.Gradient(2) * 0.5 * scale * scale * scale);
        return (p.Gradient(1) + (ofVariance * 2 * (x - mean))) / Axes.CountIn(x.Shape);
    }

    /// <summary>The kernel of groups that lie as it takes them.</summary>
    private sealed record Grouped(string Name, StandardizedGroups Groups, double Epsilon) : IRealOp
    {
        public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
        {
            Tensor source = x[0].Contiguous();
            Tensor? weight = x.Length > 1 ? x[1].Contiguous() : null, bias = x.Length > 1 ? x[2].Contiguous() : null;
            fixed (T* from = &source.ReadOnly<T>(), to = &y[0].Reference<T>())
            fixed (T* mean = &y[1].Reference<T>(), scale = &y[2].Reference<T>(), variance = &y[3].Reference<T>())
            fixed (T* factors = &Tensor.ReadOnlyOrNull<T>(weight), summands = &Tensor.ReadOnlyOrNull<T>(bias))
            {
                Standardization.Run(
                    from, to, Groups.Outer, Groups.Count, Groups.Length, Epsilon, new Affine<T>(factors, summands, Groups.Period),
                    new GroupStatistics<T>(mean, scale, variance));
            }

            GC.KeepAlive(source);
            GC.KeepAlive(weight);
            GC.KeepAlive(bias);
        }
    }
}

/// <summary>
/// The gradients of <see cref="Standardize"/> in x and, if there are any, in weight and bias, from the gradient g of its result, x,
/// mean and 1/√(variance + ε), and the weight: with x̂ standardised, dx = scale · (wg − mean wg − x̂ · mean (wg · x̂)),
/// dw = Σ g · x̂ and db = Σ g. Ioffe &amp; Szegedy 2015, arXiv 1502.03167, with the chain through mean and variance in one line.
/// </summary>
internal sealed record StandardizeGradient(Axes Axes) : FusedOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        if (x.Length != 4) Expect.Inputs(this, x, 5);
        Expect.Real(this, x[0]);
        Expect.Alike(this, x[..2]);
        Expect.Alike(this, x[2..4]);
        if (x[2].Shape != x[1].Shape.Collapse(Axes))
            throw new ShapeException($"{Name}: statistics of shape {x[2].Shape} are not those of {x[1].Shape} over {Axes}.");
        return x.Length == 4 ? x[1] : new Specs(x[1], x[4], x[4]);
    }

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        (Tensor g, Tensor mean, Tensor scale) = (x[0], x[2], x[3]);
        Tensor y = (x[1] - mean) * scale;
        Tensor weighted = x.Length == 4 ? g : g * x[4];
        Tensor gx = scale * (weighted - Standardize.Mean(weighted, Axes) - (y * Standardize.Mean(weighted * y, Axes)));
        return x.Length == 4
            ? [gx]
            : [gx, Broadcasting.SumTo(g * y, x[4].Shape), Broadcasting.SumTo(g, x[4].Shape)];
    }

    protected internal override Op? OnBatch(int size) => new StandardizeGradient(Axes.Shift());

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        StandardizedGroups.Of(x[1].Shape, Axes, x.Length > 4 ? x[4].Shape : (Shape?)null) is { } groups
            ? TypedKernel.Real(new Grouped(Name, groups), x[0].DType)
            : ExpandedKernel();

    /// <summary>The kernel of groups that lie as it takes them.</summary>
    private sealed record Grouped(string Name, StandardizedGroups Groups) : IRealOp
    {
        public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var inputs = new Tensor[x.Length];
            for (int i = 0; i < inputs.Length; i++) inputs[i] = x[i].Contiguous();
            Tensor? weight = inputs.Length > 4 ? inputs[4] : null;
            fixed (T* pg = &inputs[0].ReadOnly<T>(), px = &inputs[1].ReadOnly<T>(), pm = &inputs[2].ReadOnly<T>())
            fixed (T* ps = &inputs[3].ReadOnly<T>(), pw = &Tensor.ReadOnlyOrNull<T>(weight), dx = &y[0].Reference<T>())
            fixed (T* dw = y.Length > 1 ? y[1].Span<T>() : [], db = y.Length > 1 ? y[2].Span<T>() : [])
            {
                Standardization.Backward(
                    px, pg, Groups.Outer, Groups.Count, Groups.Length, new GroupStatistics<T>(pm, ps), pw, Groups.Period, dx, dw, db);
            }

            GC.KeepAlive(inputs);
        }
    }
}
