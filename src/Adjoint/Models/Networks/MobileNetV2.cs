using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// MobileNetV2: images [N, 3, 224, 224] → logits [N, 1000], 3,504,872 parameters. Sandler, Howard, Zhu, Zhmoginov, Chen,
/// "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018 (arXiv 1801.04381).
/// </summary>
public sealed partial class MobileNetV2 : Module
{
    private readonly Sequential features = [];
    private readonly Sequential classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public MobileNetV2(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int channels = options.ScaleByEight(32);
        features.Add(new ConvolutionNormActivation(options.Channels ?? 3, channels, 3, 2, 1, new ReLU6(), generator: random));
        // Expansion, channels, how many blocks, and the stride of the first: table 2 of the paper.
        ReadOnlySpan<(int Expand, int Channels, int Count, int Stride)> plan =
        [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ];
        foreach ((int expand, int width, int count, int stride) in plan)
        {
            for (int i = 0; i < count; i++)
            {
                int filters = options.ScaleByEight(width);
                features.Add(new InvertedResidual(channels, filters, i == 0 ? stride : 1, expand, random));
                channels = filters;
            }
        }

        int last = (options with { Width = Math.Max(1, options.Width) }).ScaleByEight(1280);
        features.Add(new ConvolutionNormActivation(channels, last, 1, 1, 1, new ReLU6(), generator: random));
        classifier = new Sequential(new Dropout(0.2, random), new Linear(last, options.Classes ?? 1000, generator: random));
        TorchvisionInitializers.Convolutions(this, random);
        TorchvisionInitializers.Linears(this, 0.01, random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x).AdaptiveAvgPool2d(1).Flatten(1));
}

/// <summary>A 1×1 convolution to many channels, a depthwise 3×3, and a 1×1 back to few, with a shortcut where sizes agree.</summary>
internal sealed partial class InvertedResidual : Module
{
    private readonly Sequential conv = [];
    private readonly bool residual;

    public InvertedResidual(int channels, int filters, int stride, int expand, Generator? generator)
    {
        residual = stride == 1 && channels == filters;
        int hidden = channels * expand;
        if (expand != 1) conv.Add(new ConvolutionNormActivation(channels, hidden, 1, 1, 1, new ReLU6(), generator: generator));
        conv.Add(new ConvolutionNormActivation(hidden, hidden, 3, stride, hidden, new ReLU6(), generator: generator));
        conv.Add(new Conv2d(hidden, filters, 1, bias: false, generator: generator));
        conv.Add(new BatchNorm2d(filters));
    }

    public override Tensor Forward(Tensor x) => residual ? x + conv.Call(x) : conv.Call(x);
}

/// <summary>A padded convolution without bias, batch normalisation and an optional activation.</summary>
internal sealed class ConvolutionNormActivation : Sequential
{
    public ConvolutionNormActivation(
        int inChannels, int outChannels, int kernelSize, int stride, int groups, Module? activation, double eps = 1e-5,
        Generator? generator = null)
    {
        Add(new Conv2d(inChannels, outChannels, kernelSize, stride, padding: (kernelSize - 1) / 2, groups: groups, bias: false,
            generator: generator));
        Add(new BatchNorm2d(outChannels, eps));
        if (activation is not null) Add(activation);
    }
}
