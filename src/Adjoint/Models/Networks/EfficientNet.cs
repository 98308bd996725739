using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// EfficientNet-B0: images [N, 3, 224, 224] → logits [N, 1000], 5,288,548 parameters. Tan &amp; Le, "EfficientNet: Rethinking
/// Model Scaling for Convolutional Neural Networks", 2019 (arXiv 1905.11946).
/// </summary>
public sealed partial class EfficientNet : Module
{
    private const double MostDepthDropped = 0.2;
    private readonly Sequential features = [];
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Sequential classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public EfficientNet(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int channels = options.ScaleByEight(32);
        features.Add(new ConvolutionNormActivation(options.Channels ?? 3, channels, 3, 2, 1, new SiLU(), generator: random));
        // Expansion, kernel, stride of the first, channels, how many: table 1 of the paper.
        (int Expand, int Kernel, int Stride, int Channels, int Count)[] plan =
        [
            (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
        ];
        int blocks = plan.Sum(stage => stage.Count);
        int block = 0;
        foreach ((int expand, int kernel, int stride, int width, int count) in plan)
        {
            var stage = new Sequential();
            for (int i = 0; i < count; i++)
            {
                int filters = options.ScaleByEight(width);
                double dropped = MostDepthDropped * block++ / blocks;
                stage.Add(new MobileBlock(channels, filters, kernel, i == 0 ? stride : 1, expand, dropped, random));
                channels = filters;
            }

            features.Add(stage);
        }

        features.Add(new ConvolutionNormActivation(channels, 4 * channels, 1, 1, 1, new SiLU(), generator: random));
        classifier = new Sequential(new Dropout(0.2, random), new Linear(4 * channels, options.Classes ?? 1000, generator: random));
        TorchvisionInitializers.Convolutions(this, random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => classifier.Call(Sequential.Run(x, features, avgpool).Flatten(1));
}

/// <summary>An inverted residual block with squeeze-and-excitation.</summary>
internal sealed partial class MobileBlock : Module
{
    private readonly Sequential block = [];
    private readonly StochasticDepth? stochasticDepth;

    public MobileBlock(int channels, int filters, int kernel, int stride, int expand, double dropped, Generator? generator)
    {
        int hidden = channels * expand;
        if (expand != 1) block.Add(new ConvolutionNormActivation(channels, hidden, 1, 1, 1, new SiLU(), generator: generator));
        block.Add(new ConvolutionNormActivation(hidden, hidden, kernel, stride, hidden, new SiLU(), generator: generator));
        block.Add(new SqueezeExcitation(hidden, Math.Max(1, channels / 4), generator));
        block.Add(new ConvolutionNormActivation(hidden, filters, 1, 1, 1, null, generator: generator));
        stochasticDepth = stride == 1 && channels == filters ? new StochasticDepth(dropped, generator) : null;
    }

    public override Tensor Forward(Tensor x) => stochasticDepth is null ? block.Call(x) : stochasticDepth.Call(block.Call(x)) + x;
}

/// <summary>
/// Multiplies each channel by a weight between 0 and 1, computed from the means of all channels. Hu, Shen, Sun,
/// "Squeeze-and-Excitation Networks", 2018 (arXiv 1709.01507).
/// </summary>
internal sealed partial class SqueezeExcitation(int channels, int squeezed, Generator? generator) : Module
{
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Conv2d fc1 = new(channels, squeezed, 1, generator: generator);
    private readonly Conv2d fc2 = new(squeezed, channels, 1, generator: generator);
    private readonly SiLU activation = new();
    [Submodule("scale_activation")] private readonly Sigmoid scaleActivation = new();

    public override Tensor Forward(Tensor x) => Sequential.Run(x, avgpool, fc1, activation, fc2, scaleActivation) * x;
}
