using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>
/// (x − mean) / √(variance + ε) over axes, the variance divided by the count: the heart of batch, layer, group and
/// instance normalisation alike. Optionally times a weight, plus a bias: further inputs with as many axes as x, which
/// stretch to its shape.
/// </summary>
/// <param name="Axes">The axes over which mean and variance are taken.</param>
/// <param name="Epsilon">Keeps the root away from 0.</param>
public sealed record Standardize(Axes Axes, double Epsilon) : FusedOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name, $"axes={Axes}", MathNotation.Number(Epsilon));

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        if (x.Length != 1) Expect.Inputs(this, x, 3);
        Expect.Real(this, x[0]);
        foreach (Tensor further in x[1..])
        {
            Expect.SameType(this, x[0], further);
            Expect.Rank(this, further, x[0].Rank, "a weight or bias");
            if (Shape.Broadcast(x[0].Shape, further.Shape, Name) != x[0].Shape)
                throw new ShapeException($"{Name}: a weight or bias of shape {further.Shape} does not stretch to {x[0].Shape}.");
        }

        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < reach.Length; axis++)
        {
            // A weight is stretched along axes of size 1.
            int size = call[input].Shape[axis];
            if (size == 1 || (input == 0 && Axes.Contains(axis))) reach[axis] = Extent.All(size);
        }

        return reach;
    }

    /// <inheritdoc/>
    public override Tensor Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor centred = x[0] - Mean(x[0]);
        Tensor y = centred * (Mean(centred.Square()) + Epsilon).Rsqrt();
        return x.Length == 1 ? y : (y * x[1]) + x[2];
    }

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g)
    {
        if (input == 0)
            return Engine.Apply(new StandardizeGradient(Axes, Epsilon), call[0], call.Inputs.Length == 1 ? g : g * call[1]);
        return Total(input == 1 ? g * Standard(call) : g, call[input].Shape);
    }

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t)
    {
        if (input == 1) return Standard(call) * t;
        if (input == 2) return t.Expand(call.Spec.Shape);
        // Symmetric.
        Tensor pushed = Engine.Apply(new StandardizeGradient(Axes, Epsilon), call[0], t);
        return call.Inputs.Length == 1 ? pushed : pushed * call[1];
    }

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.Count == 0) return;
        if (y.DType == DType.Float32) Run<float>(x, y);
        else Run<double>(x, y);
    }

    private unsafe void Run<T>(ReadOnlySpan<Tensor> x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (StandardizedGroups.Of(x[0].Shape, Axes) is not { } groups || groups.Period(x) is not { } period)
        {
            Tensor[] plain = new Tensor[x.Length];
            for (int i = 0; i < plain.Length; i++) plain[i] = x[i].Detach();
            y.Overwrite(Expand(plain));
            return;
        }

        Tensor source = x[0].Contiguous();
        Tensor? weight = x.Length > 1 ? x[1].Contiguous() : null;
        Tensor? bias = x.Length > 1 ? x[2].Contiguous() : null;
        fixed (T* from = &source.ReadOnly<T>())
        fixed (T* to = &y.Reference<T>())
        fixed (T* factors = &Tensor.ReadOnlyOrNull<T>(weight))
        fixed (T* summands = &Tensor.ReadOnlyOrNull<T>(bias))
        {
            Standardization.Run(
                from, to, groups.Outer, groups.Count, groups.Length, Epsilon, new Affine<T>(factors, summands, period));
        }

        GC.KeepAlive(source);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new Standardize(Axes.Shift(), Epsilon);

    private Tensor Standard(Call call) => Engine.Apply(new Standardize(Axes, Epsilon), call[0]);

    private Tensor Mean(Tensor x) => Engine.Apply(new Sum(Axes), x) / Axes.CountIn(x.Shape);

    /// <summary>The sum over the axes along which a shape was stretched.</summary>
    private static Tensor Total(Tensor g, Shape shape)
    {
        int axes = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (shape[axis] != g.Shape[axis]) axes |= 1 << axis;
        return axes == 0 ? g : Engine.Apply(new Sum(new Axes(axes)), g);
    }
}

/// <summary>
/// The derivative of <see cref="Standardize"/> without weight, applied to a direction g: symmetric, so it pulls gradients
/// back as it pushes tangents forward. Ioffe &amp; Szegedy 2015, arXiv 1502.03167, with the chain through mean and variance
/// gathered in one line.
/// </summary>
/// <param name="Axes">The axes over which mean and variance are taken.</param>
/// <param name="Epsilon">Keeps the root away from 0.</param>
public sealed record StandardizeGradient(Axes Axes, double Epsilon) : FusedOp
{
    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Real(this, x[0]);
        Expect.Alike(this, x);
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Tensor Expand(ReadOnlySpan<Tensor> x)
    {
        (Tensor centred, Tensor g) = (x[0] - Mean(x[0]), x[1]);
        Tensor scale = (Mean(centred.Square()) + Epsilon).Rsqrt();
        Tensor y = centred * scale;
        return scale * (g - Mean(g) - (y * Mean(g * y)));
    }

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new StandardizeGradient(Axes.Shift(), Epsilon);

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.Count == 0) return;
        if (y.DType == DType.Float32) Run<float>(x[0], x[1], y);
        else Run<double>(x[0], x[1], y);
    }

    private unsafe void Run<T>(Tensor x, Tensor g, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (StandardizedGroups.Of(x.Shape, Axes) is not { } groups)
        {
            y.Overwrite(Expand([x.Detach(), g.Detach()]));
            return;
        }

        x = x.Contiguous();
        g = g.Contiguous();
        fixed (T* from = &x.ReadOnly<T>())
        fixed (T* slope = &g.ReadOnly<T>())
        fixed (T* to = &y.Reference<T>())
            Standardization.RunGradient(from, slope, to, groups.Outer, groups.Count, groups.Length, Epsilon);
        GC.KeepAlive(x);
        GC.KeepAlive(g);
    }

    private Tensor Mean(Tensor x) => Engine.Apply(new Sum(Axes), x) / Axes.CountIn(x.Shape);
}

/// <summary>A shape as the kernel takes it: [outer, groups, length], with statistics over the first and the last.</summary>
internal readonly record struct StandardizedGroups(int Front, int Back, int Outer, int Count, int Length)
{
    /// <summary>The groups, or null where the axes are not a run at the front and one at the back.</summary>
    public static StandardizedGroups? Of(Shape shape, Axes axes)
    {
        int front = 0;
        while (front < shape.Rank && axes.Contains(front)) front++;
        int back = shape.Rank;
        while (back > front && axes.Contains(back - 1)) back--;
        for (int axis = front; axis < back; axis++)
            if (axes.Contains(axis)) return null;
        return new StandardizedGroups(
            front, back, Product(shape, 0, front), Product(shape, front, back), Product(shape, back, shape.Rank));
    }

    /// <summary>
    /// With which period weight and bias repeat from group to group; 0 where each element of a row has its own, or where
    /// there are none; null where neither is so.
    /// </summary>
    public int? Period(ReadOnlySpan<Tensor> x)
    {
        if (x.Length == 1) return 0;
        Shape shape = x[1].Shape;
        if (x[2].Shape != shape) return null;
        if (Length > 1 && shape.Count == Length && Product(shape, Back, shape.Rank) == Length) return 0;
        int first = Front;
        while (first < Back && shape[first] == 1) first++;
        int period = Product(shape, first, Back);
        return period == shape.Count && period == Product(x[0].Shape, first, Back) ? period : null;
    }

    private static int Product(Shape shape, int start, int end)
    {
        int product = 1;
        for (int axis = start; axis < end; axis++) product *= shape[axis];
        return product;
    }
}
