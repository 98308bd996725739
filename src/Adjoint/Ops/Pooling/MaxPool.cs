using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// The largest element of each window over the spatial axes, and on request where in its plane the first of them is (int64);
/// NaN wins, padding never.
/// </summary>
/// <param name="Kernel">Sizes of the window.</param>
/// <param name="Stride">Distance between neighbouring windows.</param>
/// <param name="Padding">Places before and after that count as −∞.</param>
/// <param name="Dilation">Distance between neighbouring elements of a window.</param>
/// <param name="CeilMode">Also windows that reach beyond the end, if they begin within the image or its padding before.</param>
/// <param name="WithIndices">Whether the indices are the second result; the derivative reads them, or finds them again.</param>
internal sealed record MaxPool(
    Steps Kernel, Steps Stride, Steps Padding, Steps Dilation, bool CeilMode, bool WithIndices) : Op, IRealOp
{
    public override OpFacts Facts =>
        OpFacts.Function(Name, $"kernel={Kernel}", $"stride={Stride}", $"padding={Padding}", $"dilation={Dilation}") with
        {
            Window = new WindowFacts("max pool", Kernel, Stride, Padding, Dilation),
        };

    public override Keep Keeps => WithIndices ? Keep.Result(1) : Keep.Inputs;

    // The window moves as that of a convolution does, over one plane at a time.
    private ConvolutionWindow Window => new(Stride, Padding, Dilation, 1);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        int rank = Kernel.Rank;
        if (x[0].Rank != rank + 2) Expect.Rank(this, x[0], rank + 2, $"an image [N, C, {rank} sizes]");
        int[] sizes = x[0].Shape.Span.ToArray();
        for (int axis = 0; axis < rank; axis++)
        {
            sizes[axis + 2] = PoolSize.Output(
                "MaxPool", x[0].Shape, axis + 2, Kernel[axis], Stride[axis], Padding[axis], Dilation[axis], CeilMode);
        }

        var values = new Spec(x[0].DType, Shape.Create(sizes));
        return WithIndices ? new Specs(values, new Spec(DType.Int64, values.Shape)) : values;
    }

    public override void Pull(Pullback p)
    {
        if (p.Wants(0) && p.HasGradient(0))
            p.Give(0, Engine.Apply(new PlaneScatter(Kernel.Rank, p.Input(0).Shape), p.Gradient(), Indices(p.Call)));
    }

    public override void Push(Pushforward p)
    {
        if (p.Tangent(0) is { } t) p.Give(0, Engine.Apply(new PlaneGather(Kernel.Rank), t, Indices(p.Call)));
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < Kernel.Rank; axis++) reach[axis + 2] = Window.Reach(axis, Kernel[axis], of[axis + 2]);
        return reach;
    }

    public override Work? Work(Call call)
    {
        long taps = 1;
        foreach (int size in Kernel.Span) taps *= size;
        return new Work(0, call.Spec.Count * taps);
    }

    internal override Tensor[]? BatchAll(BatchInputs x) => PooledBatch.Of(this, x);

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y[0].Count == 0) return;
        Tensor image = x[0].Contiguous();
        Shape output = y[0].Shape;
        int rank = Kernel.Rank;
        fixed (T* from = &image.ReadOnly<T>())
        fixed (T* to = &y[0].Reference<T>())
        fixed (long* at = y.Length > 1 ? y[1].Span<long>() : [])
        {
            MaxPooling.Run(
                image.Shape[0] * image.Shape[1],
                Window.Axis(rank - 3, image.Shape, Kernel.Span, output),
                Window.Axis(rank - 2, image.Shape, Kernel.Span, output),
                Window.Axis(rank - 1, image.Shape, Kernel.Span, output),
                from,
                to,
                at);
        }

        GC.KeepAlive(image);
    }

    private Tensor Indices(Call call) =>
        WithIndices ? call.Result(1) : Engine.ApplyAll(this with { WithIndices = true }, call[0].Detach())[1];
}

/// <summary>The batching rule of pools: a batch of images is more images.</summary>
internal static class PooledBatch
{
    public static Tensor[] Of(Op op, BatchInputs x)
    {
        Tensor[] y = Engine.ApplyAll(op, x[0].Flatten(0, 1));
        int[] front = x[0].Shape.Span[..2].ToArray();
        return [.. y.Select(result => result.ReshapeTo([.. front, .. result.Shape.Span[1..]]))];
    }
}
