namespace Adjoint.Ops;

/// <summary>
/// The second input, which was found among the elements of the first over axes (which stay with size 1), as their function: the elements
/// that equal it share the gradient, and those that are NaN where it is.
/// </summary>
internal sealed record Found(Axes Axes) : Op
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 2);
        if (x[1].Shape != x[0].Shape.Collapse(Axes))
            throw new ShapeException($"{Name}: {x[1].Shape} is not {x[0].Shape} over the axes {Axes}.");
        return x[1];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        input == 0 ? Extent.Along(Axes, call[0].Shape, of) : of.ToArray();

    public override Work? Work(Call call) => Core.Work.None;

    public override void Pull(Pullback p)
    {
        if (p.Wants(0)) p.Give(0, Share(p.Call) * p.Gradient());
    }

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Engine.Apply(new Sum(Axes), Share(p.Call) * t));
    }

    protected internal override Op? OnBatch(int size) => new Found(Axes.Shift());

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => results[0].Overwrite(inputs[1]));

    /// <summary>1 over the number of equals where an element is what was found, 0 elsewhere.</summary>
    private Tensor Share(Call call)
    {
        (Tensor x, Tensor found) = (call[0], call[1]);
        Tensor hit = x.Equal(found).Or(x.IsNaN().And(found.IsNaN())).To(call.Spec.DType);
        return hit / Engine.Apply(new Sum(Axes), hit);
    }
}
