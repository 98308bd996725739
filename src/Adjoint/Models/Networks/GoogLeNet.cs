using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// GoogLeNet (Inception v1) with batch normalisation: images [N, 3, 224, 224] → logits [N, 1000]; 6,624,904 parameters, and
/// 13,004,888 with the two auxiliary classifiers, which only <see cref="ForwardWithAuxiliary"/> runs. Szegedy et al., "Going Deeper with
/// Convolutions", 2015 (arXiv 1409.4842); as in torchvision, the 5×5 convolutions are 3×3.
/// </summary>
public sealed partial class GoogLeNet : Module
{
    private readonly ConvolutionNormRelu conv1;
    private readonly MaxPool2d maxpool1 = new(3, stride: 2, ceilMode: true);
    private readonly ConvolutionNormRelu conv2, conv3;
    private readonly MaxPool2d maxpool2 = new(3, stride: 2, ceilMode: true);
    private readonly Inception inception3a, inception3b;
    private readonly MaxPool2d maxpool3 = new(3, stride: 2, ceilMode: true);
    private readonly Inception inception4a, inception4b, inception4c, inception4d, inception4e;
    private readonly MaxPool2d maxpool4 = new(2, stride: 2, ceilMode: true);
    private readonly Inception inception5a, inception5b;
    private readonly InceptionClassifier? aux1, aux2;
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    /// <param name="auxiliary">Whether to include the two auxiliary classifiers, as torchvision does.</param>
    public GoogLeNet(ModelOptions? options = null, bool auxiliary = true)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        int classes = options.Classes ?? 1000;
        int Scale(int channels) => options.Scale(channels);
        int channels = Scale(192);
        conv1 = new ConvolutionNormRelu(options.Channels ?? 3, Scale(64), 7, stride: 2, padding: 3, generator: random);
        conv2 = new ConvolutionNormRelu(Scale(64), Scale(64), 1, generator: random);
        conv3 = new ConvolutionNormRelu(Scale(64), channels, 3, padding: 1, generator: random);
        inception3a = Next(64, 96, 128, 16, 32, 32);
        inception3b = Next(128, 128, 192, 32, 96, 64);
        inception4a = Next(192, 96, 208, 16, 48, 64);
        aux1 = auxiliary ? new InceptionClassifier(channels, classes, random) : null;
        inception4b = Next(160, 112, 224, 24, 64, 64);
        inception4c = Next(128, 128, 256, 24, 64, 64);
        inception4d = Next(112, 144, 288, 32, 64, 64);
        aux2 = auxiliary ? new InceptionClassifier(channels, classes, random) : null;
        inception4e = Next(256, 160, 320, 32, 128, 128);
        inception5a = Next(256, 160, 320, 32, 128, 128);
        inception5b = Next(384, 192, 384, 48, 128, 128);
        dropout = new Dropout(0.2, random);
        fc = new Linear(channels, classes, generator: random);
        TorchvisionInitializers.TruncatedNormal(this, 0.01, random);

        Inception Next(int one, int threeReduce, int three, int fiveReduce, int five, int pool)
        {
            var inception = new Inception(
                channels, Scale(one), Scale(threeReduce), Scale(three), Scale(fiveReduce), Scale(five), Scale(pool), random);
            channels = Scale(one) + Scale(three) + Scale(five) + Scale(pool);
            return inception;
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Run(x, withAuxiliary: false).Logits;

    /// <summary>
    /// Runs the network with the auxiliary classifiers, whose logits are null if there are none. In training the paper adds their
    /// losses, each times 0.3, to that of the network.
    /// </summary>
    public (Tensor Logits, Tensor? First, Tensor? Second) ForwardWithAuxiliary(Tensor x) => InScope(x, () => Run(x, withAuxiliary: true));

    private (Tensor Logits, Tensor? First, Tensor? Second) Run(Tensor x, bool withAuxiliary)
    {
        x = Sequential.Run(x, conv1, maxpool1, conv2, conv3, maxpool2, inception3a, inception3b, maxpool3, inception4a);
        Tensor? first = withAuxiliary ? aux1?.Call(x) : null;
        x = Sequential.Run(x, inception4b, inception4c, inception4d);
        Tensor? second = withAuxiliary ? aux2?.Call(x) : null;
        x = Sequential.Run(x, inception4e, maxpool4, inception5a, inception5b, avgpool);
        return (fc.Call(dropout.Call(x.Flatten(1))), first, second);
    }
}

/// <summary>A convolution without bias, batch normalisation and relu.</summary>
internal sealed partial class ConvolutionNormRelu(
    int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, Generator? generator = null) : Module
{
    private readonly Conv2d conv = new(inChannels, outChannels, kernelSize, stride, padding, bias: false, generator: generator);
    private readonly BatchNorm2d bn = new(outChannels, eps: 0.001);

    public override Tensor Forward(Tensor x) => Sequential.Run(x, conv, bn).Relu();
}

/// <summary>Four branches with different receptive fields, concatenated as channels.</summary>
internal sealed partial class Inception(
    int channels, int one, int threeReduce, int three, int fiveReduce, int five, int pool, Generator? generator) : Module
{
    private readonly ConvolutionNormRelu branch1 = new(channels, one, 1, generator: generator);
    private readonly Sequential branch2 = new(
        new ConvolutionNormRelu(channels, threeReduce, 1, generator: generator),
        new ConvolutionNormRelu(threeReduce, three, 3, padding: 1, generator: generator));
    private readonly Sequential branch3 = new(
        new ConvolutionNormRelu(channels, fiveReduce, 1, generator: generator),
        new ConvolutionNormRelu(fiveReduce, five, 3, padding: 1, generator: generator));
    private readonly Sequential branch4 = new(
        new MaxPool2d(3, stride: 1, padding: 1, ceilMode: true), new ConvolutionNormRelu(channels, pool, 1, generator: generator));

    public override Tensor Forward(Tensor x) => Tensor.Concat([branch1.Call(x), branch2.Call(x), branch3.Call(x), branch4.Call(x)], 1);
}

/// <summary>An auxiliary classifier, which brings a gradient to the layers before it.</summary>
internal sealed partial class InceptionClassifier(int channels, int classes, Generator? generator) : Module
{
    private readonly ConvolutionNormRelu conv = new(channels, 128, 1, generator: generator);
    private readonly Linear fc1 = new(2048, 1024, generator: generator);
    private readonly Dropout dropout = new(0.7, generator);
    private readonly Linear fc2 = new(1024, classes, generator: generator);

    public override Tensor Forward(Tensor x) =>
        fc2.Call(dropout.Call(fc1.Call(conv.Call(x.AdaptiveAvgPool2d(4)).Flatten(1)).Relu()));
}
