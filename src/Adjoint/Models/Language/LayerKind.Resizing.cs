using Adjoint.Nn;

namespace Adjoint.Models;

/// <content>Layers that change the sizes of the image, but compute nothing of their own.</content>
internal sealed partial record LayerKind
{
    private static IEnumerable<LayerKind> Resizing() =>
    [
        new("upsample", "# size= nearest linear bilinear trilinear bicubic corners",
            "Resizes by a factor, or to a size; corners keeps the first and last places.", (s, _, _) =>
            new Upsample(
                s.Sizes("size="), s.Sizes("size=") is null ? s.Number("#", 2) : s.Has("#") ? s.Number("#") : null, Mode(s),
                s.Has("corners"))),
        new("pixelshuffle", "#", "Channels become finer pixels.", (s, _, _) => new PixelShuffle(s.Integer("#", 2))),
        new("pixelunshuffle", "#", "Pixels become channels.", (s, _, _) => new PixelUnshuffle(s.Integer("#", 2))),
        new(
            "pad", "# zero reflect replicate circular value=",
            "Padding: one number, or pairs before and after each axis, the innermost first.", Pad) { IsSpatial = true },
        new("flatten", "", "All axes but the first become one.", (_, _, _) => new Flatten()),
        new("unflatten", "#", "The second axis becomes several, of the sizes given.", (s, _, _) => new Unflatten(1, s.Integers("#"))),
    ];

    private static UpsampleMode Mode(LayerSettings s)
    {
        string[] given = [.. Enum.GetNames<UpsampleMode>().Where(name => s.Has(name.ToLowerInvariant()))];
        return given.Length switch
        {
            0 => UpsampleMode.Nearest,
            1 => Enum.Parse<UpsampleMode>(given[0]),
            _ => throw new ShapeException($"takes one mode, not {string.Join(" and ", given).ToLowerInvariant()}."),
        };
    }

    private static Module Pad(LayerSettings s, Shape x, Generator? generator)
    {
        string[] ways = [.. ((string[])["zero", "reflect", "replicate", "circular", "value="]).Where(s.Has)];
        if (ways.Length > 1)
            throw new ShapeException($"pads in one way, not {string.Join(" and ", ways).Replace("=", "", StringComparison.Ordinal)}.");
        int[] p = s.Integers("#");
        double value = s.Number("value=", 0);
        return ways is [] or ["zero"] ? ByAxes(x, () => new ZeroPad1d(p), () => new ZeroPad2d(p), () => new ZeroPad3d(p))
            : ways[0] switch
            {
                "reflect" => ByAxes(x, () => new ReflectionPad1d(p), () => new ReflectionPad2d(p), () => new ReflectionPad3d(p)),
                "replicate" => ByAxes(x, () => new ReplicationPad1d(p), () => new ReplicationPad2d(p), () => new ReplicationPad3d(p)),
                "circular" => ByAxes(x, () => new CircularPad1d(p), () => new CircularPad2d(p), () => new CircularPad3d(p)),
                _ => ByAxes(x, () => new ConstantPad1d(p, value), () => new ConstantPad2d(p, value), () => new ConstantPad3d(p, value)),
            };
    }
}
