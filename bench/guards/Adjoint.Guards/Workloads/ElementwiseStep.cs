using Adjoint.Optim;

namespace Adjoint.Guards.Workloads;

/// <summary>A step of gradient descent on a gated unit: a chain of elementwise operations, its gradients and the update.</summary>
internal sealed class ElementwiseStep : Workload
{
    private readonly Tensor input;
    private readonly Tensor target;
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Sgd optimizer;

    /// <summary>Makes the unit.</summary>
    /// <param name="count">Elements of each of the four tensors.</param>
    public ElementwiseStep(int count)
    {
        input = Tensor.Normal([count], random: new Generator(1));
        target = Tensor.Uniform([count], random: new Generator(2));
        weight = Tensor.Normal([count], random: new Generator(3)).WithGrad();
        bias = Tensor.Zeros([count]).WithGrad();
        optimizer = new Sgd([weight, bias], 1e-3);
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
