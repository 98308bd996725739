using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Images [N, C, sizes…] resized to a size, or by a scale.</summary>
    /// <param name="size">Sizes of the result; or give a scale.</param>
    /// <param name="scaleFactor">Results for each element along each axis; or give a size.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="alignCorners">
    /// Whether the first and last elements stay in place; if not, the borders of pixels do. Only for linear and cubic interpolation.
    /// </param>
    /// <param name="recomputeScaleFactor">
    /// Whether places are computed from the sizes that the scale gives, rounded down, and not from the scale itself.
    /// </param>
    /// <param name="antialias">Whether every element counts where an image shrinks; for bilinear and bicubic interpolation.</param>
    /// <returns>The images.</returns>
    /// <exception cref="ShapeException">The shape does not go with the mode, or both or neither of size and scale are given.</exception>
    public Tensor Interpolate(
        Spatial? size = null, SpatialScale? scaleFactor = null, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false,
        bool recomputeScaleFactor = false, bool antialias = false)
    {
        const string name = "Interpolate";
        int axes = mode switch
        {
            UpsampleMode.Linear => 1,
            UpsampleMode.Bilinear or UpsampleMode.Bicubic => 2,
            UpsampleMode.Trilinear => 3,
            _ => Rank - 2,
        };
        bool isSmooth = mode is UpsampleMode.Linear or UpsampleMode.Bilinear or UpsampleMode.Bicubic or UpsampleMode.Trilinear;
        if (Rank is < 3 or > 5 || Rank != axes + 2)
            throw new ShapeException($"{name}: {mode} takes an image [N, C, {(isSmooth ? $"{axes} sizes" : "sizes…")}], not {Shape}.");
        if (alignCorners && !isSmooth) throw new ShapeException($"{name}: alignCorners has no meaning for {mode}.");
        if (antialias && mode is not (UpsampleMode.Bilinear or UpsampleMode.Bicubic))
            throw new ShapeException($"{name}: antialias is for bilinear and bicubic interpolation, not {mode}.");
        if (recomputeScaleFactor && scaleFactor is null)
            throw new ShapeException($"{name}: recomputeScaleFactor goes with a scale, not with a size.");
        if (mode == UpsampleMode.Area || recomputeScaleFactor)
        {
            if (size is null == scaleFactor is null) throw new ShapeException($"{name}: give either a size or a scale.");
            size ??= Scaled(scaleFactor!.Value.For(axes, name));
            scaleFactor = null;
        }

        if (mode == UpsampleMode.Area) return AdaptiveAvgPool(axes, size!.Value);
        return Resized(name, size, scaleFactor, (axis, output, scale) => mode switch
        {
            UpsampleMode.Nearest => new InterpolateNearest(axis, Shape[axis], output, scale),
            UpsampleMode.NearestExact => new InterpolateNearestExact(axis, Shape[axis], output, scale),
            _ when antialias => new InterpolateAntialias(axis, Shape[axis], output, alignCorners, scale, mode == UpsampleMode.Bicubic),
            UpsampleMode.Bicubic => new InterpolateCubic(axis, Shape[axis], output, alignCorners, scale),
            _ => new InterpolateLinear(axis, Shape[axis], output, alignCorners, scale),
        });
    }

    /// <summary>
    /// Images resized by the nearest element: [N, C, …] to a size, or by a scale. A scale that leaves the size as it is copies, and one
    /// that doubles it repeats each element, as PyTorch's gradient does (its values do so for some memory layouts only).
    /// </summary>
    /// <param name="size">Sizes of the result; or give a scale.</param>
    /// <param name="scaleFactor">Results for each element along each axis; or give a size.</param>
    /// <returns>The images.</returns>
    public Tensor UpsampleNearest(Spatial? size = null, SpatialScale? scaleFactor = null) => Resized(
        "UpsampleNearest", size, scaleFactor, (axis, output, factor) => new InterpolateNearest(axis, Shape[axis], output, factor));

    /// <summary>
    /// Images resized by linear interpolation along each axis (bilinear for two): [N, C, …] to a size, or by a scale. An axis whose size
    /// stays is copied.
    /// </summary>
    /// <param name="size">Sizes of the result; or give a scale.</param>
    /// <param name="scaleFactor">Results for each element along each axis; or give a size.</param>
    /// <param name="alignCorners">Whether the first and last elements stay in place; if not, the borders of pixels do.</param>
    /// <returns>The images.</returns>
    public Tensor UpsampleLinear(Spatial? size = null, SpatialScale? scaleFactor = null, bool alignCorners = false) => Resized(
        "UpsampleLinear", size, scaleFactor,
        (axis, output, factor) => new InterpolateLinear(axis, Shape[axis], output, alignCorners, factor));

    /// <summary>Images resized by bicubic interpolation: [N, C, H, W] to a size, or by a scale.</summary>
    /// <param name="size">Sizes of the result; or give a scale.</param>
    /// <param name="scaleFactor">Results for each element along each axis; or give a size.</param>
    /// <param name="alignCorners">Whether the first and last elements stay in place; if not, the borders of pixels do.</param>
    /// <returns>The images.</returns>
    public Tensor UpsampleBicubic(Spatial? size = null, SpatialScale? scaleFactor = null, bool alignCorners = false)
    {
        CheckImage("UpsampleBicubic", 2);
        return Resized(
            "UpsampleBicubic", size, scaleFactor,
            (axis, output, factor) => new InterpolateCubic(axis, Shape[axis], output, alignCorners, factor));
    }

    private Spatial Scaled(double[] scale)
    {
        var sizes = new int[scale.Length];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = (int)Math.Floor(Shape[i + 2] * scale[i]);
        return sizes;
    }

    private Tensor Resized(string name, Spatial? size, SpatialScale? scale, Func<int, int, double, Resample> along)
    {
        if (Rank < 3) throw new ShapeException($"{name}: takes an image [N, C, sizes…], not {Shape}.");
        if (size is null == scale is null) throw new ShapeException($"{name}: give either a size or a scale.");
        int rank = Rank - 2;
        Steps? sizes = size?.For(rank, name, "size", 1);
        double[]? factors = scale?.For(rank, name);
        Tensor y = Widened();
        for (int i = 0; i < rank; i++)
        {
            int axis = i + 2;
            int output = sizes?[i] ?? (int)Math.Floor(Shape[axis] * factors![i]);
            if (output < 1 || Shape[axis] < 1)
                throw new ShapeException($"{name}: axis {axis} of {Shape} cannot be resized to {output}.");
            y = Engine.Apply(along(axis, output, factors?[i] ?? 0), y);
        }

        return y.To(DType);
    }
}
