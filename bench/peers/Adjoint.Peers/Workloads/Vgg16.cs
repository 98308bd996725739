using Adjoint.Nn;

namespace Adjoint.Peers.Workloads;

/// <summary>
/// VGG-16 for 224×224 images (Simonyan &amp; Zisserman 2015, configuration D), 138,357,544 parameters, with weights uniform
/// over ±√(6/inputs) and biases of 0.
/// </summary>
internal static class Vgg16
{
    /// <summary>Filters of each convolution; 0 is a pool.</summary>
    private static readonly int[] Plan = [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0];

    public static Sequential Make()
    {
        var model = new Sequential();
        int channels = 3;
        foreach (int filters in Plan)
        {
            if (filters == 0)
            {
                model.Add(new MaxPool2d(2));
                continue;
            }

            model.Add(new Conv2d(channels, filters, 3, padding: 1));
            model.Add(new ReLU());
            channels = filters;
        }

        model.Add(new Flatten());
        model.Add(new Linear(512 * 7 * 7, 4096));
        model.Add(new ReLU());
        model.Add(new Dropout());
        model.Add(new Linear(4096, 4096));
        model.Add(new ReLU());
        model.Add(new Dropout());
        model.Add(new Linear(4096, 1000));
        uint seed = 100;
        foreach (Tensor parameter in model.Parameters()) Numbers.Fill(parameter, seed++, Bound(parameter));
        return model;
    }

    private static float Bound(Tensor parameter) =>
        parameter.Rank == 1 ? 0 : (float)Math.Sqrt(6.0 / (parameter.Numel / parameter.Shape[0]));
}
