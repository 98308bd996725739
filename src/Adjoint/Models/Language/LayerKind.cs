using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>A kind of layer in the one-line language; <see cref="LayerSettings"/> reads its settings.</summary>
internal sealed partial record LayerKind(
    string Name, string Settings, string Summary, Func<LayerSettings, Shape, Generator?, Module> Create)
{
    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it exists for one to three spatial axes; then its name may end in the number, as in <c>conv2d</c>.</summary>
    public bool IsSpatial { get; init; }

    /// <summary>All kinds, in the order of listings.</summary>
    public static IReadOnlyList<LayerKind> All { get; } = [.. Windows(), .. Resizing(), .. Features(), .. Normalizing(), .. Activations()];

    /// <summary>Its syntax: names and settings, a <c>#</c> for each number.</summary>
    public string Form => $"{string.Join("|", [Name, .. Aliases])} {Settings.Replace('=', '#')}".TrimEnd();

    /// <summary>A kind by one of its names, and the number of spatial axes if the name ends with that; null if there is none.</summary>
    public static (LayerKind Kind, int? Axes)? Find(string name)
    {
        if (All.FirstOrDefault(kind => kind.IsCalled(name)) is { } exact) return (exact, null);
        if (name is not [.., >= '1' and <= '3', 'd']) return null;
        return All.FirstOrDefault(kind => kind.IsSpatial && kind.IsCalled(name[..^2])) is { } spatial ? (spatial, name[^2] - '0') : null;
    }

    private bool IsCalled(string name) => Name == name || Aliases.Contains(name);

    private static int Channels(Shape shape) => shape.Rank >= 3
        ? shape[1]
        : throw new ShapeException($"takes an image [N, C, sizes…], not {shape}.");

    /// <summary>The layer for as many spatial axes as the input has.</summary>
    private static Module ByAxes(Shape shape, Func<Module> one, Func<Module> two, Func<Module> three) => shape.Rank switch
    {
        3 => one(),
        4 => two(),
        5 => three(),
        _ => throw new ShapeException($"takes an image [N, C, one to three sizes], not {shape}."),
    };
}
