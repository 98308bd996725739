using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>Initial values of models as torchvision sets them, where they are not the layers' own.</summary>
internal static class TorchvisionInitializers
{
    // torchvision truncates normal distributions at ±2.
    private const double Cut = 2;

    /// <summary>Filters by He et al., biases 0; by fan out unless given.</summary>
    public static void Convolutions(Module model, Generator? random, FanMode fan = FanMode.FanOut)
    {
        foreach (Conv2d layer in All<Conv2d>(model))
        {
            Initializers.KaimingNormal(layer.Weight, mode: fan, nonlinearity: Nonlinearity.ReLU, random: random);
            ZeroBias(layer.Bias);
        }
    }

    /// <summary>Weights of linear layers normal with a deviation, biases 0.</summary>
    public static void Linears(Module model, double deviation, Generator? random)
    {
        foreach (Linear layer in All<Linear>(model))
        {
            Initializers.Normal(layer.Weight, 0, deviation, random);
            ZeroBias(layer.Bias);
        }
    }

    /// <summary>Sets a bias to 0, if there is one.</summary>
    public static void ZeroBias(Tensor? bias)
    {
        if (bias is not null) Initializers.Constant(bias, 0);
    }

    /// <summary>Sets all biases of convolutions and linear layers to 0.</summary>
    public static void ZeroBiases(Module model)
    {
        foreach (Conv2d layer in All<Conv2d>(model)) ZeroBias(layer.Bias);
        foreach (Linear layer in All<Linear>(model)) ZeroBias(layer.Bias);
    }

    /// <summary>Weights of convolutions and linear layers normal with a deviation, truncated.</summary>
    public static void TruncatedNormal(Module model, double deviation, Generator? random)
    {
        foreach (Conv2d layer in All<Conv2d>(model)) Initializers.TruncatedNormal(layer.Weight, 0, deviation, -Cut, Cut, random);
        foreach (Linear layer in All<Linear>(model)) Initializers.TruncatedNormal(layer.Weight, 0, deviation, -Cut, Cut, random);
    }

    /// <summary>Filters uniform by He et al., except for the last layer; biases 0.</summary>
    public static void SqueezeNet(Module model, Conv2d last, Generator? random)
    {
        foreach (Conv2d layer in All<Conv2d>(model))
        {
            if (layer == last) Initializers.Normal(layer.Weight, 0, 0.01, random);
            else Initializers.KaimingUniform(layer.Weight, random: random);
            ZeroBias(layer.Bias);
        }
    }

    private static IEnumerable<T> All<T>(Module model) where T : Module =>
        model.NamedModules().Select(named => named.Module).OfType<T>();
}
