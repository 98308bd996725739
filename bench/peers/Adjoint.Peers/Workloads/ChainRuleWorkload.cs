namespace Adjoint.Peers.Workloads;

/// <summary>f(x, c) = (x²/log x + c)(x²/log x − c) and both derivatives at x = 3, c = 5, recorded anew each time.</summary>
internal sealed class ChainRuleWorkload : Workload
{
    public override void Run()
    {
        Tensor x = Tensor.Scalar(3).WithGrad();
        Tensor c = Tensor.Scalar(5).WithGrad();
        Differentiate(x, c);
    }

    public override Tensor[] Outputs()
    {
        Tensor x = Tensor.Scalar(3).WithGrad();
        Tensor c = Tensor.Scalar(5).WithGrad();
        return [Differentiate(x, c).Detach(), x.Grad!, c.Grad!];
    }

    private static Tensor Differentiate(Tensor x, Tensor c)
    {
        Tensor q = x * x / x.Log();
        Tensor f = (q + c) * (q - c);
        f.Backward();
        return f;
    }
}
