using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// U-Net: images [N, 1, H, W] with sizes that 16 divides → a logit for each class at each place [N, 2, H, W]; 31,036,546
/// parameters with one channel and two classes. Ronneberger, Fischer, Brox, "U-Net: Convolutional Networks for Biomedical
/// Image Segmentation", 2015 (arXiv 1505.04597), with padding, so that sizes stay.
/// </summary>
public sealed partial class UNet : Module
{
    private const int Depth = 4;
    private readonly ModuleList down = [];
    private readonly MaxPool2d pool = new(2);
    private readonly ModuleList up = [];
    private readonly ModuleList merge = [];
    private readonly Conv2d head;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public UNet(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int channels = options.Channels ?? 1;
        int width = options.Scale(64);
        for (int level = 0; level <= Depth; level++)
        {
            down.Add(Pair(channels, width << level, random));
            channels = width << level;
        }

        for (int level = Depth - 1; level >= 0; level--)
        {
            up.Add(new ConvTranspose2d(channels, width << level, 2, stride: 2, generator: random));
            merge.Add(Pair(channels, width << level, random));
            channels = width << level;
        }

        head = new Conv2d(channels, options.Classes ?? 2, 1, generator: random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        for (int axis = 2; axis < x.Rank; axis++)
        {
            if (x.Shape[axis] % (1 << Depth) != 0)
                throw new ShapeException($"UNet: takes images whose sizes {1 << Depth} divides, not {x.Shape}.");
        }

        var skipped = new Stack<Tensor>();
        for (int level = 0; level < Depth; level++)
        {
            x = down[level].Call(x);
            skipped.Push(x);
            x = pool.Call(x);
        }

        x = down[Depth].Call(x);
        for (int level = 0; level < Depth; level++)
            x = merge[level].Call(Tensor.Concat([skipped.Pop(), up[level].Call(x)], 1));
        return head.Call(x);
    }

    private static Sequential Pair(int channels, int filters, Generator? generator) => new(
        new Conv2d(channels, filters, 3, padding: 1, bias: false, generator: generator), new BatchNorm2d(filters), new ReLU(),
        new Conv2d(filters, filters, 3, padding: 1, bias: false, generator: generator), new BatchNorm2d(filters), new ReLU());
}
