namespace Adjoint.Nn;

/// <summary>Images [N, C, …] resized to a size or by a scale.</summary>
public sealed class Upsample : Layer
{
    private readonly Spatial? size;
    private readonly double? scale;
    private readonly UpsampleMode mode;
    private readonly bool alignCorners;

    /// <summary>Creates the layer.</summary>
    /// <param name="size">Sizes of the result; or give a scale.</param>
    /// <param name="scale">Results for each element along each axis; or give a size.</param>
    /// <param name="mode">How values between elements are interpolated.</param>
    /// <param name="alignCorners">Whether the first and last elements stay in place; if not, the borders of pixels do.</param>
    /// <exception cref="AdjointException">Both or neither of size and scale are given, or the mode has no corners to align.</exception>
    public Upsample(Spatial? size = null, double? scale = null, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false)
    {
        if (size is null == scale is null) throw new AdjointException("Upsample: give either a size or a scale.");
        if (alignCorners && mode == UpsampleMode.Nearest)
            throw new AdjointException("Upsample: alignCorners has no meaning for the nearest element.");
        (this.size, this.scale, this.mode, this.alignCorners) = (size, scale, mode, alignCorners);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        int axes = mode switch { UpsampleMode.Nearest => x.Rank - 2, UpsampleMode.Linear => 1, UpsampleMode.Trilinear => 3, _ => 2 };
        if (x.Rank != axes + 2)
            throw new ShapeException($"Upsample: {mode} takes an image [N, C, {axes} sizes], not {x.Shape}.");
        return mode switch
        {
            UpsampleMode.Nearest => x.UpsampleNearest(size, scale),
            UpsampleMode.Bicubic => x.UpsampleBicubic(size, scale, alignCorners),
            _ => x.UpsampleLinear(size, scale, alignCorners),
        };
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        (scale is { } factor ? $"scale_factor={PythonText.Of(factor)}" : $"size={size}") + $", mode={mode.ToString().ToLowerInvariant()}";
}
