using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>The definition of a convolution and its gradients, as one nest of loops in double precision.</summary>
internal static class NaiveConvolution
{
    private delegate void Term(int output, int input, int weight);

    public static double[] Forward(in ConvolutionGeometry g, double[] x, double[] w)
    {
        var y = new double[g.Batch * g.Filters * (int)g.OutputPlane];
        Visit(in g, (o, i, k) => y[o] += x[i] * w[k]);
        return y;
    }

    public static double[] InputGradient(in ConvolutionGeometry g, double[] gy, double[] w)
    {
        var gx = new double[g.Batch * g.Channels * (int)g.InputPlane];
        Visit(in g, (o, i, k) => gx[i] += gy[o] * w[k]);
        return gx;
    }

    public static double[] FilterGradient(in ConvolutionGeometry g, double[] gy, double[] x)
    {
        var gw = new double[g.Filters * g.GroupChannels * g.Taps];
        Visit(in g, (o, i, k) => gw[k] += gy[o] * x[i]);
        return gw;
    }

    private static void Visit(in ConvolutionGeometry g, Term term)
    {
        for (int n = 0; n < g.Batch; n++)
        {
            for (int f = 0; f < g.Filters; f++)
            {
                for (int c = 0; c < g.GroupChannels; c++)
                {
                    int output = ((n * g.Filters) + f) * (int)g.OutputPlane;
                    int channel = (f / g.GroupFilters * g.GroupChannels) + c;
                    int input = ((n * g.Channels) + channel) * (int)g.InputPlane;
                    int weight = ((f * g.GroupChannels) + c) * g.Taps;
                    VisitPlane(in g, (o, i, k) => term(output + o, input + i, weight + k));
                }
            }
        }
    }

    private static void VisitPlane(in ConvolutionGeometry g, Term term)
    {
        (WindowAxis depth, WindowAxis height, WindowAxis width) = (g.Depth, g.Height, g.Width);
        for (int oz = 0; oz < depth.Output; oz++)
            for (int kz = 0; kz < depth.Kernel; kz++)
                for (int oy = 0; oy < height.Output; oy++)
                    for (int ky = 0; ky < height.Kernel; ky++)
                        for (int ox = 0; ox < width.Output; ox++)
                            for (int kx = 0; kx < width.Kernel; kx++)
                            {
                                int iz = At(depth, oz, kz), iy = At(height, oy, ky), ix = At(width, ox, kx);
                                if (iz < 0 || iz >= depth.Input || iy < 0 || iy >= height.Input || ix < 0 || ix >= width.Input) continue;
                                term(
                                    (((oz * height.Output) + oy) * width.Output) + ox,
                                    (((iz * height.Input) + iy) * width.Input) + ix,
                                    (((kz * height.Kernel) + ky) * width.Kernel) + kx);
                            }
    }

    private static int At(WindowAxis axis, int output, int tap) =>
        (output * axis.Stride) - axis.PaddingBegin + (tap * axis.Dilation);
}
