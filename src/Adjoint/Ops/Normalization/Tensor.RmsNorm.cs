namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>x / √(mean of x² + ε) over the last axes, times a weight. Zhang &amp; Sennrich 2019 (arXiv 1910.07467).</summary>
    /// <param name="normalizedShape">Sizes of the last axes.</param>
    /// <param name="weight">Of that shape; null for none.</param>
    /// <param name="eps">ε; the distance from 1 to the next number of the type if not given.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">The last sizes are not as given.</exception>
    public Tensor RmsNorm(Shape normalizedShape, Tensor? weight = null, double? eps = null)
    {
        double least = eps ?? DType switch
        {
            DType.Float64 => double.BitIncrement(1) - 1,
            DType.Float16 => 1.0 / 1024,
            DType.BFloat16 => 1.0 / 128,
            _ => 1.0 / (1 << 23),
        };
        if (DType.IsHalf()) return Widened().RmsNorm(normalizedShape, weight?.Widened(), least).To(Meeting(weight));
        int rank = normalizedShape.Rank;
        if (rank == 0 || rank > Rank || !Shape.Span[^rank..].SequenceEqual(normalizedShape.Span))
            throw new ShapeException($"RmsNorm: {Shape} does not end in {normalizedShape}.");
        if (weight is not null && weight.Shape != normalizedShape)
            throw new ShapeException($"RmsNorm: a weight has the shape {normalizedShape} that is normalised, not {weight.Shape}.");
        int[] axes = [.. Enumerable.Range(Rank - rank, rank)];
        Tensor x = Real();
        Tensor y = x * (x.Square().Mean(axes, keepDims: true) + least).Rsqrt();
        return weight is null ? y : y * weight;
    }
}
