using Adjoint.Nn;

namespace Adjoint.Models;

/// <content>Normalisation and dropout.</content>
internal sealed partial record LayerKind
{
    private static IEnumerable<LayerKind> Normalizing() =>
    [
        new("bn", "eps= momentum= noaffine", "Batch normalisation of each channel.", (s, x, _) =>
        {
            (int channels, double eps, double momentum, bool affine) =
                (Normalized(x), s.Number("eps=", 1e-5), s.Number("momentum=", 0.1), !s.Has("noaffine"));
            return x.Rank == 2 ? new BatchNorm1d(channels, eps, momentum, affine) : ByAxes(
                x, () => new BatchNorm1d(channels, eps, momentum, affine), () => new BatchNorm2d(channels, eps, momentum, affine),
                () => new BatchNorm3d(channels, eps, momentum, affine));
        }) { IsSpatial = true, Aliases = ["batchnorm"] },
        new("in", "eps= affine", "Instance normalisation of each channel of each image.", (s, x, _) =>
        {
            (int channels, double eps, bool affine) = (Channels(x), s.Number("eps=", 1e-5), s.Has("affine"));
            return ByAxes(
                x, () => new InstanceNorm1d(channels, eps, affine: affine), () => new InstanceNorm2d(channels, eps, affine: affine),
                () => new InstanceNorm3d(channels, eps, affine: affine));
        }) { IsSpatial = true, Aliases = ["instancenorm"] },
        new("gn", "# eps= noaffine", "Group normalisation in so many groups of channels.", (s, x, _) =>
            new GroupNorm(s.Integer("#"), Normalized(x), s.Number("eps=", 1e-5), !s.Has("noaffine"))) { Aliases = ["groupnorm"] },
        new("ln", "# eps= noaffine", "Layer normalisation over so many last axes; over the last alone if not given.", (s, x, _) =>
            new LayerNorm(Last(x, s.Integer("#", 1)), s.Number("eps=", 1e-5), !s.Has("noaffine"))) { Aliases = ["layernorm"] },
        new("lrn", "# alpha= beta= bias=", "Local response normalisation over so many channels; 5 if not given.", (s, _, _) =>
            new LocalResponseNorm(s.Integer("#", 5), s.Number("alpha=", 1e-4), s.Number("beta=", 0.75), s.Number("bias=", 1))),
        new("dropout", "#", "Drops numbers in training, with a probability.", (s, _, random) => new Dropout(s.Number("#", 0.5), random)),
        // What ends with a number of axes here drops whole channels.
        new(
            "dropout1d", "#", "Drops whole channels of sequences in training.",
            (s, _, random) => new Dropout1d(s.Number("#", 0.5), random)),
        new("dropout2d", "#", "Drops whole channels of images in training.", (s, _, random) => new Dropout2d(s.Number("#", 0.5), random)),
        new("dropout3d", "#", "Drops whole channels of volumes in training.", (s, _, random) => new Dropout3d(s.Number("#", 0.5), random)),
        new("alphadropout", "#", "Dropout that goes with selu.", (s, _, random) => new AlphaDropout(s.Number("#", 0.5), random)),
    ];

    private static int Normalized(Shape shape) => shape.Rank >= 2
        ? shape[1]
        : throw new ShapeException($"takes [N, C, …], not {shape}.");

    private static Shape Last(Shape shape, int axes) => axes >= 1 && axes < shape.Rank
        ? Shape.Create(shape.Span[^axes..])
        : throw new ShapeException($"goes over 1 to {shape.Rank - 1} axes of {shape}, not {axes}.");
}
