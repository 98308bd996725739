using Adjoint.Nn;

namespace Adjoint.Peers.Workloads;

/// <summary>conv32-pool-conv64-pool-fc128-dropout-fc10 for images of 28×28.</summary>
internal static class FashionNetwork
{
    public static Sequential Make(Generator random) => new(
        new Conv2d(1, 32, 3, padding: 1, generator: random), new ReLU(), new MaxPool2d(2),
        new Conv2d(32, 64, 3, padding: 1, generator: random), new ReLU(), new MaxPool2d(2),
        new Flatten(),
        new Linear(64 * 7 * 7, 128, generator: random), new ReLU(), new Dropout(0.25, random),
        new Linear(128, 10, generator: random));
}
