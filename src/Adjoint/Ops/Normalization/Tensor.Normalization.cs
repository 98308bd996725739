using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// Batch normalisation of [N, C, …] by the statistics of the batch, or by given ones: (x − mean)/√(variance + ε), times
    /// weight, plus bias; all of those [C].
    /// </summary>
    /// <exception cref="ShapeException">There are no channels, or a given tensor is not [C].</exception>
    public Tensor BatchNorm(Tensor? weight = null, Tensor? bias = null, Tensor? runningMean = null, Tensor? runningVar = null,
        double eps = 1e-5)
    {
        if (DType.IsHalf())
            return Widened().BatchNorm(weight?.Widened(), bias?.Widened(), runningMean?.Widened(), runningVar?.Widened(), eps)
                .To(Meeting(weight, bias, runningMean, runningVar));
        if (Rank < 2) throw new ShapeException($"BatchNorm: takes [N, C, …], not {Shape}.");
        if (runningMean is null != runningVar is null) throw new ShapeException("BatchNorm: give both mean and variance, or neither.");
        (weight, bias) = (PerChannel(weight, "a weight"), PerChannel(bias, "a bias"));
        if (runningMean is null)
        {
            CheckHasVariance(this);
            return Standardized(Real(), Axes.All(Rank).Bits & ~0b10, eps, weight, bias).Y;
        }

        // One factor and one summand for each channel: two passes over the image instead of four.
        Tensor scale = (PerChannel(runningVar, "a variance")! + eps).Rsqrt();
        Tensor middle = PerChannel(runningMean, "a mean")!;
        if (weight is not null) scale *= weight;
        return (Real() * scale) + (bias is null ? -(middle * scale) : bias - (middle * scale));
    }

    /// <summary>
    /// Normalisation of [N, C, …] by its own statistics over all axes but the kept ones, with mean and variance (divided by the
    /// count, less 1), both of the kept axes' sizes and outside of the graph.
    /// </summary>
    internal (Tensor Y, Tensor Mean, Tensor Variance) NormalizeWithStatistics(Axes kept, Tensor? weight, Tensor? bias, double eps)
    {
        int axes = Axes.All(Rank).Bits & ~kept.Bits;
        (Tensor y, Tensor mean, Tensor variance) = Standardized(
            Real(), axes, eps, PerChannel(weight, "a weight"), PerChannel(bias, "a bias"));
        double count = new Axes(axes).CountIn(Shape);
        Shape sizes = Shape.Without(new Axes(axes));
        return (y, mean.Detach().ReshapeTo(sizes), variance.Detach().ReshapeTo(sizes) * (count / (count - 1)));
    }

    /// <summary>Instance normalisation of [N, C, …]: each channel of each image by its own statistics.</summary>
    /// <exception cref="ShapeException">There are no places, or there is only one.</exception>
    public Tensor InstanceNorm(Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        if (DType.IsHalf()) return Widened().InstanceNorm(weight?.Widened(), bias?.Widened(), eps).To(Meeting(weight, bias));
        if (Rank < 3) throw new ShapeException($"InstanceNorm: takes [N, C, sizes…], not {Shape}.");
        CheckHasPlaces(this);
        return Standardized(Real(), Axes.All(Rank).Bits & ~0b11, eps, PerChannel(weight, "a weight"), PerChannel(bias, "a bias")).Y;
    }

    /// <summary>Layer normalisation over the last axes, of the given sizes; weight and bias have that shape.</summary>
    /// <exception cref="ShapeException">The last sizes are not as given.</exception>
    public Tensor LayerNorm(Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        if (DType.IsHalf()) return Widened().LayerNorm(normalizedShape, weight?.Widened(), bias?.Widened(), eps).To(Meeting(weight, bias));
        int rank = normalizedShape.Rank;
        if (rank == 0 || rank > Rank || !Shape.Span[^rank..].SequenceEqual(normalizedShape.Span))
            throw new ShapeException($"LayerNorm: {Shape} does not end in {normalizedShape}.");
        if ((weight is not null && weight.Shape != normalizedShape) || (bias is not null && bias.Shape != normalizedShape))
            throw new ShapeException($"LayerNorm: weight and bias have the shape {normalizedShape} that is normalised.");
        int axes = Axes.All(Rank).Bits & ~Axes.All(Rank - rank).Bits;
        Shape aligned = Shape.Create([.. Shape.Repeat(1, Rank - rank).Span, .. normalizedShape.Span]);
        return Standardized(Real(), axes, eps, weight?.ReshapeTo(aligned), bias?.ReshapeTo(aligned)).Y;
    }

    /// <summary>Group normalisation of [N, C, …]: groups of neighbouring channels of each image by their own statistics.</summary>
    /// <exception cref="ShapeException">The channels do not divide by the groups, or each group has one value.</exception>
    public Tensor GroupNorm(int numGroups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        if (DType.IsHalf()) return Widened().GroupNorm(numGroups, weight?.Widened(), bias?.Widened(), eps).To(Meeting(weight, bias));
        if (Rank < 2 || numGroups < 1 || Shape[1] % numGroups != 0)
            throw new ShapeException($"GroupNorm: takes [N, C, …] with C divisible by {numGroups} groups, not {Shape}.");
        if (Numel == numGroups)
            throw new ShapeException($"GroupNorm: one value per group, as in {Shape} with {numGroups} groups, has no variance.");
        Tensor grouped = Real().ReshapeTo(
            [Shape[0], numGroups, Shape[1] / numGroups, .. Shape.Span[2..]]);
        int axes = Axes.All(grouped.Rank).Bits & ~0b11;
        Tensor y = Standardized(grouped, axes, eps, null, null).Y.ReshapeTo(Shape);
        return Affine(y, PerChannel(weight, "a weight"), PerChannel(bias, "a bias"));
    }

    /// <summary>
    /// Local response normalisation of [N, C, …]: x / (k + α·mean of x² over the neighbouring channels)^β. Krizhevsky et al.
    /// 2012; as in PyTorch α is divided by the number of channels, zeros beyond the first and last included.
    /// </summary>
    /// <exception cref="ShapeException">There are no channels, or the size is below 1.</exception>
    public Tensor LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        if (DType.IsHalf()) return Widened().LocalResponseNorm(size, alpha, beta, k).To(DType);
        if (Rank < 2 || size < 1)
            throw new ShapeException($"LocalResponseNorm: takes [N, C, …] and a size from 1, not {Shape} and {size}.");
        if (Numel == 0) return Real();
        int channels = Shape[1];
        // The mean over an axis that counts what lies beyond its ends as 0.
        Tensor near = Engine.Apply(new AveragePool(1, channels, channels, size, 1, size / 2, true), Real().Square());
        return Real() / ((near * alpha) + k).Pow(beta);
    }

    /// <summary>Fails where each channel of an image has one value, and so no variance.</summary>
    internal static void CheckHasPlaces(Tensor x)
    {
        if (Shape.Product(x.Shape.Span[2..]) == 1)
            throw new ShapeException($"InstanceNorm: one value per channel of an image, as in {x.Shape}, has no variance; use BatchNorm.");
    }

    /// <summary>Fails where each channel has one value, and so no variance.</summary>
    internal static void CheckHasVariance(Tensor x)
    {
        if (x.Numel > 0 && x.Numel == x.Shape[1])
            throw new ShapeException(
                $"BatchNorm: one value per channel, as in {x.Shape}, has no variance; use a larger batch or evaluation mode.");
    }

    /// <summary>In one pass where weight and bias have x's axes and type; with the mean and the variance.</summary>
    private static (Tensor Y, Tensor Mean, Tensor Variance) Standardized(Tensor x, int axes, double eps, Tensor? weight, Tensor? bias)
    {
        var op = new Standardize(new Axes(axes), eps);
        bool inOnePass = weight is not null && bias is not null && weight.Rank == x.Rank && bias.Shape == weight.Shape
            && weight.DType == x.DType && bias.DType == x.DType;
        Tensor[] y = inOnePass ? Engine.ApplyAll(op, x, weight!, bias!) : Engine.ApplyAll(op, x);
        return (inOnePass ? y[0] : Affine(y[0], weight, bias), y[1], y[3]);
    }

    private static Tensor Affine(Tensor y, Tensor? weight, Tensor? bias)
    {
        if (weight is not null) y *= weight;
        return bias is null ? y : y + bias;
    }

    /// <summary>One number per channel, shaped so that it meets this tensor's axis 1.</summary>
    private Tensor? PerChannel(Tensor? values, string what)
    {
        if (values is null) return null;
        if (values.Rank != 1 || values.Shape[0] != Shape[1])
            throw new ShapeException($"Normalisation: {what} of shape {values.Shape} does not fit the {Shape[1]} channels of {Shape}.");
        return values.ReshapeTo(Broadcasting.PerChannel(Rank, Shape[1]));
    }

    /// <summary>eˣ / Σ eˣ along an axis: positive numbers that sum to 1.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="dtype">The type in which is computed; by default this tensor's, of integers float32.</param>
    /// <returns>Of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Softmax(int axis = -1, DType? dtype = null)
    {
        Tensor x = (dtype is { } other ? To(other) : this).Real().WithAxis;
        return Engine.Apply(new Softmax(x.Shape.Axis(axis, "Softmax")), x).ReshapeTo(Shape);
    }

    /// <summary>The logarithm of the softmax, without overflow.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="dtype">The type in which is computed; by default this tensor's, of integers float32.</param>
    /// <returns>Of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSoftmax(int axis = -1, DType? dtype = null)
    {
        Tensor x = (dtype is { } other ? To(other) : this).Real().WithAxis;
        return Engine.Apply(new LogSoftmax(x.Shape.Axis(axis, "LogSoftmax")), x).ReshapeTo(Shape);
    }

    /// <summary>The softmax of −x: the smallest gets most.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="dtype">The type in which is computed; by default this tensor's, of integers float32.</param>
    /// <returns>Of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Softmin(int axis = -1, DType? dtype = null) => (-this).Softmax(axis, dtype);
}
