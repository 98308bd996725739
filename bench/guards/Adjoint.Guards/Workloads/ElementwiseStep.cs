using Adjoint.Optim;

namespace Adjoint.Guards.Workloads;

/// <summary>A step of gradient descent on a gated unit: a chain of elementwise operations, its gradients and the update.</summary>
internal sealed class ElementwiseStep : Workload
{
    private readonly Tensor input;
    private readonly Tensor target;
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Adam optimizer;

    /// <summary>Makes the unit.</summary>
    /// <param name="count">Elements of each of the four tensors.</param>
    public ElementwiseStep(int count)
    {
        input = Tensor.Normal([count], 0, 1, new Generator(1));
        target = Tensor.Uniform([count], 0, 1, new Generator(2));
        weight = Tensor.Normal([count], 0, 1, new Generator(3)).WithGrad();
        bias = Tensor.Zeros([count]).WithGrad();
        optimizer = new Adam([weight, bias], 1e-3);
    }

    public override double Run()
    {
        optimizer.ZeroGrad();
        Tensor unit = weight * input + bias;
        Tensor gated = unit.Tanh() * unit.Sigmoid() + (unit * unit + 1).Sqrt().Log();
        Tensor miss = gated - target;
        Tensor loss = (miss * miss).Mean();
        loss.Backward();
        optimizer.Step();
        return loss.Item();
    }
}
