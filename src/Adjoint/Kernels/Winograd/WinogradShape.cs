namespace Adjoint.Kernels;

/// <summary>
/// What a Winograd convolution computes: for each image, row r (a channel of the output) and place (y, x), Σ over
/// channels c and taps i, j of source[c, y + i * step - padding, x + j * step - padding] · weights[r * WeightRow + c *
/// WeightChannel + taps * i + j], the taps in reverse if Rotated. Places of one remainder modulo the step, a phase of
/// the image, see only pixels a step apart: each phase is a convolution of neighbouring taps, and has tiles of its own.
/// </summary>
internal readonly record struct WinogradShape(
    int Images, int Channels, int Rows, WinogradAxis Height, WinogradAxis Width, nint WeightRow, nint WeightChannel,
    bool Rotated)
{
    public nint SourcePlane { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (nint)Height.Source * Width.Source; }

    public nint OutputPlane { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => (nint)Height.Output * Width.Output; }

    public static WinogradShape OfForward(in ConvolutionGeometry g) => new(
        g.Batch, g.Channels, g.Filters, WinogradAxis.OfForward(g.Height), WinogradAxis.OfForward(g.Width),
        (nint)g.Channels * g.Taps, g.Taps, Rotated: false);

    /// <summary>The gradient of the input is a convolution of the gradient of the output.</summary>
    public static WinogradShape OfInputGradient(in ConvolutionGeometry g) => new(
        g.Batch, g.Filters, g.Channels, WinogradAxis.OfInputGradient(g.Height), WinogradAxis.OfInputGradient(g.Width),
        g.Taps, (nint)g.Channels * g.Taps, Rotated: true);

    /// <summary>The gradient of the output, in the tiles of the forward convolution.</summary>
    public static WinogradShape OfOutputGradient(in ConvolutionGeometry g) => new(
        g.Batch, g.Filters, g.Channels, WinogradAxis.OfOutputGradient(g.Height), WinogradAxis.OfOutputGradient(g.Width),
        0, 0, Rotated: false);

    /// <summary>Tiles of all images, of so many outputs along an axis.</summary>
    public int Tiles(int outputs) => checked(Images * Height.Step * Height.Tiles(outputs) * Width.Step * Width.Tiles(outputs));
}
