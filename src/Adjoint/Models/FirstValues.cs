using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>First values of models where they are not the layers' own, as torchvision sets them. Symbolic ones are passed over.</summary>
internal static class FirstValues
{
    // torchvision leaves out what lies further from 0.
    private const double Cut = 2;

    /// <summary>Filters by He et al. 2015 (arXiv 1502.01852), biases 0; the fan is counted at the output unless said otherwise.</summary>
    public static void Convolutions(Module model, Generator? random, bool fanOut = true)
    {
        foreach (Conv2d layer in All<Conv2d>(model))
        {
            Shape shape = layer.Weight.Shape;
            int fan = shape.Count / Math.Max(1, fanOut ? shape[1] : shape[0]);
            Set(layer.Weight, Tensor.Normal(shape, 0, Math.Sqrt(2.0 / fan), random));
            NoBias(layer.Bias);
        }
    }

    /// <summary>Weights normal with a deviation, biases 0.</summary>
    public static void Linears(Module model, double deviation, Generator? random)
    {
        foreach (Linear layer in All<Linear>(model))
        {
            Set(layer.Weight, Tensor.Normal(layer.Weight.Shape, 0, deviation, random));
            NoBias(layer.Bias);
        }
    }

    /// <summary>A bias of 0.</summary>
    public static void NoBias(Linear layer) => NoBias(layer.Bias);

    /// <summary>All biases of convolutions and linear layers 0.</summary>
    public static void NoBiases(Module model)
    {
        foreach (Conv2d layer in All<Conv2d>(model)) NoBias(layer.Bias);
        foreach (Linear layer in All<Linear>(model)) NoBias(layer.Bias);
    }

    /// <summary>Weights of convolutions and linear layers normal with a deviation, none beyond twice that.</summary>
    public static void TruncatedNormal(Module model, double deviation, Generator? random)
    {
        foreach (Conv2d layer in All<Conv2d>(model)) Set(layer.Weight, Initializers.TruncatedNormal(layer.Weight.Shape, 0, deviation, -Cut, Cut, random));
        foreach (Linear layer in All<Linear>(model)) Set(layer.Weight, Initializers.TruncatedNormal(layer.Weight.Shape, 0, deviation, -Cut, Cut, random));
    }

    /// <summary>Filters uniform by He et al., but for the last; biases 0.</summary>
    public static void SqueezeNet(Module model, Conv2d last, Generator? random)
    {
        foreach (Conv2d layer in All<Conv2d>(model))
        {
            Shape shape = layer.Weight.Shape;
            double bound = Math.Sqrt(6.0 / Initializers.FanIn(shape));
            Set(layer.Weight, layer == last
                ? Tensor.Normal(shape, 0, 0.01, random)
                : Tensor.Uniform(shape, -bound, bound, random));
            NoBias(layer.Bias);
        }
    }

    private static IEnumerable<T> All<T>(Module model) where T : Module =>
        model.NamedModules().Select(named => named.Module).OfType<T>();

    private static void NoBias(Tensor? bias)
    {
        if (bias is not null) Set(bias, Tensor.Zeros(bias.Shape));
    }

    private static void Set(Tensor parameter, Tensor value)
    {
        if (parameter.IsSymbolic) return;
        using GradMode.Scope _ = GradMode.Off();
        parameter.CopyFrom(value);
    }
}
