using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// AlexNet as torchvision has it, after Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014
/// (arXiv 1404.5997): images [N, 3, 224, 224] → logits [N, 1000], 61,100,840 parameters.
/// </summary>
public sealed partial class AlexNet : Module
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = new(6);
    private readonly Sequential classifier;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public AlexNet(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        (int a, int b, int c, int d) = (options.Scale(64), options.Scale(192), options.Scale(384), options.Scale(256));
        int hidden = options.Scale(4096);
        features = new Sequential(
            new Conv2d(options.Channels ?? 3, a, 11, stride: 4, padding: 2, generator: random), new ReLU(), new MaxPool2d(3, stride: 2),
            new Conv2d(a, b, 5, padding: 2, generator: random), new ReLU(), new MaxPool2d(3, stride: 2),
            new Conv2d(b, c, 3, padding: 1, generator: random), new ReLU(),
            new Conv2d(c, d, 3, padding: 1, generator: random), new ReLU(),
            new Conv2d(d, d, 3, padding: 1, generator: random), new ReLU(), new MaxPool2d(3, stride: 2));
        classifier = new Sequential(
            new Dropout(generator: random), new Linear(d * 6 * 6, hidden, generator: random), new ReLU(),
            new Dropout(generator: random), new Linear(hidden, hidden, generator: random), new ReLU(),
            new Linear(hidden, options.Classes ?? 1000, generator: random));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => classifier.Call(Sequential.Run(x, features, avgpool).Flatten(1));
}
