using Adjoint.Nn;

namespace Adjoint.Models;

/// <content>Layers that move a window over the image.</content>
internal sealed partial record LayerKind
{
    private static IEnumerable<LayerKind> Windows() =>
    [
        new("conv", "# k= s= p= d= g= same nobias", "Convolution with so many filters; the kernel is 3 if not given.", Convolve)
            { IsSpatial = true },
        new("convt", "# k= s= p= op= d= g= nobias", "Transposed convolution; op is the output padding.", ConvolveTransposed)
            { IsSpatial = true, Aliases = ["convtranspose"] },
        new("pool", "# k= s= p= d= ceil", "The largest element of each window.", (s, x, _) =>
        {
            (Spatial k, Spatial? stride, Spatial? p, Spatial? d, bool ceil) =
                (Kernel(s), s.Sizes("s="), s.Sizes("p="), s.Sizes("d="), s.Has("ceil"));
            return ByAxes(
                x, () => new MaxPool1d(k, stride, p, d, ceil), () => new MaxPool2d(k, stride, p, d, ceil),
                () => new MaxPool3d(k, stride, p, d, ceil));
        }) { IsSpatial = true, Aliases = ["maxpool"] },
        new("avgpool", "# k= s= p= ceil nopad", "The mean of each window; nopad leaves padding out of the divisor.", (s, x, _) =>
        {
            (Spatial k, Spatial? stride, Spatial? p, bool ceil, bool count) =
                (Kernel(s), s.Sizes("s="), s.Sizes("p="), s.Has("ceil"), !s.Has("nopad"));
            return ByAxes(
                x, () => new AvgPool1d(k, stride, p, ceil, count), () => new AvgPool2d(k, stride, p, ceil, count),
                () => new AvgPool3d(k, stride, p, ceil, count));
        }) { IsSpatial = true },
        new("lppool", "# k= s= norm= ceil", "The p-norm of each window; norm is 2 if not given.", (s, x, _) =>
        {
            (double p, Spatial k, Spatial? stride, bool ceil) = (s.Number("norm=", 2), Kernel(s), s.Sizes("s="), s.Has("ceil"));
            return ByAxes(
                x, () => new LPPool1d(p, k, stride, ceil), () => new LPPool2d(p, k, stride, ceil), () => new LPPool3d(p, k, stride, ceil));
        }) { IsSpatial = true },
        new("adaptiveavgpool", "#", "Means over so many nearly equal windows along each axis.", (s, x, _) =>
        {
            Spatial size = s.Sizes("#") ?? 1;
            return ByAxes(x, () => new AdaptiveAvgPool1d(size), () => new AdaptiveAvgPool2d(size), () => new AdaptiveAvgPool3d(size));
        }) { IsSpatial = true, Aliases = ["adaptive"] },
        new("adaptivemaxpool", "#", "The largest of each of so many nearly equal windows along each axis.", (s, x, _) =>
        {
            Spatial size = s.Sizes("#") ?? 1;
            return ByAxes(x, () => new AdaptiveMaxPool1d(size), () => new AdaptiveMaxPool2d(size), () => new AdaptiveMaxPool3d(size));
        }) { IsSpatial = true },
        new("globalavgpool", "", "The mean of each channel: [N, C, sizes…] to [N, C].", (_, _, _) => new GlobalAvgPool())
            { Aliases = ["globalpool"] },
        new("globalmaxpool", "", "The largest of each channel: [N, C, sizes…] to [N, C].", (_, _, _) => new GlobalMaxPool()),
    ];

    private static Spatial Kernel(LayerSettings s) => s.Sizes("#") ?? s.Sizes("k=") ?? 2;

    private static Module Convolve(LayerSettings s, Shape x, Generator? generator)
    {
        (int channels, int filters, Spatial k, Spatial? stride) = (Channels(x), s.Integer("#"), s.Sizes("k=") ?? 3, s.Sizes("s="));
        (Spatial? p, Spatial? d, int g, bool bias, bool same) =
            (s.Sizes("p="), s.Sizes("d="), s.Integer("g=", 1), !s.Has("nobias"), s.Has("same"));
        return ByAxes(
            x, () => new Conv1d(channels, filters, k, stride, p, d, g, bias, generator, same: same),
            () => new Conv2d(channels, filters, k, stride, p, d, g, bias, generator, same: same),
            () => new Conv3d(channels, filters, k, stride, p, d, g, bias, generator, same: same));
    }

    private static Module ConvolveTransposed(LayerSettings s, Shape x, Generator? generator)
    {
        (int channels, int filters, Spatial k, Spatial? stride) = (Channels(x), s.Integer("#"), s.Sizes("k=") ?? 3, s.Sizes("s="));
        (Spatial? p, Spatial? op, Spatial? d, int g, bool bias) =
            (s.Sizes("p="), s.Sizes("op="), s.Sizes("d="), s.Integer("g=", 1), !s.Has("nobias"));
        return ByAxes(
            x, () => new ConvTranspose1d(channels, filters, k, stride, p, op, g, bias, d, generator),
            () => new ConvTranspose2d(channels, filters, k, stride, p, op, g, bias, d, generator),
            () => new ConvTranspose3d(channels, filters, k, stride, p, op, g, bias, d, generator));
    }
}
