using BenchmarkDotNet.Attributes;

namespace Adjoint.Benchmarks;

/// <summary>The cost of the machinery: a function of ten scalar operations, forward and backward, recorded anew each time.</summary>
[MemoryDiagnoser]
public class ChainRule
{
    /// <summary>f(x, c) = (x²/log x + c)(x²/log x − c) and both of its derivatives at x = 3, c = 5.</summary>
    [Benchmark]
    public double ForwardAndBackward()
    {
        Tensor x = Tensor.Scalar(3).WithGrad();
        Tensor c = Tensor.Scalar(5).WithGrad();
        Tensor q = x * x / x.Log();
        ((q + c) * (q - c)).Backward();
        return x.Grad!.Item();
    }
}
