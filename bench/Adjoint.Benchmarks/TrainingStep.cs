using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;
using BenchmarkDotNet.Attributes;

namespace Adjoint.Benchmarks;

/// <summary>One step of training a small convolutional network on 28×28 images.</summary>
[MemoryDiagnoser]
public class TrainingStep
{
    private readonly Tensor images = Tensor.Uniform([128, 1, 28, 28], random: new Generator(1));
    private readonly Tensor classes = Tensor.Uniform([128], 0, 10, new Generator(2)).To(DType.Int64);
    private readonly Module model = new FashionNet(new Generator(0));
    private Adam? optimizer;

    /// <summary>Forward, backward, Adam.</summary>
    [Benchmark]
    public void Step()
    {
        optimizer ??= new Adam(model.Parameters(), 1e-3);
        optimizer.ZeroGrad();
        model.Forward(images).CrossEntropy(classes).Backward();
        optimizer.Step();
    }
}
