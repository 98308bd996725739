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

    /// <summary>What divides the sizes of all images it takes.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Whether it gives one logit for each class and image.</summary>
    public bool IsClassifier { get; init; } = true;

    /// <summary>Makes the model with values of its own, or without memory under <see cref="SymbolicMode"/>.</summary>
    /// <exception cref="AdjointException">The options do not fit the model.</exception>
    public Module Build(ModelOptions? options = null) => Create(options ?? new ModelOptions());

    /// <summary>The smallest size of images that the model takes and that is not below the given one.</summary>
    public int SizeFor(int size)
    {
        if (LeastSize == 0) return Input[2];
        int least = Math.Max(LeastSize, size);
        return (least + Step - 1) / Step * Step;
    }

    /// <summary>
    /// Makes the model for square images of a size: where it does not take that, images are enlarged or reduced first.
    /// </summary>
    /// <exception cref="AdjointException">The options do not fit the model.</exception>
    public Module BuildFor(int size, ModelOptions options) =>
        SizeFor(size) == size ? Build(options) : new ResizedInput(Build(options), SizeFor(size));
}
