using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>Initial values of models as torchvision sets them, where they are not the layers' own.</summary>
internal static class TorchvisionInitializers
{
    // torchvision truncates normal distributions at ±2.
    private const double Cut = 2;

    /// <summary>Filters by He et al., biases 0; by fan out unless given.</summary>
    public static void Convolutions(Module model, Generator? generator, FanMode fan = FanMode.FanOut) => Each<Conv2d>(model, layer =>
    {
        Init.KaimingNormal(layer.Weight, mode: fan, nonlinearity: Nonlinearity.ReLU, generator: generator);
        ZeroBias(layer.Bias);
    });

    /// <summary>Weights of linear layers normal with a deviation, biases 0.</summary>
    public static void Linears(Module model, double deviation, Generator? generator) => Each<Linear>(model, layer =>
    {
        Init.Normal(layer.Weight, 0, deviation, generator);
        ZeroBias(layer.Bias);
    });

    /// <summary>Sets a bias to 0, if there is one.</summary>
    public static void ZeroBias(Tensor? bias)
    {
        if (bias is not null) Init.Constant(bias, 0);
    }

    /// <summary>Sets all biases of convolutions and linear layers to 0.</summary>
    public static void ZeroBiases(Module model)
    {
        Each<Conv2d>(model, layer => ZeroBias(layer.Bias));
        Each<Linear>(model, layer => ZeroBias(layer.Bias));
    }

    /// <summary>Weights of convolutions and linear layers normal with a deviation, truncated.</summary>
    public static void TruncatedNormal(Module model, double deviation, Generator? generator)
    {
        Each<Conv2d>(model, layer => Init.TruncNormal(layer.Weight, 0, deviation, -Cut, Cut, generator));
        Each<Linear>(model, layer => Init.TruncNormal(layer.Weight, 0, deviation, -Cut, Cut, generator));
    }

    /// <summary>Filters uniform by He et al., except for the last layer; biases 0.</summary>
    public static void SqueezeNet(Module model, Conv2d last, Generator? generator) => Each<Conv2d>(model, layer =>
    {
        if (layer == last) Init.Normal(layer.Weight, 0, 0.01, generator);
        else Init.KaimingUniform(layer.Weight, generator: generator);
        ZeroBias(layer.Bias);
    });

    private static void Each<T>(Module model, Action<T> initialize) where T : Module
    {
        foreach (T layer in model.NamedModules().Select(named => named.Module).OfType<T>()) initialize(layer);
    }
}
