using System.Text.Json.Nodes;

namespace Adjoint.Peers.Rows;

/// <summary>Two-dimensional convolutions, forward with bias, and both gradients.</summary>
internal static class ConvolutionRows
{
    /// <summary>The heading; the geometric mean is taken over its rows.</summary>
    public const string Section = "conv2d";

    public static IEnumerable<Row> All => new Conv[]
    {
        new(1, 3, 224, 64, 3, Padding: 1, Ratio: 1.3),
        new(1, 64, 224, 64, 3, Padding: 1, Ratio: 1.3),
        new(4, 256, 56, 256, 3, Padding: 1, Ratio: 1.3),
        new(8, 512, 14, 512, 3, Padding: 1, Ratio: 1.3),
        new(64, 16, 28, 32, 3, Padding: 1, Ratio: 1.3),
        new(128, 1, 28, 32, 3, Padding: 1, Ratio: 1.3),
        new(4, 256, 56, 64, 1),
        new(16, 32, 28, 64, 5, Padding: 2),
        new(4, 3, 224, 64, 7, Padding: 3, Stride: 2),
        new(8, 128, 56, 128, 3, Padding: 1, Groups: 128),
        new(4, 64, 56, 64, 3, Padding: 2, Dilation: 2),
    }.SelectMany(conv => new[] { conv.Row(backward: false), conv.Row(backward: true) });

    private sealed record Conv(
        int Batch, int Channels, int Size, int Filters, int Kernel, int Padding = 0, int Stride = 1, int Dilation = 1,
        int Groups = 1, double Ratio = 1.0)
    {
        public Row Row(bool backward)
        {
            double output = Math.Floor((Size + (2.0 * Padding) - (Dilation * (Kernel - 1)) - 1) / Stride) + 1;
            double flops = 2.0 * Batch * Filters * output * output * (Channels / Groups) * Kernel * Kernel;
            return new Row(Section, $"{Name} {(backward ? "gradients" : "forward")}", "convolution")
            {
                Arguments = new JsonObject
                {
                    ["batch"] = Batch,
                    ["channels"] = Channels,
                    ["size"] = Size,
                    ["filters"] = Filters,
                    ["kernel"] = Kernel,
                    ["padding"] = Padding,
                    ["stride"] = Stride,
                    ["dilation"] = Dilation,
                    ["groups"] = Groups,
                    ["backward"] = backward,
                },
                Work = Work.OfFlops(backward ? 2 * flops : flops),
                Tolerances = [1e-4],
                Goals = [Goal.Ratio(Peer.Torch, Ratio)],
            };
        }

        private string Name => $"{Batch}×{Channels}×{Size}→{Filters} {Kernel}×{Kernel}"
            + (Stride > 1 ? $" stride {Stride}" : "")
            + (Dilation > 1 ? $" dilation {Dilation}" : "")
            + (Groups > 1 ? " depthwise" : "");
    }
}
