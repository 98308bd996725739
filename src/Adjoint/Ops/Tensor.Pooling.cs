using Adjoint.Ops;

namespace Adjoint;

/// <remarks>Pools take images [N, C, sizes…], or [C, sizes…] for a single one.</remarks>
public sealed partial class Tensor
{
    /// <summary>The largest of each window along one axis. The stride is the kernel's size if not given.</summary>
    public Tensor MaxPool1d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPool(1, kernel, stride, padding, dilation, ceilMode, false).Values;

    /// <summary>The largest of each window over two axes. The stride is the kernel's size if not given.</summary>
    public Tensor MaxPool2d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPool(2, kernel, stride, padding, dilation, ceilMode, false).Values;

    /// <summary>The largest of each window over three axes. The stride is the kernel's size if not given.</summary>
    public Tensor MaxPool3d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPool(3, kernel, stride, padding, dilation, ceilMode, false).Values;

    /// <summary>The largest of each window over so many axes, and where in its plane each was found (int64).</summary>
    public (Tensor Values, Tensor Indices) MaxPool(
        int axes, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    {
        (Tensor values, Tensor? indices) = MaxPool(axes, kernel, stride, padding, dilation, ceilMode, true);
        return (values, indices!);
    }

    /// <summary>The mean of each window along one axis. The stride is the kernel's size if not given.</summary>
    public Tensor AvgPool1d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true) =>
        AvgPool(1, kernel, stride, padding, ceilMode, countPadding);

    /// <summary>The mean of each window over two axes. The stride is the kernel's size if not given.</summary>
    public Tensor AvgPool2d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true) =>
        AvgPool(2, kernel, stride, padding, ceilMode, countPadding);

    /// <summary>The mean of each window over three axes. The stride is the kernel's size if not given.</summary>
    public Tensor AvgPool3d(
        Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countPadding = true) =>
        AvgPool(3, kernel, stride, padding, ceilMode, countPadding);

    /// <summary>Means over as many nearly equal windows as the size says, along one axis.</summary>
    public Tensor AdaptiveAvgPool1d(Spatial size) => AdaptiveAvgPool(1, size);

    /// <summary>Means over as many nearly equal windows as the size says, over two axes.</summary>
    public Tensor AdaptiveAvgPool2d(Spatial size) => AdaptiveAvgPool(2, size);

    /// <summary>Means over as many nearly equal windows as the size says, over three axes.</summary>
    public Tensor AdaptiveAvgPool3d(Spatial size) => AdaptiveAvgPool(3, size);

    /// <summary>The mean of each channel over all its spatial axes: [N, C, …] → [N, C].</summary>
    public Tensor GlobalAvgPool() => OverSpatial("GlobalAvgPool", (x, axes) => x.Mean(axes, false));

    /// <summary>The largest of each channel over all its spatial axes: [N, C, …] → [N, C].</summary>
    public Tensor GlobalMaxPool() => OverSpatial("GlobalMaxPool", (x, axes) => x.Max(axes, false));

    /// <summary>Images resized by the nearest element: [N, C, …] to a size, or by a scale.</summary>
    public Tensor UpsampleNearest(Spatial? size = null, double? scale = null) => Interpolate(
        "UpsampleNearest", size, scale, (axis, output) => new InterpolateNearest(axis, Shape[axis], output, scale ?? 0));

    /// <summary>
    /// Images resized by linear interpolation along each axis (bilinear for two): [N, C, …] to a size, or by a scale.
    /// </summary>
    public Tensor UpsampleLinear(Spatial? size = null, double? scale = null, bool alignCorners = false) => Interpolate(
        "UpsampleLinear", size, scale,
        (axis, output) => new InterpolateLinear(axis, Shape[axis], output, alignCorners, scale ?? 0));

    private (Tensor Values, Tensor? Indices) MaxPool(
        int axes, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? dilation, bool ceilMode, bool withIndices)
    {
        string name = $"MaxPool{axes}d";
        if (Rank == axes + 1)
        {
            (Tensor values, Tensor? found) = Unsqueeze(0).MaxPool(axes, kernel, stride, padding, dilation, ceilMode, withIndices);
            return (values.Squeeze(0), found?.Squeeze(0));
        }

        var op = new MaxPoolIndices(
            kernel.For(axes, $"{name}: kernel", 1),
            (stride ?? kernel).For(axes, $"{name}: stride", 1),
            (padding ?? 0).For(axes, $"{name}: padding", 0),
            (dilation ?? 1).For(axes, $"{name}: dilation", 1),
            ceilMode);
        if (!IsSymbolic) return op.Both(this, withIndices);
        Tensor indices = Engine.Apply(op, this);
        return (Engine.Apply(new PlaneGather(axes), this, indices), indices);
    }

    private Tensor AvgPool(int rank, Spatial kernel, Spatial? stride, Spatial? padding, bool ceilMode, bool countPadding)
    {
        string name = $"AvgPool{rank}d";
        if (Rank == rank + 1) return Unsqueeze(0).AvgPool(rank, kernel, stride, padding, ceilMode, countPadding).Squeeze(0);
        CheckImage(name, rank);
        Steps size = kernel.For(rank, $"{name}: kernel", 1);
        Steps step = (stride ?? kernel).For(rank, $"{name}: stride", 1);
        Steps pad = (padding ?? 0).For(rank, $"{name}: padding", 0);
        Tensor y = this;
        for (int i = 0; i < rank; i++)
        {
            int axis = i + 2;
            int output = PoolSize.Output(name, Shape, axis, size[i], step[i], pad[i], 1, ceilMode);
            y = Engine.Apply(new AveragePool(axis, Shape[axis], output, size[i], step[i], pad[i], countPadding), y);
        }

        return y;
    }

    private Tensor AdaptiveAvgPool(int rank, Spatial size)
    {
        string name = $"AdaptiveAvgPool{rank}d";
        if (Rank == rank + 1) return Unsqueeze(0).AdaptiveAvgPool(rank, size).Squeeze(0);
        CheckImage(name, rank);
        Steps output = size.For(rank, $"{name}: size", 0);
        Tensor y = this;
        for (int i = 0; i < rank; i++)
        {
            if (Shape[i + 2] == 0) throw new ShapeException($"{name}: there is nothing to average along axis {i + 2} of {Shape}.");
            y = Engine.Apply(new AdaptiveAveragePool(i + 2, Shape[i + 2], output[i]), y);
        }

        return y;
    }

    private Tensor Interpolate(string name, Spatial? size, double? scale, Func<int, int, Resample> along)
    {
        if (Rank < 3) throw new ShapeException($"{name}: takes an image [N, C, sizes…], not {Shape}.");
        if (size is null == scale is null) throw new ShapeException($"{name}: give either a size or a scale.");
        int rank = Rank - 2;
        Steps? sizes = size?.For(rank, $"{name}: size", 1);
        Tensor y = this;
        for (int i = 0; i < rank; i++)
        {
            int axis = i + 2;
            int output = sizes?[i] ?? (int)Math.Floor(Shape[axis] * scale!.Value);
            if (output < 1 || Shape[axis] < 1)
                throw new ShapeException($"{name}: axis {axis} of {Shape} cannot be resized to {output}.");
            y = Engine.Apply(along(axis, output), y);
        }

        return y;
    }

    private Tensor OverSpatial(string name, Func<Tensor, int[], Tensor> reduce)
    {
        if (Rank < 3) throw new ShapeException($"{name}: takes an image [N, C, sizes…], not {Shape}.");
        int[] axes = new int[Rank - 2];
        for (int i = 0; i < axes.Length; i++) axes[i] = i + 2;
        return reduce(this, axes);
    }

    private void CheckImage(string name, int rank)
    {
        if (Rank != rank + 2)
            throw new ShapeException($"{name}: takes an image [N, C, {rank} sizes] or a single [C, {rank} sizes], not {Shape}.");
    }
}
