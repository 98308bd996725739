using Adjoint.Ops;

namespace Adjoint;

/// <remarks>Pools take images [N, C, sizes…], or [C, sizes…] for a single one.</remarks>
public sealed partial class Tensor
{
    /// <summary>The largest of each window along one axis. The stride is the kernel's size if not given.</summary>
    public Tensor MaxPool1d(
        Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPool(1, kernelSize, stride, padding, dilation, ceilMode, false).Values;

    /// <summary>The largest of each window over two axes. The stride is the kernel's size if not given.</summary>
    public Tensor MaxPool2d(
        Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPool(2, kernelSize, stride, padding, dilation, ceilMode, false).Values;

    /// <summary>The largest of each window over three axes. The stride is the kernel's size if not given.</summary>
    public Tensor MaxPool3d(
        Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPool(3, kernelSize, stride, padding, dilation, ceilMode, false).Values;

    /// <summary>The largest of each window over so many axes, and where in its plane each was found (int64).</summary>
    public (Tensor Values, Tensor Indices) MaxPool(
        int axes, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    {
        (Tensor values, Tensor? indices) = MaxPool(axes, kernelSize, stride, padding, dilation, ceilMode, true);
        return (values, indices!);
    }

    /// <summary>The mean of each window along one axis. The stride is the kernel's size if not given.</summary>
    public Tensor AvgPool1d(
        Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool(1, kernelSize, stride, padding, ceilMode, countIncludePad);

    /// <summary>The mean of each window over two axes. The stride is the kernel's size if not given.</summary>
    public Tensor AvgPool2d(
        Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null) =>
        AvgPool(2, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>The mean of each window over three axes. The stride is the kernel's size if not given.</summary>
    public Tensor AvgPool3d(
        Spatial kernelSize, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null) =>
        AvgPool(3, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>Means over as many nearly equal windows as the size says, along one axis.</summary>
    public Tensor AdaptiveAvgPool1d(Spatial outputSize) => AdaptiveAvgPool(1, outputSize);

    /// <summary>Means over as many nearly equal windows as the size says, over two axes.</summary>
    public Tensor AdaptiveAvgPool2d(Spatial outputSize) => AdaptiveAvgPool(2, outputSize);

    /// <summary>Means over as many nearly equal windows as the size says, over three axes.</summary>
    public Tensor AdaptiveAvgPool3d(Spatial outputSize) => AdaptiveAvgPool(3, outputSize);

    /// <summary>The largest of each of as many nearly equal windows as the size says, along one axis.</summary>
    public Tensor AdaptiveMaxPool1d(Spatial outputSize) => AdaptiveMaxPool(1, outputSize).Values;

    /// <summary>The largest of each of as many nearly equal windows as the size says, over two axes.</summary>
    public Tensor AdaptiveMaxPool2d(Spatial outputSize) => AdaptiveMaxPool(2, outputSize).Values;

    /// <summary>The largest of each of as many nearly equal windows as the size says, over three axes.</summary>
    public Tensor AdaptiveMaxPool3d(Spatial outputSize) => AdaptiveMaxPool(3, outputSize).Values;

    /// <summary>The largest of nearly equal windows over so many axes, and where in its plane each was found (int64).</summary>
    public (Tensor Values, Tensor Indices) AdaptiveMaxPool(int axes, Spatial outputSize)
    {
        string name = $"AdaptiveMaxPool{axes}d";
        if (Rank == axes + 1)
        {
            (Tensor values, Tensor found) = Unsqueeze(0).AdaptiveMaxPool(axes, outputSize);
            return (values.Squeeze(0), found.Squeeze(0));
        }

        CheckImage(name, axes);
        Tensor[] y = Engine.ApplyAll(new AdaptiveMaxPool(outputSize.For(axes, name, "size", 0)), this);
        return (y[0], y[1]);
    }

    /// <summary>Undoes a pool along one axis: values go back to their indices, the rest is 0.</summary>
    /// <inheritdoc cref="MaxUnpool"/>
    public Tensor MaxUnpool1d(Tensor indices, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null,
        Spatial? outputSize = null) =>
        MaxUnpool(1, indices, kernelSize, stride, padding, outputSize);

    /// <summary>Undoes a pool over two axes: values go back to their indices, the rest is 0.</summary>
    /// <inheritdoc cref="MaxUnpool"/>
    public Tensor MaxUnpool2d(Tensor indices, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null,
        Spatial? outputSize = null) =>
        MaxUnpool(2, indices, kernelSize, stride, padding, outputSize);

    /// <summary>Undoes a pool over three axes: values go back to their indices, the rest is 0.</summary>
    /// <inheritdoc cref="MaxUnpool"/>
    public Tensor MaxUnpool3d(Tensor indices, Spatial kernelSize, Spatial? stride = null, Spatial? padding = null,
        Spatial? outputSize = null) =>
        MaxUnpool(3, indices, kernelSize, stride, padding, outputSize);

    /// <summary>The p-norm of each window along one axis, (Σ xᵖ)^(1/p). The stride is the kernel's size if not given.</summary>
    /// <remarks>The slope where the norm is 0 is 0.</remarks>
    public Tensor LpPool1d(double normType, Spatial kernelSize, Spatial? stride = null, bool ceilMode = false) =>
        LpPool(1, normType, kernelSize, stride, ceilMode);

    /// <summary>The p-norm of each window over two axes, (Σ xᵖ)^(1/p). The stride is the kernel's size if not given.</summary>
    /// <remarks>The slope where the norm is 0 is 0.</remarks>
    public Tensor LpPool2d(double normType, Spatial kernelSize, Spatial? stride = null, bool ceilMode = false) =>
        LpPool(2, normType, kernelSize, stride, ceilMode);

    /// <summary>The p-norm of each window over three axes, (Σ xᵖ)^(1/p). The stride is the kernel's size if not given.</summary>
    /// <remarks>The slope where the norm is 0 is 0.</remarks>
    public Tensor LpPool3d(double normType, Spatial kernelSize, Spatial? stride = null, bool ceilMode = false) =>
        LpPool(3, normType, kernelSize, stride, ceilMode);

    /// <summary>The mean of each channel over all its spatial axes: [N, C, …] → [N, C].</summary>
    public Tensor GlobalAvgPool() => OverSpatial("GlobalAvgPool", (x, axes) => x.Mean(axes, false));

    /// <summary>The largest of each channel over all its spatial axes: [N, C, …] → [N, C].</summary>
    public Tensor GlobalMaxPool() => OverSpatial("GlobalMaxPool", (x, axes) => x.Amax(axes, false));

    internal (Tensor Values, Tensor? Indices) MaxPool(
        int axes, Spatial kernelSize, Spatial? stride, Spatial? padding, Spatial? dilation, bool ceilMode, bool withIndices)
    {
        string name = $"MaxPool{axes}d";
        if (Rank == axes + 1)
        {
            (Tensor values, Tensor? found) = Unsqueeze(0).MaxPool(axes, kernelSize, stride, padding, dilation, ceilMode, withIndices);
            return (values.Squeeze(0), found?.Squeeze(0));
        }

        (Steps window, Steps step, Steps pad) = PoolWindow(name, axes, kernelSize, stride, padding);
        bool keepsIndices = withIndices || (GradMode.IsEnabled && RequiresGrad);
        Tensor[] y = Engine.ApplyAll(
            new MaxPool(window, step, pad, (dilation ?? 1).For(axes, name, "dilation", 1), ceilMode, keepsIndices), this);
        return (y[0], withIndices ? y[1] : null);
    }

    /// <param name="axes">Number of spatial axes.</param>
    /// <param name="indices">Where in its plane each value was, as the pool gives it.</param>
    /// <param name="kernelSize">The pool's window.</param>
    /// <param name="stride">Its stride; the kernel's size if not given.</param>
    /// <param name="padding">Its padding; 0 if not given.</param>
    /// <param name="outputSize">The spatial sizes before the pool, where they do not follow from the window.</param>
    /// <exception cref="ShapeException">Shapes do not fit, or an index lies outside of the plane.</exception>
    internal Tensor MaxUnpool(int axes, Tensor indices, Spatial kernelSize, Spatial? stride, Spatial? padding, Spatial? outputSize)
    {
        ArgumentNullException.ThrowIfNull(indices);
        string name = $"MaxUnpool{axes}d";
        if (Rank == axes + 1)
            return Unsqueeze(0).MaxUnpool(axes, indices.Unsqueeze(0), kernelSize, stride, padding, outputSize).Squeeze(0);
        CheckImage(name, axes);
        if (indices.Shape != Shape) throw new ShapeException($"{name}: indices {indices.Shape} are not as many as values {Shape}.");
        (Steps window, Steps step, Steps pad) = PoolWindow(name, axes, kernelSize, stride, padding);
        Steps? given = outputSize?.For(axes, name, "size", 1);
        var sizes = Shape.Span.ToArray();
        for (int i = 0; i < axes; i++) sizes[i + 2] = given?[i] ?? ((Shape[i + 2] - 1) * step[i]) - (2 * pad[i]) + window[i];
        return Engine.Apply(new PlaneScatter(axes, Shape.Create(sizes), IsUnpool: true), Real(), Index(indices));
    }

    internal Tensor LpPool(int rank, double normType, Spatial kernelSize, Spatial? stride, bool ceilMode)
    {
        if (DType.IsHalf()) return Widened().LpPool(rank, normType, kernelSize, stride, ceilMode).To(DType);
        int count = Shape.Product(kernelSize.For(rank, $"LpPool{rank}d", "kernel", 1).Span);
        Tensor powers = normType < 1 ? Powers(Real(), normType) : Real().Pow(normType);
        return Root(powers.AvgPool(rank, kernelSize, stride, null, ceilMode, true) * count, normType);
    }

    internal Tensor AvgPool(
        int rank, Spatial kernelSize, Spatial? stride, Spatial? padding, bool ceilMode, bool countIncludePad, int? divisorOverride = null)
    {
        if (DType.IsHalf())
            return Widened().AvgPool(rank, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride).To(DType);
        string name = $"AvgPool{rank}d";
        if (Rank == rank + 1)
            return Unsqueeze(0).AvgPool(rank, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride).Squeeze(0);
        CheckImage(name, rank);
        if (divisorOverride < 1) throw new ShapeException($"{name}: a divisor of {divisorOverride} is below 1.");
        (Steps size, Steps step, Steps pad) = PoolWindow(name, rank, kernelSize, stride, padding);
        Tensor y = this;
        for (int i = 0; i < rank; i++)
        {
            int axis = i + 2;
            int output = PoolSize.Output(name, Shape, axis, size[i], step[i], pad[i], 1, ceilMode);
            // The divisor is that of the whole window, so one axis has it.
            int by = divisorOverride is null ? 0 : i == 0 ? divisorOverride.Value : 1;
            y = Engine.Apply(new AveragePool(axis, Shape[axis], output, size[i], step[i], pad[i], countIncludePad, by), y);
        }

        return y;
    }

    internal Tensor AdaptiveAvgPool(int rank, Spatial outputSize)
    {
        if (DType.IsHalf()) return Widened().AdaptiveAvgPool(rank, outputSize).To(DType);
        string name = $"AdaptiveAvgPool{rank}d";
        if (Rank == rank + 1) return Unsqueeze(0).AdaptiveAvgPool(rank, outputSize).Squeeze(0);
        CheckImage(name, rank);
        Steps output = outputSize.For(rank, name, "size", 0);
        Tensor y = this;
        for (int i = 0; i < rank; i++)
        {
            if (Shape[i + 2] == 0) throw new ShapeException($"{name}: there is nothing to average along axis {i + 2} of {Shape}.");
            y = Engine.Apply(new AdaptiveAveragePool(i + 2, Shape[i + 2], output[i]), y);
        }

        return y;
    }

    private Tensor OverSpatial(string name, Func<Tensor, int[], Tensor> reduce)
    {
        if (Rank < 3) throw new ShapeException($"{name}: takes an image [N, C, sizes…], not {Shape}.");
        return reduce(this, [.. Enumerable.Range(2, Rank - 2)]);
    }

    private static (Steps Kernel, Steps Stride, Steps Padding) PoolWindow(
        string name, int axes, Spatial kernel, Spatial? stride, Spatial? pad) =>
        (kernel.For(axes, name, "kernel", 1), (stride ?? kernel).For(axes, name, "stride", 1), (pad ?? 0).For(axes, name, "padding", 0));

    private void CheckImage(string name, int rank)
    {
        if (Rank != rank + 2)
            throw new ShapeException($"{name}: takes an image [N, C, {rank} sizes] or a single [C, {rank} sizes], not {Shape}.");
    }
}
