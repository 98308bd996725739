namespace Adjoint.Kernels;

/// <summary>
/// One spatial axis of a convolution: output o reads input o * stride - paddingBegin + k * dilation for each k of the
/// kernel, and zero where that is outside the input. Padding at the end is whatever the output size implies; padding at the
/// beginning may be negative, which crops.
/// </summary>
internal readonly record struct ConvolutionAxis(
    int Input, int Kernel, int Output, int Stride, int PaddingBegin, int Dilation)
{
    /// <summary>The axis that a convolution of fewer dimensions does not have.</summary>
    public static ConvolutionAxis None => new(1, 1, 1, 1, 0, 1);
}
