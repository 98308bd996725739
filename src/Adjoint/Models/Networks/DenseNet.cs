using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// DenseNet-121: every layer of a block gets the results of all layers before it; images [N, 3, 224, 224] → logits [N, 1000], 7,978,856
/// parameters. Huang, Liu, van der Maaten, Weinberger, "Densely Connected Convolutional Networks", 2017 (arXiv 1608.06993).
/// </summary>
public sealed partial class DenseNet : Module
{
    private readonly Sequential features = [];
    private readonly Linear classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public DenseNet(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int growth = options.Scale(32);
        int channels = options.Scale(64);
        features.Add("conv0", new Conv2d(options.Channels ?? 3, channels, 7, stride: 2, padding: 3, bias: false, generator: random));
        features.Add("norm0", new BatchNorm2d(channels));
        features.Add("relu0", new ReLU());
        features.Add("pool0", new MaxPool2d(3, stride: 2, padding: 1));
        ReadOnlySpan<int> layers = [6, 12, 24, 16];
        for (int block = 0; block < layers.Length; block++)
        {
            features.Add($"denseblock{block + 1}", new DenseBlock(layers[block], channels, growth, random));
            channels += layers[block] * growth;
            if (block == layers.Length - 1) break;
            features.Add($"transition{block + 1}", new Sequential
            {
                { "norm", new BatchNorm2d(channels) },
                { "relu", new ReLU() },
                { "conv", new Conv2d(channels, channels / 2, 1, bias: false, generator: random) },
                { "pool", new AvgPool2d(2) },
            });
            channels /= 2;
        }

        features.Add("norm5", new BatchNorm2d(channels));
        classifier = new Linear(channels, options.Classes ?? 1000, generator: random);
        TorchvisionInitializers.Convolutions(this, random, FanMode.FanIn);
        TorchvisionInitializers.ZeroBias(classifier.Bias);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x).Relu().AdaptiveAvgPool2d(1).Flatten(1));
}

/// <summary>Layers that each get all results before them, concatenated as channels.</summary>
internal sealed partial class DenseBlock(int count, int channels, int growth, Generator? generator) : Module
{
    [Unlisted]
    private readonly DenseLayer[] layers =
        [.. Enumerable.Range(0, count).Select(i => new DenseLayer(channels + (i * growth), growth, generator))];

    public override Tensor Forward(Tensor x)
    {
        var seen = new List<Tensor> { x };
        foreach (DenseLayer layer in layers) seen.Add(layer.Call(seen.Count == 1 ? x : Tensor.Concat([.. seen], 1)));
        return Tensor.Concat([.. seen], 1);
    }

    protected override void Members(MemberVisitor members)
    {
        for (int i = 0; i < layers.Length; i++) members.Module($"denselayer{i + 1}", ref layers[i]);
    }
}

/// <summary>A 1×1 and a 3×3 convolution, each after batch normalisation and relu.</summary>
internal sealed partial class DenseLayer(int channels, int growth, Generator? generator) : Module
{
    private const int Between = 4;
    private readonly BatchNorm2d norm1 = new(channels);
    private readonly ReLU relu1 = new();
    private readonly Conv2d conv1 = new(channels, Between * growth, 1, bias: false, generator: generator);
    private readonly BatchNorm2d norm2 = new(Between * growth);
    private readonly ReLU relu2 = new();
    private readonly Conv2d conv2 = new(Between * growth, growth, 3, padding: 1, bias: false, generator: generator);

    public override Tensor Forward(Tensor x) => Sequential.Run(x, norm1, relu1, conv1, norm2, relu2, conv2);
}
