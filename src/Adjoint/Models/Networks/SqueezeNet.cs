using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// SqueezeNet 1.0 or 1.1: images [N, 3, 224, 224] → logits [N, 1000]. Iandola et al., "SqueezeNet: AlexNet-level accuracy
/// with 50x fewer parameters", 2016 (arXiv 1602.07360); 1.1 is by the same authors, with less than half the work.
/// </summary>
public sealed partial class SqueezeNet : Module
{
    private readonly Sequential features = [];
    private readonly Sequential classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="smaller">Version 1.1 instead of 1.0.</param>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public SqueezeNet(bool smaller = false, ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int channels = options.Scale(smaller ? 64 : 96);
        features.Add(new Conv2d(options.Channels ?? 3, channels, smaller ? 3 : 7, stride: 2, generator: random));
        features.Add(new ReLU());
        // Channels of each fire module; 0 for a pool.
        ReadOnlySpan<(int Squeeze, int Expand)> plan = smaller
            ? [default, (16, 64), (16, 64), default, (32, 128), (32, 128), default, (48, 192), (48, 192), (64, 256), (64, 256)]
            : [default, (16, 64), (16, 64), (32, 128), default, (32, 128), (48, 192), (48, 192), (64, 256), default, (64, 256)];
        foreach ((int squeeze, int expand) in plan)
        {
            features.Add(squeeze == 0
                ? new MaxPool2d(3, stride: 2, ceilMode: true)
                : new Fire(channels, options.Scale(squeeze), options.Scale(expand), random));
            if (squeeze > 0) channels = 2 * options.Scale(expand);
        }

        int classes = options.Classes ?? 1000;
        var last = new Conv2d(channels, classes, 1, generator: random);
        classifier = new Sequential(new Dropout(generator: random), last, new ReLU(), new AdaptiveAvgPool2d(1));
        TorchvisionInitializers.SqueezeNet(this, last, random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Sequential.Run(x, features, classifier).Flatten(1);
}

/// <summary>Few 1×1 filters, then many 1×1 and 3×3 filters, concatenated as channels.</summary>
internal sealed partial class Fire(int channels, int narrow, int wide, Generator? generator) : Module
{
    private readonly Conv2d squeeze = new(channels, narrow, 1, generator: generator);
    [Submodule("squeeze_activation")] private readonly ReLU squeezeActivation = new();
    private readonly Conv2d expand1x1 = new(narrow, wide, 1, generator: generator);
    [Submodule("expand1x1_activation")] private readonly ReLU expand1x1Activation = new();
    private readonly Conv2d expand3x3 = new(narrow, wide, 3, padding: 1, generator: generator);
    [Submodule("expand3x3_activation")] private readonly ReLU expand3x3Activation = new();

    public override Tensor Forward(Tensor x)
    {
        x = Sequential.Run(x, squeeze, squeezeActivation);
        return Tensor.Concat([Sequential.Run(x, expand1x1, expand1x1Activation), Sequential.Run(x, expand3x3, expand3x3Activation)], 1);
    }
}
