using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// A convolutional network after LeNet for the 28×28 images of <see cref="Data.FashionMnist"/>: twice convolution and pool,
/// two linear layers. [N, 1, 28, 28] → logits [N, 10]; 421,642 parameters.
/// </summary>
public sealed partial class FashionNet : Module
{
    private readonly Conv2d conv1, conv2;
    private readonly Linear fc1;
    private readonly Dropout dropout;
    private readonly Linear fc2;

    /// <summary>Makes the network.</summary>
    /// <param name="generator">Draws first values and dropout; <see cref="Generator.Shared"/> if not given.</param>
    public FashionNet(Generator? generator = null) : this(new ModelOptions { Random = generator }) { }

    /// <summary>Makes the network.</summary>
    /// <param name="options">What may be varied.</param>
    public FashionNet(ModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Generator? random = options.Random;
        (int first, int second, int hidden) = (options.Scale(32), options.Scale(64), options.Scale(128));
        conv1 = new Conv2d(options.Channels ?? 1, first, 3, padding: 1, generator: random);
        conv2 = new Conv2d(first, second, 3, padding: 1, generator: random);
        fc1 = new Linear(second * 7 * 7, hidden, generator: random);
        dropout = new Dropout(0.25, random);
        fc2 = new Linear(hidden, options.Classes ?? 10, generator: random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        // Rectifying after the pool gives the same numbers from a quarter of the work.
        x = conv1.Call(x).MaxPool2d(2).Relu();
        x = conv2.Call(x).MaxPool2d(2).Relu();
        x = fc1.Call(x.Flatten(1)).Relu();
        return fc2.Call(dropout.Call(x));
    }
}
