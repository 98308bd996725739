using Adjoint.Data;
using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Training;

/// <summary>A data set of square images by name, with the settings that suit it.</summary>
/// <param name="Name">The name.</param>
/// <param name="ClassNames">What the classes are called.</param>
/// <param name="Channels">Channels of the images.</param>
/// <param name="Size">Height and width of the images, in pixels.</param>
/// <param name="DefaultDirectory">The folder of the data unless another is given; null if the data is part of the library.</param>
/// <param name="Load">Loads the training and the test part from a folder; null stands for the default.</param>
public sealed record DatasetEntry(
    string Name, IReadOnlyList<string> ClassNames, int Channels, int Size, string? DefaultDirectory,
    Func<string?, (IDataset Train, IDataset Test)> Load)
{
    /// <summary>The network that is trained unless another is named.</summary>
    public required ModelEntry Model { get; init; }

    /// <summary>Epochs that suit the data and its network.</summary>
    public required int Epochs { get; init; }

    /// <summary>A batch size that suits them.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Makes a network for these images and classes.</summary>
    /// <param name="model">Which.</param>
    /// <param name="generator">Draws first values and dropout; <see cref="Generator.Shared"/> if null.</param>
    /// <returns>The network: it maps images [N, channels, size, size] to logits [N, classes].</returns>
    /// <exception cref="AdjointException">The network is no classifier.</exception>
    public Module Build(ModelEntry model, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.IsClassifier)
            throw new AdjointException($"The model \"{model.Name}\" does not tell classes apart, so it cannot be trained on {Name}.");
        return model.BuildFor(Size, new ModelOptions { Classes = ClassNames.Count, Channels = Channels, Random = generator });
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
