namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The variance: squared distances from the mean, summed and divided by the count less 1.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The variances, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Var(params ReadOnlySpan<int> axes) => Var(axes, false);

    /// <summary>
    /// The variance over axes, divided by the count less <paramref name="correction"/> (1: Bessel's). Where that leaves
    /// nothing, value and gradient are NaN (PyTorch's gradient is infinite).
    /// </summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    /// <returns>The variances.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Var(ReadOnlySpan<int> axes = default, bool keepDims = false, double correction = 1) =>
        Rounded(Widened().Spread("Var", axes, keepDims, correction).Var);

    /// <inheritdoc cref="Var(ReadOnlySpan{int}, bool, double)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    public Tensor Var(int axis, bool keepDims = false, double correction = 1) => Var([axis], keepDims, correction);

    /// <summary>The standard deviation: the root of the variance.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The deviations, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Std(params ReadOnlySpan<int> axes) => Std(axes, false);

    /// <summary>The standard deviation over axes. Its slope where all are equal is 0.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="correction">What the count is reduced by before the variance is divided by it.</param>
    /// <returns>The deviations.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Std(ReadOnlySpan<int> axes = default, bool keepDims = false, double correction = 1) =>
        Rounded(Root(Widened().Spread("Std", axes, keepDims, correction).Var, 2));

    /// <inheritdoc cref="Std(ReadOnlySpan{int}, bool, double)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    public Tensor Std(int axis, bool keepDims = false, double correction = 1) => Std([axis], keepDims, correction);

    /// <summary>The variance and the mean, of all elements or over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    /// <returns>Both.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public (Tensor Var, Tensor Mean) VarMean(ReadOnlySpan<int> axes = default, bool keepDims = false, double correction = 1)
    {
        (Tensor variance, Tensor mean) = Widened().Spread("VarMean", axes, keepDims, correction);
        return (Rounded(variance), Rounded(mean));
    }

    /// <inheritdoc cref="VarMean(ReadOnlySpan{int}, bool, double)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    public (Tensor Var, Tensor Mean) VarMean(int axis, bool keepDims = false, double correction = 1) =>
        VarMean([axis], keepDims, correction);

    /// <summary>The standard deviation and the mean, of all elements or over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    /// <returns>Both.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public (Tensor Std, Tensor Mean) StdMean(ReadOnlySpan<int> axes = default, bool keepDims = false, double correction = 1)
    {
        (Tensor variance, Tensor mean) = Widened().Spread("StdMean", axes, keepDims, correction);
        return (Rounded(Root(variance, 2)), Rounded(mean));
    }

    /// <inheritdoc cref="StdMean(ReadOnlySpan{int}, bool, double)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="correction">What the count is reduced by.</param>
    public (Tensor Std, Tensor Mean) StdMean(int axis, bool keepDims = false, double correction = 1) =>
        StdMean([axis], keepDims, correction);

    private (Tensor Var, Tensor Mean) Spread(string operation, ReadOnlySpan<int> axes, bool keepDims, double correction)
    {
        Axes resolved = Axes.Resolve(axes, Shape, operation);
        Tensor x = Real(), mean = x.Mean(axes, true);
        Tensor variance = (x - mean).Square().Sum(axes, keepDims) / Math.Max(0, resolved.CountIn(Shape) - correction);
        return (variance, keepDims ? mean : mean.ReshapeTo(Shape.Without(resolved)));
    }
}
