namespace Adjoint.Peers.Workloads;

/// <summary>
/// A function of tensors, without gradients, computed to the end. Nothing is disposed here or elsewhere, as users need not.
/// </summary>
internal sealed class TensorFunction(Func<Tensor> function) : Workload
{
    public override void Run()
    {
        using Scope _ = GradMode.Off();
        function().Evaluate();
    }

    public override Tensor[] Outputs()
    {
        using Scope _ = GradMode.Off();
        return [function()];
    }
}
