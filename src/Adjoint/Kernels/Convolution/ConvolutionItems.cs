namespace Adjoint.Kernels;

/// <summary>How a convolution is shared out.</summary>
internal static class ConvolutionItems
{
    /// <summary>
    /// Many images, or small ones: a whole image per item, which one thread pads and convolves in its own cache. Few
    /// large ones: image after image, each cut into tiles for all threads. The results are the same bits either way.
    /// </summary>
    public static bool AreImages(int batch, long imageWork) => batch > 1 && (batch >= 16 || imageWork < 4 * 1024 * 1024);
}
