using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// ConvNeXt-tiny: images [N, 3, 224, 224] → logits [N, 1000], 28,589,128 parameters. Liu, Mao, Wu, Feichtenhofer, Darrell, Xie,
/// "A ConvNet for the 2020s", 2022 (arXiv 2201.03545).
/// </summary>
public sealed partial class ConvNeXt : Module
{
    private const double MostDepthDropped = 0.1;
    private readonly Sequential features = [];
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Sequential classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public ConvNeXt(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        (int Channels, int Count)[] stages = [(96, 3), (192, 3), (384, 9), (768, 3)];
        int channels = options.Scale(stages[0].Channels);
        features.Add(new Sequential(new Conv2d(options.Channels ?? 3, channels, 4, stride: 4, generator: random),
            new ChannelNorm(channels)));
        int blocks = stages.Sum(stage => stage.Count);
        int block = 0;
        for (int stage = 0; stage < stages.Length; stage++)
        {
            var body = new Sequential();
            for (int i = 0; i < stages[stage].Count; i++)
                body.Add(new ConvNeXtBlock(channels, MostDepthDropped * block++ / (blocks - 1.0), random));
            features.Add(body);
            if (stage == stages.Length - 1) break;
            int next = options.Scale(stages[stage + 1].Channels);
            features.Add(new Sequential(new ChannelNorm(channels), new Conv2d(channels, next, 2, stride: 2, generator: random)));
            channels = next;
        }

        classifier = new Sequential(
            new ChannelNorm(channels), new Flatten(), new Linear(channels, options.Classes ?? 1000, generator: random));
        TorchvisionInitializers.TruncatedNormal(this, 0.02, random);
        TorchvisionInitializers.ZeroBiases(this);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Sequential.Run(x, features, avgpool, classifier);
}

/// <summary>A depthwise 7×7 convolution, and two linear layers over the channels of each place.</summary>
internal sealed partial class ConvNeXtBlock : Module
{
    private const double FirstScale = 1e-6;
    private readonly Sequential block;
    [Parameter("layer_scale")] private readonly Tensor scale;
    private readonly StochasticDepth stochasticDepth;

    public ConvNeXtBlock(int inChannels, double dropped, Generator? generator)
    {
        block = new Sequential(
            new Conv2d(inChannels, inChannels, 7, padding: 3, groups: inChannels, generator: generator), new Permute(0, 2, 3, 1),
            new LayerNorm([inChannels], 1e-6), new Linear(inChannels, 4 * inChannels, generator: generator), new GELU(),
            new Linear(4 * inChannels, inChannels, generator: generator), new Permute(0, 3, 1, 2));
        scale = Tensor.Full([inChannels, 1, 1], FirstScale).WithGrad();
        stochasticDepth = new StochasticDepth(dropped, generator);
    }

    public override Tensor Forward(Tensor x) => stochasticDepth.Call(block.Call(x) * scale) + x;
}

/// <summary>Layer normalisation over the channels of each place of images [N, C, H, W].</summary>
internal sealed partial class ChannelNorm(int channels) : Layer
{
    private const double Epsilon = 1e-6;
    [Parameter] private readonly Tensor weight = Tensor.Ones([channels]).WithGrad();
    [Parameter] private readonly Tensor bias = Tensor.Zeros([channels]).WithGrad();

    protected override Tensor Apply(Tensor x) => x.Permute(0, 2, 3, 1).LayerNorm(weight.Shape, weight, bias, Epsilon).Permute(0, 3, 1, 2);
}

/// <summary>The axes in another order.</summary>
internal sealed class Permute(params int[] axes) : Layer
{
    protected override Tensor Apply(Tensor x) => x.Permute(axes);
}
