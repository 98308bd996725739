using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// (x − mean) / √(variance + ε) over axes, the variance divided by the count: the heart of batch, layer, group and
/// instance normalisation alike.
/// </summary>
/// <param name="Axes">The axes over which mean and variance are taken.</param>
/// <param name="Epsilon">Keeps the root away from 0.</param>
public sealed record Standardize(Axes Axes, double Epsilon) : Fused
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, $"axes={Axes}", Notation.Number(Epsilon));

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        return new Spec(x[0].DType, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < reach.Length; axis++)
            if (Axes.Contains(axis)) reach[axis] = Extent.All(call[0].Shape[axis]);
        return reach;
    }

    /// <inheritdoc/>
    public override Tensor Expand(ReadOnlySpan<Tensor> x)
    {
        Tensor centred = x[0] - Mean(x[0]);
        return centred * (Mean(centred.Square()) + Epsilon).Rsqrt();
    }

    /// <inheritdoc/>
    /// <remarks>Ioffe &amp; Szegedy 2015, arXiv 1502.03167, with the chain through mean and variance gathered in one line.</remarks>
    public override Tensor? Vjp(Call call, int input, Tensor g)
    {
        Tensor centred = call[0] - Mean(call[0]);
        Tensor scale = (Mean(centred.Square()) + Epsilon).Rsqrt();
        Tensor y = centred * scale;
        return scale * (g - Mean(g) - (y * Mean(g * y)));
    }

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => Vjp(call, input, t); // symmetric

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.Count == 0) return;
        if (y.DType == DType.Float32) Run<float>(x[0], y);
        else Run<double>(x[0], y);
    }

    /// <summary>
    /// The kernel takes [outer, inner, length] with statistics over the outermost and the innermost; other axes are first
    /// brought into that order.
    /// </summary>
    private unsafe void Run<T>(Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int front = 0;
        while (front < x.Rank && Axes.Contains(front)) front++;
        int back = x.Rank;
        while (back > front && Axes.Contains(back - 1)) back--;
        for (int axis = front; axis < back; axis++)
        {
            if (!Axes.Contains(axis)) continue;
            y.Overwrite(Expand([x.Detach()]));
            return;
        }

        Tensor source = x.Contiguous();
        int groups = 1;
        for (int axis = front; axis < back; axis++) groups *= x.Shape[axis];
        int length = 1;
        for (int axis = back; axis < x.Rank; axis++) length *= x.Shape[axis];
        fixed (T* from = &source.Reference<T>())
        fixed (T* to = &y.Reference<T>())
            Standardization.Run(from, to, x.Count / (groups * length), groups, length, Epsilon);
        GC.KeepAlive(source);
    }

    private Tensor Mean(Tensor x) => Engine.Apply(new Sum(Axes), x) / Axes.CountIn(x.Shape);
}
