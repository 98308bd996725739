using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>First values of models where they are not the layers' own, as torchvision sets them.</summary>
internal static class FirstValues
{
    // torchvision leaves out what lies further from 0.
    private const double Cut = 2;

    /// <summary>Filters by He et al., biases 0; the fan is counted at the output unless said otherwise.</summary>
    public static void Convolutions(Module model, Generator? random, Fan fan = Fan.Out)
    {
        foreach (Conv2d layer in All<Conv2d>(model))
        {
            Initializers.KaimingNormal(layer.Weight, mode: fan, nonlinearity: Nonlinearity.ReLU, random: random);
            NoBias(layer.Bias);
        }
    }

    /// <summary>Weights normal with a deviation, biases 0.</summary>
    public static void Linears(Module model, double deviation, Generator? random)
    {
        foreach (Linear layer in All<Linear>(model))
        {
            Initializers.Normal(layer.Weight, 0, deviation, random);
            NoBias(layer.Bias);
        }
    }

    /// <summary>A bias of 0, if there is one.</summary>
    public static void NoBias(Tensor? bias)
    {
        if (bias is not null) Initializers.Constant(bias, 0);
    }

    /// <summary>All biases of convolutions and linear layers 0.</summary>
    public static void NoBiases(Module model)
    {
        foreach (Conv2d layer in All<Conv2d>(model)) NoBias(layer.Bias);
        foreach (Linear layer in All<Linear>(model)) NoBias(layer.Bias);
    }

    /// <summary>Weights of convolutions and linear layers normal with a deviation, none far from 0.</summary>
    public static void TruncatedNormal(Module model, double deviation, Generator? random)
    {
        foreach (Conv2d layer in All<Conv2d>(model)) Initializers.TruncatedNormal(layer.Weight, 0, deviation, -Cut, Cut, random);
        foreach (Linear layer in All<Linear>(model)) Initializers.TruncatedNormal(layer.Weight, 0, deviation, -Cut, Cut, random);
    }

    /// <summary>Filters uniform by He et al., but for the last; biases 0.</summary>
    public static void SqueezeNet(Module model, Conv2d last, Generator? random)
    {
        foreach (Conv2d layer in All<Conv2d>(model))
        {
            if (layer == last) Initializers.Normal(layer.Weight, 0, 0.01, random);
            else Initializers.KaimingUniform(layer.Weight, random: random);
            NoBias(layer.Bias);
        }
    }

    private static IEnumerable<T> All<T>(Module model) where T : Module =>
        model.NamedModules().Select(named => named.Module).OfType<T>();
}
