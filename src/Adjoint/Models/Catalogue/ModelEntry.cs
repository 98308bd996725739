using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>A model by name.</summary>
/// <param name="Name">The name, torchvision's where that has the model.</param>
/// <param name="Summary">What it is and where it is described, in a line.</param>
/// <param name="Input">Sizes of the usual input, for a batch of one.</param>
/// <param name="Create">Creates it.</param>
public sealed record ModelEntry(string Name, string Summary, Shape Input, Func<ModelOptions, Module> Create)
{
    /// <summary>The smallest image size; 0 if it takes only images of its usual size.</summary>
    public int LeastSize { get; init; }

    /// <summary>Image sizes must be multiples of this.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Whether the output is one logit per class and image.</summary>
    public bool IsClassifier { get; init; } = true;

    /// <summary>Creates the model with initial values, or without memory under <see cref="SymbolicMode"/>.</summary>
    /// <param name="options">Classes, channels and more; the defaults if null.</param>
    /// <returns>The model, in training mode.</returns>
    /// <exception cref="AdjointException">The options do not fit the model.</exception>
    public Module Build(ModelOptions? options = null) => Create(options ?? new ModelOptions());

    /// <summary>The smallest image size that the model takes and that is at least the given one.</summary>
    /// <param name="size">Pixels along one side.</param>
    /// <returns>Pixels along one side.</returns>
    public int SizeFor(int size)
    {
        if (LeastSize == 0) return Input[2];
        int least = Math.Max(LeastSize, size);
        return (least + Step - 1) / Step * Step;
    }

    /// <summary>Creates the model for square images of a size. If it does not take that size, images are resized first.</summary>
    /// <param name="size">Pixels along one side.</param>
    /// <param name="options">Classes, channels and more.</param>
    /// <returns>The model, which resizes its input where it must.</returns>
    /// <exception cref="AdjointException">The options do not fit the model.</exception>
    public Module BuildFor(int size, ModelOptions options) =>
        SizeFor(size) == size ? Build(options) : new ResizedInput(Build(options), SizeFor(size));

    /// <summary>The name.</summary>
    /// <inheritdoc/>
    public override string ToString() => Name;
}
