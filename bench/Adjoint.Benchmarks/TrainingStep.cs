using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;
using BenchmarkDotNet.Attributes;

namespace Adjoint.Benchmarks;

/// <summary>
/// One step of training a convolutional network. The column "Allocated" is what a step takes from the collector:
/// tape and tensors' own objects, and small tensors; the memory of large ones goes round in the pool.
/// </summary>
[MemoryDiagnoser]
public class TrainingStep
{
    private readonly Training digits = new(new DigitsNet(new Generator(0)), [32, 1, 8, 8]);
    private readonly Training fashion = new(new FashionNet(new Generator(0)), [128, 1, 28, 28]);
    private readonly Training vgg = new(
        new Vgg(16, options: new ModelOptions { Width = 0.125, Random = new Generator(0) }), [4, 3, 32, 32]);

    /// <summary>Forward, backward, Adam; 32 images of 8×8.</summary>
    [Benchmark]
    public void Digits() => digits.Step();

    /// <summary>Forward, backward, Adam; 128 images of 28×28.</summary>
    [Benchmark]
    public void Fashion() => fashion.Step();

    /// <summary>Forward, backward, Adam; 4 images of 32×32, VGG-16 with an eighth of its channels.</summary>
    [Benchmark]
    public void Vgg() => vgg.Step();

    private sealed class Training(Module model, Shape shape)
    {
        private readonly Tensor images = Tensor.Uniform(shape, generator: new Generator(1));
        private readonly Tensor classes = Tensor.Uniform([shape[0]], 0, 10, new Generator(2)).To(DType.Int64);
        private readonly Adam optimizer = new(model.Parameters(), 1e-3);

        public void Step()
        {
            optimizer.ZeroGrad();
            model.Call(images).CrossEntropy(classes).Backward();
            optimizer.Step();
        }
    }
}
