namespace Adjoint.Nn;

/// <summary>The largest element of each window, at places drawn for each plane. Graham 2014 (arXiv 1412.6071).</summary>
public abstract class FractionalMaxPool : Layer
{
    private readonly int axes;
    private readonly Spatial kernel;
    private readonly Spatial? outputSize;
    private readonly SpatialScale? outputRatio;
    private readonly Generator? random;

    /// <summary>Creates the layer.</summary>
    private protected FractionalMaxPool(int axes, Spatial kernelSize, Spatial? outputSize, SpatialScale? outputRatio, Generator? generator)
    {
        if (outputSize is null == outputRatio is null) throw new AdjointException($"{Kind}: give either an output size or a ratio.");
        (this.axes, this.kernel, this.outputSize, this.outputRatio, this.random) = (axes, kernelSize, outputSize, outputRatio, generator);
        _ = kernelSize.For(axes, Kind, "kernel", 1);
    }

    /// <summary>The largest element of each window, and its index within its plane (int64); PyTorch's <c>return_indices</c>.</summary>
    /// <param name="x">The image.</param>
    /// <param name="randomSamples">Numbers in [0, 1) that place the windows, [N, C, axes]; drawn if not given.</param>
    /// <returns>Values and indices.</returns>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x, Tensor? randomSamples = null) =>
        InScope(x, () => x.FractionalMaxPool(axes, kernel, outputSize, outputRatio, randomSamples, random));

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.FractionalMaxPool(axes, kernel, outputSize, outputRatio, null, random).Values;
}

/// <summary>The largest element of each window over two axes, [N, C, H, W] or [C, H, W], at places drawn for each plane.</summary>
/// <param name="kernelSize">Sizes of a window.</param>
/// <param name="outputSize">Number of windows along each axis; or give a ratio.</param>
/// <param name="outputRatio">Windows for each element along each axis, above 0 and below 1; or give a size.</param>
/// <param name="generator">Draws the places; <see cref="Generator.Shared"/> if not given.</param>
/// <exception cref="AdjointException">Both or neither of size and ratio are given.</exception>
public sealed class FractionalMaxPool2d(
    Spatial kernelSize, Spatial? outputSize = null, SpatialScale? outputRatio = null, Generator? generator = null)
    : FractionalMaxPool(2, kernelSize, outputSize, outputRatio, generator);

/// <summary>The largest element of each window over three axes, [N, C, D, H, W] or [C, D, H, W], at places drawn for each plane.</summary>
/// <inheritdoc cref="FractionalMaxPool2d" path="/param | /exception"/>
public sealed class FractionalMaxPool3d(
    Spatial kernelSize, Spatial? outputSize = null, SpatialScale? outputRatio = null, Generator? generator = null)
    : FractionalMaxPool(3, kernelSize, outputSize, outputRatio, generator);
