using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// Residual networks with 18, 34, 50, 101 or 152 layers: images [N, 3, 224, 224] → logits [N, 1000]. He, Zhang, Ren, Sun, "Deep Residual
/// Learning for Image Recognition", 2016 (arXiv 1512.03385); as in torchvision, the stride of a bottleneck is in its 3×3 convolution.
/// </summary>
public sealed partial class ResNet : Module
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu = new();
    private readonly MaxPool2d maxpool = new(3, stride: 2, padding: 1);
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Linear fc;

    /// <summary>Creates the network.</summary>
    /// <param name="layers">18, 34, 50, 101 or 152.</param>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    /// <exception cref="AdjointException">There is no ResNet of so many layers.</exception>
    public ResNet(int layers, ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int[] blocks = layers switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => [3, 8, 36, 3],
            _ => throw new AdjointException($"ResNet: there are networks of 18, 34, 50, 101 and 152 layers, not of {layers}."),
        };
        bool bottleneck = layers >= 50;
        int channels = options.Scale(64);
        conv1 = new Conv2d(options.Channels ?? 3, channels, 7, stride: 2, padding: 3, bias: false, generator: random);
        bn1 = new BatchNorm2d(channels);
        layer1 = Stage(64, blocks[0], 1);
        layer2 = Stage(128, blocks[1], 2);
        layer3 = Stage(256, blocks[2], 2);
        layer4 = Stage(512, blocks[3], 2);
        fc = new Linear(channels, options.Classes ?? 1000, generator: random);
        TorchvisionInitializers.Convolutions(this, random);

        Sequential Stage(int planes, int count, int stride)
        {
            var stage = new Sequential();
            for (int i = 0; i < count; i++)
            {
                int filters = options.Scale(planes);
                int step = i == 0 ? stride : 1;
                stage.Add(bottleneck ? new Bottleneck(channels, filters, step, random) : new BasicBlock(channels, filters, step, random));
                channels = bottleneck ? filters * Bottleneck.Expansion : filters;
            }

            return stage;
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        fc.Call(Sequential.Run(x, conv1, bn1, relu, maxpool, layer1, layer2, layer3, layer4, avgpool).Flatten(1));
}

/// <summary>Two 3×3 convolutions and a shortcut.</summary>
internal sealed partial class BasicBlock(int channels, int filters, int stride, Generator? generator) : Module
{
    private readonly Conv2d conv1 = new(channels, filters, 3, stride, padding: 1, bias: false, generator: generator);
    private readonly BatchNorm2d bn1 = new(filters);
    private readonly ReLU relu = new();
    private readonly Conv2d conv2 = new(filters, filters, 3, padding: 1, bias: false, generator: generator);
    private readonly BatchNorm2d bn2 = new(filters);
    private readonly Sequential? downsample = Shortcut.Downsample(channels, filters, stride, generator);

    public override Tensor Forward(Tensor x) =>
        relu.Call(Sequential.Run(x, conv1, bn1, relu, conv2, bn2) + (downsample?.Call(x) ?? x));
}

/// <summary>A 1×1, a 3×3 and a 1×1 convolution, and a shortcut.</summary>
internal sealed partial class Bottleneck(int channels, int filters, int stride, Generator? generator) : Module
{
    /// <summary>Output channels over those of the 3×3 convolution.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1 = new(channels, filters, 1, bias: false, generator: generator);
    private readonly BatchNorm2d bn1 = new(filters);
    private readonly Conv2d conv2 = new(filters, filters, 3, stride, padding: 1, bias: false, generator: generator);
    private readonly BatchNorm2d bn2 = new(filters);
    private readonly Conv2d conv3 = new(filters, filters * Expansion, 1, bias: false, generator: generator);
    private readonly BatchNorm2d bn3 = new(filters * Expansion);
    private readonly ReLU relu = new();
    private readonly Sequential? downsample = Shortcut.Downsample(channels, filters * Expansion, stride, generator);

    public override Tensor Forward(Tensor x) =>
        relu.Call(Sequential.Run(x, conv1, bn1, relu, conv2, bn2, relu, conv3, bn3) + (downsample?.Call(x) ?? x));
}

/// <summary>The shortcut beside the convolutions.</summary>
internal static class Shortcut
{
    /// <summary>A 1×1 convolution where sizes change; nothing otherwise.</summary>
    public static Sequential? Downsample(int channels, int filters, int stride, Generator? generator) =>
        stride == 1 && channels == filters ? null : new Sequential(
            new Conv2d(channels, filters, 1, stride, bias: false, generator: generator), new BatchNorm2d(filters));
}
