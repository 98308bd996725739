namespace Adjoint.Kernels;

/// <summary>
/// What a Winograd convolution computes: for each image, row r (a channel of the output) and place (y, x),
/// Σ over channels c and taps i, j of source[c, y + i - padding, x + j - padding] · weights[r * WeightRow +
/// c * WeightChannel + 3 i + j], the taps in reverse if Rotated.
/// </summary>
internal readonly record struct WinogradShape(
    int Images, int Channels, int Rows, WinogradAxis Height, WinogradAxis Width, nint WeightRow, nint WeightChannel,
    bool Rotated)
{
    public nint SourcePlane => (nint)Height.Source * Width.Source;

    public nint OutputPlane => (nint)Height.Output * Width.Output;

    public static WinogradShape OfForward(in ConvolutionGeometry g) => new(
        g.Batch, g.Channels, g.Filters,
        new(g.Height.Input, g.Height.Output, g.Height.PaddingBegin),
        new(g.Width.Input, g.Width.Output, g.Width.PaddingBegin), g.Channels * 9, 9, Rotated: false);

    /// <summary>The gradient of the input is a convolution of the gradient of the output.</summary>
    public static WinogradShape OfInputGradient(in ConvolutionGeometry g) => new(
        g.Batch, g.Filters, g.Channels,
        new(g.Height.Output, g.Height.Input, 2 - g.Height.PaddingBegin),
        new(g.Width.Output, g.Width.Input, 2 - g.Width.PaddingBegin), 9, g.Channels * 9, Rotated: true);

    /// <summary>The gradient of the output, in the tiles of the forward convolution.</summary>
    public static WinogradShape OfOutputGradient(in ConvolutionGeometry g) => new(
        g.Batch, g.Filters, g.Channels, new(g.Height.Output, g.Height.Output, 0), new(g.Width.Output, g.Width.Output, 0),
        0, 0, Rotated: false);

    /// <summary>Tiles of all images.</summary>
    public int Tiles<TTile>()
        where TTile : struct, IWinogradTile
        => checked(Images * Height.Tiles<TTile>() * Width.Tiles<TTile>());
}

/// <summary>One axis: output o reads source o - padding + tap.</summary>
internal readonly record struct WinogradAxis(int Source, int Output, int Padding)
{
    public int Tiles<TTile>()
        where TTile : struct, IWinogradTile
        => (Output + TTile.Outputs - 1) / TTile.Outputs;
}
