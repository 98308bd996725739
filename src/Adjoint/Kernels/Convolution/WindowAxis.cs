namespace Adjoint.Kernels;

/// <summary>
/// One spatial axis of a convolution or pooling: output o reads input o * stride - paddingBegin + k * dilation for each
/// k of the kernel, and padding where that is outside the input. Padding at the end is whatever the output size
/// implies; padding at the beginning may be negative, which crops.
/// </summary>
internal readonly record struct WindowAxis(int Input, int Kernel, int Output, int Stride, int PaddingBegin, int Dilation)
{
    /// <summary>The axis that an operation of fewer dimensions does not have.</summary>
    public static WindowAxis None => new(1, 1, 1, 1, 0, 1);
}
