using Adjoint.Ops;

namespace Adjoint;

/// <content>
/// Maxima over windows whose distances vary at random, so that an image shrinks by a fraction. Graham 2014 (arXiv 1412.6071).
/// </content>
public sealed partial class Tensor
{
    /// <summary>The largest of each window over two axes, [N, C, H, W] or [C, H, W], at places drawn for each plane.</summary>
    /// <param name="kernelSize">Sizes of a window.</param>
    /// <param name="outputSize">Number of windows along each axis; or give a ratio.</param>
    /// <param name="outputRatio">Windows for each element along each axis, above 0 and below 1; or give a size.</param>
    /// <param name="randomSamples">Numbers in [0, 1) that place the windows, [N, C, 2]; drawn if not given.</param>
    /// <param name="generator">Draws them; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>[N, C, H', W'] or [C, H', W'].</returns>
    /// <exception cref="ShapeException">Shapes do not fit, or both or neither of size and ratio are given.</exception>
    public Tensor FractionalMaxPool2d(
        Spatial kernelSize, Spatial? outputSize = null, SpatialScale? outputRatio = null, Tensor? randomSamples = null,
        Generator? generator = null) => FractionalMaxPool(2, kernelSize, outputSize, outputRatio, randomSamples, generator).Values;

    /// <summary>The largest of each window over three axes, [N, C, D, H, W] or [C, D, H, W], at places drawn for each plane.</summary>
    /// <inheritdoc cref="FractionalMaxPool2d"/>
    /// <returns>[N, C, D', H', W'] or [C, D', H', W'].</returns>
    public Tensor FractionalMaxPool3d(
        Spatial kernelSize, Spatial? outputSize = null, SpatialScale? outputRatio = null, Tensor? randomSamples = null,
        Generator? generator = null) => FractionalMaxPool(3, kernelSize, outputSize, outputRatio, randomSamples, generator).Values;

    /// <summary>The same over two or three axes, and where in its plane each was found (int64).</summary>
    /// <param name="axes">2 or 3.</param>
    /// <param name="kernelSize">Sizes of a window.</param>
    /// <param name="outputSize">Number of windows along each axis; or give a ratio.</param>
    /// <param name="outputRatio">Windows for each element along each axis, above 0 and below 1; or give a size.</param>
    /// <param name="randomSamples">Numbers in [0, 1) that place the windows, [N, C, axes]; drawn if not given.</param>
    /// <param name="generator">Draws them; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>Values and indices.</returns>
    public (Tensor Values, Tensor Indices) FractionalMaxPool(
        int axes, Spatial kernelSize, Spatial? outputSize = null, SpatialScale? outputRatio = null, Tensor? randomSamples = null,
        Generator? generator = null)
    {
        string name = $"FractionalMaxPool{axes}d";
        if (axes is not (2 or 3)) throw new ShapeException($"FractionalMaxPool: takes two or three axes, not {axes}.");
        if (Rank == axes + 1)
        {
            if (randomSamples is { Rank: 2 }) randomSamples = randomSamples.Unsqueeze(0);
            (Tensor one, Tensor at) = Unsqueeze(0).FractionalMaxPool(axes, kernelSize, outputSize, outputRatio, randomSamples, generator);
            return (one.Squeeze(0), at.Squeeze(0));
        }

        CheckImage(name, axes);
        if (outputSize is null == outputRatio is null) throw new ShapeException($"{name}: give either an output size or a ratio.");
        Steps window = kernelSize.For(axes, name, "kernel", 1);
        var sizes = new int[axes];
        double[]? ratio = outputRatio?.For(axes, name);
        Steps? given = outputSize?.For(axes, name, "output size", 1);
        for (int i = 0; i < axes; i++)
        {
            if (ratio?[i] >= 1) throw new ShapeException($"{name}: an output ratio of {ratio[i]} is not below 1.");
            sizes[i] = given?[i] ?? (int)(Shape[i + 2] * ratio![i]);
            if (sizes[i] < 1 || sizes[i] + window[i] - 1 > Shape[i + 2])
                throw new ShapeException(
                    $"{name}: {sizes[i]} windows of {window[i]} do not fit into axis {i + 2} of {Shape}.");
        }

        Shape samples = [Shape[0], Shape[1], axes];
        Tensor places = randomSamples ?? Uniform(samples, 0, 1, generator, DType.Float64);
        if (places.Shape != samples) throw new ShapeException($"{name}: random samples have the shape {samples}, not {places.Shape}.");
        Tensor indices = Engine.Apply(new FractionalMaxIndices(window, new Steps(sizes)), Real(), places);
        return (Engine.Apply(new PlaneGather(axes), Real(), indices), indices);
    }
}
