namespace Adjoint.Models;

/// <summary>All models that can be built by name.</summary>
public static class ModelCatalogue
{
    /// <summary>The models, in the order of listings.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        new("digits", "Two convolutions and two linear layers for 8×8 digits.", [1, 1, 8, 8], options => new DigitsNet(options.Random)),
        new("fashion", "Two convolutions and two linear layers for 28×28 Fashion-MNIST.", [1, 1, 28, 28], options => new FashionNet(options.Random)),
    ];

    /// <summary>A model by name; null if there is none.</summary>
    public static ModelEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>A model by name.</summary>
    /// <exception cref="AdjointException">There is none; the message lists names that are near.</exception>
    public static ModelEntry Get(string name) => Find(name) ?? throw new AdjointException(
        $"There is no model \"{name}\". {Nn.NearestNames.Hint(name, All.Select(entry => entry.Name))}");
}
