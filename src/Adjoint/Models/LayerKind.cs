using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>A kind of layer in the one-line language.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Settings">Which settings it takes, as <see cref="LayerSettings"/> reads them.</param>
/// <param name="Create">Makes it for inputs of the given sizes.</param>
internal sealed record LayerKind(string Name, string Settings, Func<LayerSettings, Shape, Generator?, Module> Create)
{
    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<LayerKind> All { get; } =
    [
        new("conv", "# k= s= p= d= g= nobias", (s, x, random) => new Conv2d(
            Channels(x), s.Whole("#"), s.Sizes("k=") ?? 3, s.Sizes("s="), s.Sizes("p="), s.Sizes("d="), s.Whole("g=", 1), !s.Has("nobias"), random)),
        new("pool", "# k= s= p= d= ceil", (s, _, _) => new MaxPool2d(
            s.Sizes("#") ?? s.Sizes("k=") ?? 2, s.Sizes("s="), s.Sizes("p="), s.Sizes("d="), s.Has("ceil"))) { Aliases = ["maxpool"] },
        new("linear", "# nobias", (s, x, random) => new Linear(x[^1], s.Whole("#"), !s.Has("nobias"), random)) { Aliases = ["fc"] },
        new("bn", "", (_, x, _) => new BatchNorm2d(Channels(x))) { Aliases = ["batchnorm"] },
        new("relu", "", (_, _, _) => new ReLU()),
        new("dropout", "#", (s, _, random) => new Dropout(s.Number("#", 0.5), random)),
        new("flatten", "", (_, _, _) => new Flatten()),
    ];

    /// <summary>A kind by one of its names; null if there is none.</summary>
    public static LayerKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name || kind.Aliases.Contains(name));

    private static int Channels(Shape shape) => shape.Rank >= 3
        ? shape[1]
        : throw new ShapeException($"takes an image [N, C, sizes…], not {shape}.");
}
