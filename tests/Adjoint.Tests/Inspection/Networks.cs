using Adjoint.Nn;

namespace Adjoint.Tests.Inspection;

/// <summary>Networks to inspect, built without memory.</summary>
internal static class Networks
{
    public static Module Vgg16()
    {
        using Scope _ = SymbolicMode.On();
        var net = new Sequential();
        int channels = 3;
        foreach (int filters in (int[])[64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0])
        {
            if (filters == 0)
            {
                net.Add(new MaxPool2d(2));
                continue;
            }

            net.Add(new Conv2d(channels, filters, 3, padding: 1));
            net.Add(new ReLU());
            channels = filters;
        }

        net.Add(new Flatten());
        net.Add(new Linear(25088, 4096));
        net.Add(new ReLU());
        net.Add(new Dropout());
        net.Add(new Linear(4096, 4096));
        net.Add(new ReLU());
        net.Add(new Dropout());
        net.Add(new Linear(4096, 1000));
        return net;
    }
}
