using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>All models that can be built by name.</summary>
public static class ModelCatalogue
{
    /// <summary>The models, in the order of listings.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        new("digits", "Two convolutions and two linear layers for 8×8 digits.", [1, 1, 8, 8], options => new DigitsNet(options)),
        new(
            "fashion", "Two convolutions and two linear layers for 28×28 Fashion-MNIST.", [1, 1, 28, 28],
            options => new FashionNet(options)),
        new("lenet5", "LeCun et al. 1998.", [1, 1, 32, 32], options => new LeNet5(options)),
        Image("alexnet", "Krizhevsky 2014, arXiv 1404.5997.", 63, options => new AlexNet(options)),
        Image("vgg11", "Simonyan & Zisserman 2015, arXiv 1409.1556.", 32, options => new Vgg(11, false, options)),
        Image("vgg11_bn", "VGG-11 with batch normalisation.", 32, options => new Vgg(11, true, options)),
        Image("vgg13", "VGG with 13 layers.", 32, options => new Vgg(13, false, options)),
        Image("vgg13_bn", "VGG-13 with batch normalisation.", 32, options => new Vgg(13, true, options)),
        Image("vgg16", "VGG with 16 layers.", 32, options => new Vgg(16, false, options)),
        Image("vgg16_bn", "VGG-16 with batch normalisation.", 32, options => new Vgg(16, true, options)),
        Image("vgg19", "VGG with 19 layers.", 32, options => new Vgg(19, false, options)),
        Image("vgg19_bn", "VGG-19 with batch normalisation.", 32, options => new Vgg(19, true, options)),
        Image("resnet18", "He et al. 2016, arXiv 1512.03385.", 32, options => new ResNet(18, options)),
        Image("resnet34", "ResNet with 34 layers.", 32, options => new ResNet(34, options)),
        Image("resnet50", "ResNet with 50 layers, bottlenecks.", 32, options => new ResNet(50, options)),
        Image("resnet101", "ResNet with 101 layers, bottlenecks.", 32, options => new ResNet(101, options)),
        Image("resnet152", "ResNet with 152 layers, bottlenecks.", 32, options => new ResNet(152, options)),
        Image("mobilenet_v2", "Sandler et al. 2018, arXiv 1801.04381.", 32, options => new MobileNetV2(options)),
        Image("squeezenet1_0", "Iandola et al. 2016, arXiv 1602.07360.", 32, options => new SqueezeNet(false, options)),
        Image("squeezenet1_1", "SqueezeNet with less than half the work.", 32, options => new SqueezeNet(true, options)),
        Image("densenet121", "Huang et al. 2017, arXiv 1608.06993.", 32, options => new DenseNet(options)),
        Image("googlenet", "Szegedy et al. 2015, arXiv 1409.4842.", 32, options => new GoogLeNet(options)),
        Image("efficientnet_b0", "Tan & Le 2019, arXiv 1905.11946.", 32, options => new EfficientNet(options)),
        Image("convnext_tiny", "Liu et al. 2022, arXiv 2201.03545.", 32, options => new ConvNeXt(options)),
        Image(
            "vit_tiny_16", "A small vision transformer; Dosovitskiy et al. 2021, arXiv 2010.11929.", 16,
            options => new VisionTransformer(options)) with { Step = 16 },
        new("unet", "Ronneberger et al. 2015, arXiv 1505.04597, with padding.", [1, 1, 256, 256], options => new UNet(options))
            { LeastSize = 16, Step = 16, IsClassifier = false },
    ];

    /// <summary>A model by name; null if there is none.</summary>
    /// <param name="name">The name as listings have it, such as <c>resnet18</c>.</param>
    /// <returns>The model, or null.</returns>
    public static ModelEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>A model by name.</summary>
    /// <param name="name">The name as listings have it, such as <c>resnet18</c>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AdjointException">There is none; the message lists names that are near.</exception>
    public static ModelEntry Get(string name) => Find(name) ?? throw new AdjointException(
        $"There is no model \"{name}\". {NearestNames.Hint(name, All.Select(entry => entry.Name))}");

    private static ModelEntry Image(string name, string summary, int leastSize, Func<ModelOptions, Module> create) =>
        new(name, summary, [1, 3, 224, 224], create) { LeastSize = leastSize };
}
