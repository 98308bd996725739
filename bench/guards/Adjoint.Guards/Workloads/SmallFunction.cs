namespace Adjoint.Guards.Workloads;

/// <summary>f(x, c) = (x²/log x + c)(x²/log x − c) and both derivatives at x = 3, c = 5: the cost of the machinery itself.</summary>
internal sealed class SmallFunction : Workload
{
    public override double Run()
    {
        Tensor x = Tensor.Scalar(3).WithGrad();
        Tensor c = Tensor.Scalar(5).WithGrad();
        Tensor q = x * x / x.Log();
        ((q + c) * (q - c)).Backward();
        return x.Grad!.Item();
    }
}
