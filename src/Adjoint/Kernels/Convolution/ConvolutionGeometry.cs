namespace Adjoint.Kernels;

/// <summary>
/// The sizes of a convolution over three spatial axes; one of fewer axes has <see cref="WindowAxis.None"/> first. Input
/// [batch, channels, depth, height, width], weights [filters, channels / groups, kernel depth, height, width], output
/// [batch, filters, depth, height, width], all contiguous.
/// </summary>
internal readonly record struct ConvolutionGeometry(
    int Batch, int Channels, int Filters, int Groups, WindowAxis Depth, WindowAxis Height, WindowAxis Width)
{
    public int GroupChannels => Channels / Groups;

    public int GroupFilters => Filters / Groups;

    /// <summary>
    /// Many images, or small ones: a whole image per item, which one thread pads and convolves in its own cache. Few large ones: image
    /// after image, each cut into tiles for all threads. The results are the same bits either way. Groups are images of their own.
    /// </summary>
    public bool AreImages => Batch * Groups is var images && images > 1
        && (images >= 16 || OutputPlane * GroupFilters * GroupChannels * Taps < 4 * 1024 * 1024);

    /// <summary>Weights per filter and channel.</summary>
    public int Taps => Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>Elements of one channel of the input.</summary>
    public nint InputPlane => (nint)Depth.Input * Height.Input * Width.Input;

    /// <summary>Elements of one filter's output.</summary>
    public nint OutputPlane => (nint)Depth.Output * Height.Output * Width.Output;
}
