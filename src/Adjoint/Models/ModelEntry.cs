using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>A model by name.</summary>
/// <param name="Name">The name, torchvision's where that has the model.</param>
/// <param name="Summary">What it is and where it is described, in a line.</param>
/// <param name="Input">Sizes of the usual input, for a batch of one.</param>
/// <param name="Create">Makes it.</param>
public sealed record ModelEntry(string Name, string Summary, Shape Input, Func<ModelOptions, Module> Create)
{
    /// <summary>The smallest images it takes; 0 if it takes only those of its usual size.</summary>
    public int LeastSize { get; init; }

    /// <summary>Whether it gives one logit for each class and image.</summary>
    public bool IsClassifier { get; init; } = true;

    /// <summary>Makes the model with values of its own, or without memory under <see cref="SymbolicMode"/>.</summary>
    /// <exception cref="AdjointException">The options do not fit the model.</exception>
    public Module Build(ModelOptions? options = null) => Create(options ?? new ModelOptions());
}
