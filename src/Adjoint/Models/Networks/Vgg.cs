using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// VGG with 11, 13, 16 or 19 layers of weights, with or without batch normalisation: images [N, 3, 224, 224] → logits
/// [N, 1000]. Simonyan &amp; Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2015 (arXiv
/// 1409.1556); names and initial values as in torchvision.
/// </summary>
public sealed partial class Vgg : Module
{
    private readonly Sequential features = [];
    private readonly AdaptiveAvgPool2d avgpool = new(7);
    private readonly Sequential classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="layers">11, 13, 16 or 19.</param>
    /// <param name="batchNorm">Whether each convolution is followed by a batch normalisation.</param>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    /// <exception cref="AdjointException">There is no VGG of so many layers.</exception>
    public Vgg(int layers, bool batchNorm = false, ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int channels = options.Channels ?? 3;
        // The width of each block, and how many convolutions it has.
        ReadOnlySpan<int> widths = [64, 128, 256, 512, 512];
        ReadOnlySpan<int> convolutions = layers switch
        {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => throw new AdjointException($"Vgg: there are networks of 11, 13, 16 and 19 layers, not of {layers}."),
        };
        for (int block = 0; block < widths.Length; block++)
        {
            int filters = options.Scale(widths[block]);
            for (int i = 0; i < convolutions[block]; i++)
            {
                features.Add(new Conv2d(channels, filters, 3, padding: 1, generator: random));
                if (batchNorm) features.Add(new BatchNorm2d(filters));
                features.Add(new ReLU());
                channels = filters;
            }

            features.Add(new MaxPool2d(2));
        }

        int hidden = options.Scale(4096);
        classifier = new Sequential(
            new Linear(channels * 7 * 7, hidden, generator: random), new ReLU(), new Dropout(generator: random),
            new Linear(hidden, hidden, generator: random), new ReLU(), new Dropout(generator: random),
            new Linear(hidden, options.Classes ?? 1000, generator: random));
        TorchvisionInitializers.Convolutions(this, random);
        TorchvisionInitializers.Linears(this, 0.01, random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => classifier.Call(Sequential.Run(x, features, avgpool).Flatten(1));
}
