namespace Adjoint.Ops;

/// <summary>The sum over axes, which stay with size 1. The adjoint of <see cref="Expand"/>.</summary>
internal sealed record Sum(Axes Axes) : LinearOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { Shape = x[0].Shape.Collapse(Axes) };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes, call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) => Engine.Apply(new Expand(call[0].Shape), g);

    protected internal override Op? OnBatch(int size) => new Sum(Axes.Shift());

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
        AxisReduction.Run<T, SumReducer<T>>(x[0], y[0], Axes);
}

/// <summary>The product over axes, which stay with size 1.</summary>
/// <remarks>Its derivative follows from the expansion, a tree of products: right at zeros, where a quotient would not be.</remarks>
internal sealed record Product(Axes Axes) : FusedOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { Shape = x[0].Shape.Collapse(Axes) };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes, call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor y = x[0];
        for (int axis = 0; axis < y.Rank; axis++)
        {
            if (!Axes.Contains(axis)) continue;
            if (y.Shape[axis] == 0) return [Tensor.Ones(y.Shape.Collapse(Axes), y.DType)];
            while (y.Shape[axis] > 1)
            {
                int half = y.Shape[axis] / 2;
                Tensor pairs = y.Narrow(axis, 0, half) * y.Narrow(axis, half, half);
                y = y.Shape[axis] % 2 == 0 ? pairs : Tensor.Concat([pairs, y.Narrow(axis, 2 * half, 1)], axis);
            }
        }

        return [y];
    }

    protected internal override Op? OnBatch(int size) => new Product(Axes.Shift());

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
        AxisReduction.Run<T, ProductReducer<T>>(x[0], y[0], Axes);
}

/// <summary>
/// The largest or smallest over axes, which stay with size 1; NaN where there is one. Where several are equal they share
/// the gradient, as in PyTorch's amax and amin.
/// </summary>
/// <param name="Axes">The axes.</param>
/// <param name="Largest">Whether the largest is meant.</param>
/// <param name="SharesNaN">Whether, where the result is NaN, the gradient goes to what is NaN, as in PyTorch's max and min.</param>
internal sealed record Extreme(Axes Axes, bool Largest, bool SharesNaN = false) : Op, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override string Name => SharesNaN ? (Largest ? "Max" : "Min") : Largest ? "Amax" : "Amin";

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Shape shape = x[0].Shape.Collapse(Axes);
        if (x[0].Numel == 0 && shape.Numel > 0)
            throw new ShapeException($"{Name}: there is nothing to choose from along {Axes} of {x[0].Shape}.");
        return new Spec(x[0].DType, shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => Extent.Along(Axes, call[0].Shape, of);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    public override void Pull(Pullback p)
    {
        if (p.Wants(0)) p.Give(0, Share(p.Call) * p.Gradient());
    }

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Engine.Apply(new Sum(Axes), Share(p.Call) * t));
    }

    protected internal override Op? OnBatch(int size) => this with { Axes = Axes.Shift() };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (Largest) AxisReduction.Run<T, MaxReducer<T>>(x[0], y[0], Axes);
        else AxisReduction.Run<T, MinReducer<T>>(x[0], y[0], Axes);
    }

    /// <summary>1 over the number of equals where an element is the extreme, 0 elsewhere.</summary>
    private Tensor Share(Call call)
    {
        Tensor isHit = call[0].Equal(call.Output);
        if (SharesNaN) isHit = isHit.Or(call[0].IsNaN().And(call.Output.IsNaN()));
        Tensor hit = isHit.To(call.Spec.DType);
        return hit / Engine.Apply(new Sum(Axes), hit);
    }
}

/// <summary>The position of the first largest or smallest element along an axis, which is dropped; NaN wins. int64.</summary>
internal sealed record ArgExtreme(int Axis, bool Largest) : NondifferentiableOp, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}");

    public override string Name => Largest ? "ArgMax" : "ArgMin";

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Shape shape = x[0].Shape.Without(Axes.Single(Axis));
        if (x[0].Numel == 0 && shape.Numel > 0)
            throw new ShapeException($"{Name}: there is nothing to choose from along axis {Axis} of {x[0].Shape}.");
        return new Spec(DType.Int64, shape);
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        [.. of[..Axis], Extent.All(call[0].Shape[Axis]), .. of[Axis..]];

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected internal override Op? OnBatch(int size) => new ArgExtreme(Axis + 1, Largest);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Tensor source = x[0].Contiguous();
        (int outer, int inner) = IndexedAccess.Around(source.Shape, Axis);
        fixed (T* from = &source.ReadOnly<T>())
        fixed (long* to = &y[0].Reference<long>())
            ArgReduction.Run(from, to, outer, source.Shape[Axis], inner, Largest);
        GC.KeepAlive(source);
    }
}

/// <summary>log Σ eˣ over axes, which stay with size 1, without overflow.</summary>
internal sealed record LogSumExp(Axes Axes) : FusedOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Real(this, x) with { Shape = x[0].Shape.Collapse(Axes) };

    public override Tensor[] Expand(ReadOnlySpan<Tensor> x) => [Engine.Apply(new Sum(Axes), x[0].Exp()).Log()];

    public override void Pull(Pullback p) => p.Give(0, p.Gradient() * (p.Input(0) - p.Output()).Exp());

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Engine.Apply(new Sum(Axes), t * (p.Input(0) - p.Output()).Exp()));
    }

    protected internal override Op? OnBatch(int size) => new LogSumExp(Axes.Shift());

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => Run(inputs[0].Detach(), results[0]));

    private void Run(Tensor x, Tensor y)
    {
        if (x.Numel == 0)
        {
            y.Store(double.NegativeInfinity);
            return;
        }

        Tensor max = Engine.Apply(new Extreme(Axes, true), x);
        // An infinite maximum is the answer itself, and must not be subtracted from itself.
        Tensor shift = Tensor.Where(max.Abs().Equal(double.PositiveInfinity), Tensor.Scalar(0, max.DType), max);
        y.Overwrite(Engine.Apply(new Sum(Axes), (x - shift).Exp()).Log() + shift);
    }
}

/// <summary>Brings a reduction over any axes to the kernel's [outer, axis, inner] form.</summary>
internal static class AxisReduction
{
    /// <summary>Reduces one run of neighbouring axes after the other, the innermost first, since that leaves the least to do.</summary>
    public static unsafe void Run<T, TReducer>(Tensor x, Tensor y, Axes axes)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        Tensor from = x.Contiguous();
        Shape shape = from.Shape;
        bool any = false;
        for (int last = shape.Rank - 1; last >= 0; last--)
        {
            if (!axes.Contains(last)) continue;
            int first = last;
            int length = shape[last];
            while (first > 0 && axes.Contains(first - 1)) length *= shape[--first];
            (int outer, int inner) = (Shape.Product(shape.Span[..first]), Shape.Product(shape.Span[(last + 1)..]));
            for (int axis = first; axis <= last; axis++) shape = shape.With(axis, 1);
            Tensor to = shape == y.Shape ? y : Tensor.Allocate(y.DType, shape);
            fixed (T* source = &from.ReadOnly<T>())
            fixed (T* target = &to.Reference<T>())
                Kernels.Reduction.Run<T, TReducer>(source, target, outer, length, inner);
            GC.KeepAlive(from);
            from = to;
            any = true;
            last = first;
        }

        // Nothing to reduce, or only axes of size 1 left over: then the last step has not written to y.
        if (!any || !ReferenceEquals(from, y)) y.Overwrite(from);
    }
}
