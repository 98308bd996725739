using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>
/// For each window over the spatial axes the position of its first largest element, counted within the image plane; NaN
/// wins, padding never. int64, no derivative: <see cref="PlaneGather"/> fetches the values.
/// </summary>
/// <param name="Kernel">Sizes of the window.</param>
/// <param name="Stride">Distance between neighbouring windows.</param>
/// <param name="Padding">Places before and after that count as −∞.</param>
/// <param name="Dilation">Distance between neighbouring elements of a window.</param>
/// <param name="CeilMode">Also windows that reach beyond the end, if they begin within the image or its padding before.</param>
public sealed record MaxPoolIndices(Steps Kernel, Steps Stride, Steps Padding, Steps Dilation, bool CeilMode) : Op
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name, $"kernel={Kernel}", $"stride={Stride}", $"padding={Padding}", $"dilation={Dilation}");

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
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

        return new Spec(DType.Int64, Shape.Create(sizes));
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        var window = new ConvolutionWindow(Stride, Padding, Dilation, 1);
        for (int axis = 0; axis < Kernel.Rank; axis++) reach[axis + 2] = window.Reach(axis, Kernel[axis], of[axis + 2]);
        return reach;
    }

    /// <inheritdoc/>
    public override Work? Work(Call call)
    {
        long taps = 1;
        foreach (int size in Kernel.Span) taps *= size;
        return new Work(0, call.Spec.Shape.Count * taps);
    }

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => null;

    /// <inheritdoc/>
    protected internal override Tensor? Batch(BatchInputs x)
    {
        Tensor y = Engine.Apply(this, x[0].Flatten(0, 1));
        return y.ReshapeTo([.. x[0].Shape.Span[..2], .. y.Shape.Span[1..]]);
    }

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.Count > 0) Run(x[0], null, y);
    }

    /// <summary>
    /// The largest elements and, if asked for, their indices, in one pass. The tape gets what this stands for: a gather.
    /// </summary>
    internal (Tensor Values, Tensor? Indices) Both(Tensor x, bool withIndices)
    {
        Spec spec = Infer([x]);
        bool record = GradMode.IsEnabled && x.RequiresGrad;
        Tensor y = Tensor.Allocate(x.DType, spec.Shape);
        Tensor? indices = withIndices || record ? Tensor.Allocate(spec.DType, spec.Shape) : null;
        if (y.Count > 0) Run(x, y, indices);
        if (record)
        {
            x.CheckHistory();
            y.Record(new Call(new PlaneGather(Kernel.Rank), [x, indices!], y));
        }

        return (y, indices);
    }

    private void Run(Tensor x, Tensor? y, Tensor? indices)
    {
        if (x.DType == DType.Float32) Run<float>(x.Contiguous(), y, indices);
        else Run<double>(x.Contiguous(), y, indices);
    }

    private unsafe void Run<T>(Tensor x, Tensor? y, Tensor? indices)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Shape output = (y ?? indices)!.Shape;
        // The window moves as that of a convolution does, over one plane at a time.
        var window = new ConvolutionWindow(Stride, Padding, Dilation, 1);
        int rank = Kernel.Rank;
        fixed (T* from = &x.ReadOnly<T>())
        fixed (T* to = y is null ? [] : y.Span<T>())
        fixed (long* at = indices is null ? [] : indices.Span<long>())
        {
            MaxPooling.Run(
                x.Shape[0] * x.Shape[1],
                window.Axis(rank - 3, x.Shape, Kernel.Span, output),
                window.Axis(rank - 2, x.Shape, Kernel.Span, output),
                window.Axis(rank - 1, x.Shape, Kernel.Span, output),
                from,
                to,
                at);
        }

        GC.KeepAlive(x);
    }
}

/// <summary>
/// For each of as many nearly equal windows as the size says the position of its first largest element, counted within the
/// image plane; the last NaN wins. int64, no derivative: <see cref="PlaneGather"/> fetches the values.
/// </summary>
/// <param name="Size">Number of windows along each spatial axis.</param>
public sealed record AdaptiveMaxPoolIndices(Steps Size) : Op
{
    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 1);
        Expect.Real(this, x[0]);
        int rank = Size.Rank;
        if (x[0].Rank != rank + 2) Expect.Rank(this, x[0], rank + 2, $"an image [N, C, {rank} sizes]");
        int[] sizes = x[0].Shape.Span.ToArray();
        for (int axis = 0; axis < rank; axis++)
        {
            if (sizes[axis + 2] == 0) throw new ShapeException($"{Name}: there is nothing along axis {axis + 2} of {x[0].Shape}.");
            sizes[axis + 2] = Size[axis];
        }

        return new Spec(DType.Int64, Shape.Create(sizes));
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = 0; axis < Size.Rank; axis++)
        {
            (int before, int after) = (call[0].Shape[axis + 2], Size[axis]);
            reach[axis + 2] = of[axis + 2].Through(o => AdaptiveAveragePool.Of(o, before, after));
        }

        return reach;
    }

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call[0].Shape.Count);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => null;

    /// <inheritdoc/>
    protected internal override Tensor? Batch(BatchInputs x)
    {
        Tensor y = Engine.Apply(this, x[0].Flatten(0, 1));
        return y.ReshapeTo([.. x[0].Shape.Span[..2], .. y.Shape.Span[1..]]);
    }

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.Count == 0) return;
        if (x[0].DType == DType.Float32) Run<float>(x[0].Contiguous(), y);
        else Run<double>(x[0].Contiguous(), y);
    }

    private unsafe void Run<T>(Tensor x, Tensor y) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Span<int> from = [1, 1, 1];
        Span<int> to = [1, 1, 1];
        x.Shape.Span[2..].CopyTo(from[(3 - Size.Rank)..]);
        Size.Span.CopyTo(to[(3 - Size.Rank)..]);
        fixed (T* image = &x.ReadOnly<T>())
        fixed (long* index = &y.Reference<long>())
        {
            AdaptiveMaxPooling.Indices(
                x.Shape[0] * x.Shape[1], (from[0], from[1], from[2]), (to[0], to[1], to[2]), image, index);
        }

        GC.KeepAlive(x);
    }
}

/// <summary>y[n, c, o] = x[n, c, index[n, c, o]], the spatial axes taken as one. The adjoint of <see cref="PlaneScatter"/>.</summary>
/// <param name="Axes">Number of spatial axes.</param>
public sealed record PlaneGather(int Axes) : LinearOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name, $"axes={Axes}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Indices(this, x[1]);
        return new Spec(x[0].DType, x[1].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        if (input == 1) return of.ToArray();
        // Indices that a pooling found lie within its windows; others may lie anywhere.
        if (call[1].Creator is { Op: MaxPoolIndices or AdaptiveMaxPoolIndices } pooling) return pooling.Op.Reach(pooling, 0, of);
        Extent[] reach = of.ToArray();
        for (int axis = reach.Length - Axes; axis < reach.Length; axis++) reach[axis] = Extent.All(call[0].Shape[axis]);
        return reach;
    }

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new PlaneScatter(Axes, call[0].Shape), g, call[1]) : null;

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.DType == DType.Float32) PlaneAccess.Gather<float>(x[0].Contiguous(), x[1].Contiguous(), y, Axes);
        else PlaneAccess.Gather<double>(x[0].Contiguous(), x[1].Contiguous(), y, Axes);
    }
}

/// <summary>Zeros, to which x is added at its indices in each plane. The adjoint of <see cref="PlaneGather"/>.</summary>
/// <param name="Axes">Number of spatial axes.</param>
/// <param name="Shape">Sizes of the result.</param>
public sealed record PlaneScatter(int Axes, Shape Shape) : LinearOp
{
    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name, $"axes={Axes}", $"into={Shape}");

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Indices(this, x[1]);
        return new Spec(x[0].DType, Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        Extent[] reach = of.ToArray();
        for (int axis = reach.Length - Axes; axis < reach.Length; axis++) reach[axis] = Extent.All(call[input].Shape[axis]);
        return reach;
    }

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call[0].Shape.Count);

    /// <inheritdoc/>
    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new PlaneGather(Axes), g, call[1]) : null;

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => new PlaneScatter(Axes, Shape.Prepend(size));

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.DType == DType.Float32) PlaneAccess.Scatter<float>(x[0].Contiguous(), x[1].Contiguous(), y, Axes);
        else PlaneAccess.Scatter<double>(x[0].Contiguous(), x[1].Contiguous(), y, Axes);
    }
}

/// <summary>Hands planes and their indices to the kernel.</summary>
internal static unsafe class PlaneAccess
{
    public static void Gather<T>(Tensor x, Tensor index, Tensor y, int axes) where T : unmanaged
    {
        if (y.Count == 0) return;
        (int planes, int plane, int count) = Sizes(x, index, axes);
        fixed (T* from = &x.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y.Reference<T>())
            PlaneIndexing.Gather(from, at, to, planes, plane, count);
        GC.KeepAlive(x);
        GC.KeepAlive(index);
    }

    public static void Scatter<T>(Tensor x, Tensor index, Tensor y, int axes)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (y.Count == 0) return;
        (int planes, int plane, int count) = Sizes(y, index, axes);
        fixed (T* from = &x.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y.Reference<T>())
            PlaneIndexing.Scatter(from, at, to, planes, plane, count);
        GC.KeepAlive(x);
        GC.KeepAlive(index);
    }

    private static (int Planes, int Plane, int Count) Sizes(Tensor image, Tensor index, int axes)
    {
        int planes = 1;
        foreach (int size in image.Shape.Span[..^axes]) planes *= size;
        return planes == 0 ? (0, 0, 0) : (planes, image.Count / planes, index.Count / planes);
    }
}

/// <summary>The size of a pooled axis.</summary>
internal static class PoolSize
{
    public static int Output(
        string name, Shape shape, int axis, int kernel, int stride, int padding, int dilation, bool ceil)
    {
        if (padding > kernel / 2)
            throw new ShapeException($"{name}: a padding of {padding} is more than half of the window of {kernel} on axis {axis}.");
        int room = shape[axis] + (2 * padding) - (dilation * (kernel - 1)) - 1;
        if (room < 0)
            throw new ShapeException(
                $"{name}: a window of {kernel} (dilation {dilation}) does not fit into axis {axis} of {shape} with padding {padding}.");
        int output = ((ceil ? room + stride - 1 : room) / stride) + 1;
        // A last window must begin within the image or the padding before it.
        if (ceil && (output - 1) * stride >= shape[axis] + padding) output--;
        for (int o = 0; o < output; o++)
        {
            // The first tap at or after the image's start must also lie before its end.
            int first = (o * stride) - padding;
            int into = first < 0 ? (-first + dilation - 1) / dilation : 0;
            if (into >= kernel || first + (into * dilation) >= shape[axis])
                throw new ShapeException($"{name}: window {o} along axis {axis} of {shape} lies in nothing but padding.");
        }

        return output;
    }
}
