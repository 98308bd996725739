namespace Adjoint.Nn;

/// <summary>Images [N, C, …] resized to a size or by a scale.</summary>
public class Upsample : Layer
{
    private readonly Spatial? size;
    private readonly SpatialScale? scale;
    private readonly UpsampleMode mode;
    private readonly bool alignCorners, recomputeScaleFactor;

    /// <summary>Creates the layer.</summary>
    /// <param name="size">Sizes of the result; or give a scale.</param>
    /// <param name="scaleFactor">Results for each element along each axis; or give a size.</param>
    /// <param name="mode">How values between elements are interpolated.</param>
    /// <param name="alignCorners">Whether the first and last elements stay in place; if not, the borders of pixels do.</param>
    /// <param name="recomputeScaleFactor">Whether places are computed from the sizes that the scale gives, and not from the scale.</param>
    /// <exception cref="AdjointException">Both or neither of size and scale are given, or the mode has no corners to align.</exception>
    public Upsample(
        Spatial? size = null, SpatialScale? scaleFactor = null, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false,
        bool recomputeScaleFactor = false)
    {
        if (size is null == scaleFactor is null) throw new AdjointException($"{Kind}: give either a size or a scale.");
        if (alignCorners && mode is (UpsampleMode.Nearest or UpsampleMode.NearestExact or UpsampleMode.Area))
            throw new AdjointException($"{Kind}: alignCorners has no meaning for {mode}.");
        (this.size, this.scale, this.mode, this.alignCorners) = (size, scaleFactor, mode, alignCorners);
        this.recomputeScaleFactor = recomputeScaleFactor;
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Interpolate(size, scale, mode, alignCorners, recomputeScaleFactor);

    /// <inheritdoc/>
    protected override string Describe()
    {
        string name = mode == UpsampleMode.NearestExact ? "nearest-exact" : mode.ToString().ToLowerInvariant();
        return (scale is { } factor ? $"scale_factor={factor}" : $"size={size}") + $", mode={name}";
    }
}

/// <summary>Images [N, C, H, W] resized by the nearest element.</summary>
/// <param name="size">Height and width of the result; or give a scale.</param>
/// <param name="scaleFactor">Results for each element along each axis; or give a size.</param>
/// <exception cref="AdjointException">Both or neither of size and scale are given.</exception>
public sealed class UpsamplingNearest2d(Spatial? size = null, SpatialScale? scaleFactor = null) : Upsample(size, scaleFactor);

/// <summary>Images [N, C, H, W] resized by bilinear interpolation, the first and last elements in place.</summary>
/// <inheritdoc cref="UpsamplingNearest2d" path="/param | /exception"/>
public sealed class UpsamplingBilinear2d(Spatial? size = null, SpatialScale? scaleFactor = null)
    : Upsample(size, scaleFactor, UpsampleMode.Bilinear, alignCorners: true);
