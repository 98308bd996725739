using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Memory;

/// <summary>What a step of training takes from the collector, once the first ones have filled the pool.</summary>
[Collection(ThreadTests.Name)]
public sealed class StepMemoryTests
{
    private const int Warm = 5;
    private const int Measured = 20;

    // The logits, which the user has, are 5 KB of the first and 16 of the last.
    [Theory]
    [InlineData("fashion", 27_000)]
    [InlineData("digits", 21_000)]
    [InlineData("vgg16", 95_000)]
    public void A_warm_training_step_takes_next_to_nothing(string name, long most)
    {
        Module model = name switch
        {
            "fashion" => new FashionNet(new Generator(0)),
            "digits" => new DigitsNet(new Generator(0)),
            _ => new Vgg(16, options: new ModelOptions { Width = 0.125, Random = new Generator(0) }),
        };
        Shape shape = name switch
        {
            "fashion" => Shape.Create([128, 1, 28, 28]),
            "digits" => Shape.Create([32, 1, 8, 8]),
            _ => Shape.Create([4, 3, 32, 32]),
        };
        Tensor images = Tensor.Uniform(shape, generator: new Generator(1));
        Tensor classes = Tensor.Uniform([shape[0]], 0, 10, new Generator(2)).To(DType.Int64);
        var optimizer = new Adam(model.Parameters(), 1e-3);
        for (int i = 0; i < Warm; i++) Step();

        // Other tests may take from the pool meanwhile.
        Enumerable.Range(0, Measured).Min(_ => Bytes()).ShouldBeLessThan(most);

        long Bytes()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Step()
        {
            optimizer.ZeroGrad();
            model.Call(images).CrossEntropy(classes).Backward();
            optimizer.Step();
        }
    }

    [Fact]
    public void A_small_function_and_its_gradient_take_four_kilobytes()
    {
        Run();
        Enumerable.Range(0, Measured).Min(_ => Bytes()).ShouldBeLessThan(4_000);

        static long Bytes()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Run()
        {
            Tensor x = Tensor.Scalar(3).WithGrad();
            Tensor c = Tensor.Scalar(5).WithGrad();
            Tensor q = x * x / x.Log();
            ((q + c) * (q - c)).Backward();
        }
    }
}
