using Adjoint.Ops;

namespace Adjoint;

/// <content>Images sampled at places, as in spatial transformers. Jaderberg et al. 2015 (arXiv 1506.02025).</content>
public sealed partial class Tensor
{
    /// <summary>
    /// The values of images at places: [N, C, H, W] at [N, H', W', 2] → [N, C, H', W'], or with three axes. A place is (x, y) or
    /// (x, y, z), −1 and 1 the ends of each axis, the innermost first.
    /// </summary>
    /// <param name="grid">The places.</param>
    /// <param name="mode">How values between elements are found.</param>
    /// <param name="paddingMode">What lies outside.</param>
    /// <param name="alignCorners">Whether the ends are the centres of the first and last elements; if not, the borders of those.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ShapeException">Shapes do not fit, or the mode is bicubic and there are three axes.</exception>
    public Tensor GridSample(
        Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePadding paddingMode = GridSamplePadding.Zeros,
        bool alignCorners = false)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int axes = Rank - 2;
        if (axes is not (2 or 3) || grid.Rank != Rank || grid.Shape[0] != Shape[0] || grid.Shape[^1] != axes)
            throw new ShapeException(
                $"GridSample: takes images [N, C, H, W] and a grid [N, H', W', 2], or [N, C, D, H, W] and [N, D', H', W', 3], "
                + $"not {Shape} and {grid.Shape}.");
        if (mode == GridSampleMode.Bicubic && axes != 2)
            throw new ShapeException($"GridSample: bicubic takes images with two axes, not {Shape}.");
        if (Shape.Product(Shape.Span[2..]) == 0) throw new ShapeException($"GridSample: there is nothing to sample in {Shape}.");
        DType type = DTypes.Promote(Real().DType, grid.DType);
        DType wide = type.IsHalf() ? DType.Float32 : type;
        Tensor samples = new GridSampler(To(wide), paddingMode, alignCorners).Sample(grid.To(wide).Flatten(1, -2), mode);
        return samples.Transpose(1, 2).Reshape([Shape[0], Shape[1], .. grid.Shape.Span[1..^1]]).To(type);
    }

    /// <summary>
    /// The grid by which <see cref="GridSample"/> moves images by affine maps: this are matrices [N, 2, 3] or [N, 3, 4].
    /// </summary>
    /// <param name="size">Sizes of the result of the sampling: [N, C, H, W] or [N, C, D, H, W].</param>
    /// <param name="alignCorners">As for the sampling.</param>
    /// <returns>[N, H, W, 2] or [N, D, H, W, 3].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor AffineGrid(Shape size, bool alignCorners = false)
    {
        int axes = size.Rank - 2;
        if (axes is not (2 or 3) || Rank != 3 || Shape[0] != size[0] || Shape[1] != axes || Shape[2] != axes + 1)
            throw new ShapeException(
                $"AffineGrid: takes matrices [N, 2, 3] for a size [N, C, H, W], or [N, 3, 4] for [N, C, D, H, W], not {Shape} and "
                + $"{size}.");
        if (DType.IsHalf()) return Widened().AffineGrid(size, alignCorners).To(DType);
        Tensor theta = Real();
        Shape space = Shape.Create(size.Span[2..]);
        var places = new Tensor[axes + 1];
        for (int axis = 0; axis < axes; axis++)
        {
            int count = space[axis];
            // Of one place the middle.
            Tensor ends = count == 1
                ? Zeros([1], theta.DType)
                : Linspace(-1, 1, count, theta.DType) * (alignCorners ? 1 : (count - 1.0) / count);
            places[axes - 1 - axis] = ends.ReshapeTo(Shape.Repeat(1, axes).With(axis, count)).ExpandTo(space);
        }

        places[axes] = Ones(space, theta.DType);
        Tensor points = Stack(places, -1).Reshape(space.Numel, axes + 1);
        return points.MatMul(theta.Transpose()).Reshape([size[0], .. space.Span, axes]);
    }
}
