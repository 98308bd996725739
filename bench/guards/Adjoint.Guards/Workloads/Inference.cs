using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Guards.Workloads;

/// <summary>A catalogued network in evaluation mode on one image of its usual size, nothing recorded.</summary>
internal sealed class Inference : Workload
{
    private readonly Module model;
    private readonly Tensor image;

    /// <summary>Makes the network.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    public Inference(string name)
    {
        ModelEntry entry = ModelCatalogue.Get(name);
        model = entry.Build(new ModelOptions { Random = new Generator(0) }).Eval();
        image = Tensor.Normal(entry.Input, 0, 1, new Generator(1));
    }

    public override double Run()
    {
        using (GradMode.Off()) return model.Call(image).Sum().Item();
    }
}
