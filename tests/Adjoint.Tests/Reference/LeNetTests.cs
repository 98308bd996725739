using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Reference;

/// <summary>Twenty steps of Adam on a LeNet-like network, from PyTorch's weights and batches; lenet.py writes them.</summary>
public sealed class LeNetTests
{
    private static readonly TrainingRun Run = Fixture.Read<TrainingRun>("lenet.json.gz");

    [Fact]
    public void Losses_are_those_of_PyTorch()
    {
        Sequential net = Network();
        net.LoadStateDict(Run.State.ToDictionary(p => p.Key, p => p.Value.ToTensor<float>()));
        var optimizer = new Adam(net.Parameters(), lr: 1e-3);
        Tensor images = (Run.Images.ToTensor<byte>().To(DType.Float32) / 16) - 8;
        for (int step = 0; step < Run.Losses.Length; step++)
        {
            net.ZeroGrad();
            Tensor loss = net.Forward(images[step]).CrossEntropy(Tensor.Of<long>(Run.Classes[step]));
            loss.Item().ShouldBe(Run.Losses[step], 1e-4 * Run.Losses[step], $"step {step + 1}");
            loss.Backward();
            optimizer.Step();
        }

        Run.Losses.Length.ShouldBe(20);
        Run.Losses[^1].ShouldBeLessThan(0.8 * Run.Losses[0]);
    }

    private static Sequential Network() => new(
        new Conv2d(1, 6, 5, padding: 2), new ReLU(), new MaxPool2d(2),
        new Conv2d(6, 16, 3), new ReLU(), new MaxPool2d(2),
        new Flatten(), new Linear(64, 32), new ReLU(), new Linear(32, 10));
}
