using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;
using BenchmarkDotNet.Attributes;

namespace Adjoint.Benchmarks;

/// <summary>
/// One step of training a small convolutional network. The column "Allocated" is what a step takes from the collector:
/// tape and tensors' own objects, and small tensors; the memory of large ones goes round in the pool.
/// </summary>
[MemoryDiagnoser]
public class TrainingStep
{
    private readonly Training digits = new(new DigitsNet(new Generator(0)), [32, 1, 8, 8]);
    private readonly Training fashion = new(new FashionNet(new Generator(0)), [128, 1, 28, 28]);

    /// <summary>Forward, backward, Adam; 32 images of 8×8.</summary>
    [Benchmark]
    public void Digits() => digits.Step();

    /// <summary>Forward, backward, Adam; 128 images of 28×28.</summary>
    [Benchmark]
    public void Fashion() => fashion.Step();

    private sealed class Training(Module model, Shape shape)
    {
        private readonly Tensor images = Tensor.Uniform(shape, random: new Generator(1));
        private readonly Tensor classes = Tensor.Uniform([shape[0]], 0, 10, new Generator(2)).To(DType.Int64);
        private readonly Adam optimizer = new(model.Parameters(), 1e-3);

        public void Step()
        {
            optimizer.ZeroGrad();
            model.Forward(images).CrossEntropy(classes).Backward();
            optimizer.Step();
        }
    }
}
