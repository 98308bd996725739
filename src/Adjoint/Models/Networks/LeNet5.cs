using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// LeNet-5: two convolutions with tanh and average pools, three linear layers; images [N, 1, 32, 32] → logits [N, 10],
/// 61,706 parameters. LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998,
/// with every map of the second convolution connected to every one before it.
/// </summary>
public sealed partial class LeNet5 : Module
{
    private readonly Conv2d conv1, conv2;
    private readonly Linear fc1, fc2, fc3;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public LeNet5(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        int maps = options.Scale(16);
        conv1 = new Conv2d(options.Channels ?? 1, options.Scale(6), 5, generator: options.Random);
        conv2 = new Conv2d(options.Scale(6), maps, 5, generator: options.Random);
        fc1 = new Linear(maps * 5 * 5, options.Scale(120), generator: options.Random);
        fc2 = new Linear(options.Scale(120), options.Scale(84), generator: options.Random);
        fc3 = new Linear(options.Scale(84), options.Classes ?? 10, generator: options.Random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        x = conv1.Call(x).Tanh().AvgPool2d(2);
        x = conv2.Call(x).Tanh().AvgPool2d(2);
        x = fc1.Call(x.Flatten(1)).Tanh();
        return fc3.Call(fc2.Call(x).Tanh());
    }
}
