using Adjoint.Kernels;

namespace Adjoint.Ops;

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
