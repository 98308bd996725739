namespace Adjoint.Nn;

/// <summary>The windows of images as columns: [N, C, H, W] → [N, C·kernel, windows].</summary>
/// <param name="kernelSize">Height and width of a window.</param>
/// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
/// <param name="padding">Zeros before and after; 0 if not given.</param>
/// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
public sealed class Unfold(Spatial kernelSize, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Unfold(kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"kernel_size={kernelSize}, dilation={dilation ?? 1}, padding={padding ?? 0}, stride={stride ?? 1}";
}

/// <summary>Columns added up into images: [N, C·kernel, windows] → [N, C, H, W].</summary>
/// <param name="outputSize">Height and width of the images.</param>
/// <param name="kernelSize">Height and width of a window.</param>
/// <param name="dilation">Distance between neighbouring elements of a window; 1 if not given.</param>
/// <param name="padding">Zeros before and after; 0 if not given.</param>
/// <param name="stride">Distance between neighbouring windows; 1 if not given.</param>
public sealed class Fold(
    Spatial outputSize, Spatial kernelSize, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Fold(outputSize, kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"output_size={outputSize}, kernel_size={kernelSize}, dilation={dilation ?? 1}, padding={padding ?? 0}, stride={stride ?? 1}";
}
