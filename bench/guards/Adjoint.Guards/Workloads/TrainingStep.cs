using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Guards.Workloads;

/// <summary>A step of training a catalogued network: forward, cross-entropy, backward, Adam.</summary>
internal sealed class TrainingStep : Workload
{
    private readonly Module model;
    private readonly Tensor images;
    private readonly Tensor classes;
    private readonly Adam optimizer;

    /// <summary>Makes the network.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    /// <param name="batch">Number of images.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Their height and width.</param>
    public TrainingStep(string name, int batch, int channels, int size)
    {
        model = ModelCatalogue.Get(name).Build(new ModelOptions { Random = new Generator(0) });
        images = Tensor.Normal([batch, channels, size, size], 0, 1, new Generator(1));
        classes = Tensor.Uniform([batch], 0, 10, new Generator(2)).To(DType.Int64);
        optimizer = new Adam(model.Parameters(), 1e-4);
    }

    public override double Run()
    {
        optimizer.ZeroGrad();
        Tensor loss = model.Call(images).CrossEntropy(classes);
        loss.Backward();
        optimizer.Step();
        return loss.Item();
    }
}
