using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

/// <content>Attention, sequences, and images that are sampled, folded and resized.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpCase> Sampling() =>
    [
        One("ScaledDotProductAttention", "", x => x[0].ScaledDotProductAttention(x[1], x[2]), In([2, 3, 4]), In([2, 5, 4]), In([2, 5, 2])),
        One("ScaledDotProductAttention", "causal scale=0.3", x => x[0].ScaledDotProductAttention(
            x[1], x[2], isCausal: true, scale: 0.3), In([2, 2, 4, 3]), In([2, 2, 3, 3]), In([2, 2, 3, 2])),
        One("ScaledDotProductAttention", "bool mask", x => x[0].ScaledDotProductAttention(
            x[1], x[2], x[3]), In([2, 3, 4]), In([2, 2, 4]), In([2, 2, 3]), In([3, 2], Truth)),
        One("ScaledDotProductAttention", "added mask", x => x[0].ScaledDotProductAttention(
            x[1], x[2], x[3]), In([3, 4]), In([2, 4]), In([2, 3]), In([3, 2])),
        One("ScaledDotProductAttention", "grouped", x => x[0].ScaledDotProductAttention(
            x[1], x[2], isCausal: true, enableGqa: true), In([2, 4, 3, 2]), In([2, 2, 3, 2]), In([2, 2, 3, 2])),
        One("RotaryEmbedding", "", x => x[0].RotaryEmbedding(x[1], x[2]), In([2, 3, 4]), In([3, 2]), In([3, 2])),
        One("RotaryEmbedding", "halves", x => x[0].RotaryEmbedding(x[1], x[2], false), In([2, 3, 4]), In([3, 2]), In([3, 2])),
        One("RmsNorm", "eps=0.001", x => x[0].RmsNorm([4], x[1], 0.001), In([2, 3, 4]), In([4])),
        One("RmsNorm", "[3, 4] eps=0.1", x => x[0].RmsNorm([3, 4], eps: 0.1), In([2, 3, 4])),
        One("CtcLoss", "mean", x => x[0].CtcLoss(x[1] + 1, [7, 6], [2, 3]), In([7, 2, 4]), Indices([2, 3], 3)),
        One("CtcLoss", "none blank=2", x => x[0].CtcLoss(
            x[1], [4, 3], [2, 0], 2, Adjoint.Reduction.None), In([4, 2, 3]), Indices([2, 2], 2)),
        One("CtcLoss", "joined sum", x => x[0].CtcLoss(
            x[1] + 1, [6, 5], [1, 3], reduction: Adjoint.Reduction.Sum), In([6, 2, 3]), Indices([4], 1)),
        One("CtcLoss", "zeroInfinity", x => x[0].CtcLoss(
            x[1] + 1, [2, 3], [3, 1], zeroInfinity: true), In([3, 2, 3]), Indices([2, 3], 2)),
        One("CtcLoss", "one", x => x[0].CtcLoss(x[1] + 1, Tensor.Of(4), Tensor.Of(2)), In([4, 3]), Indices([2], 2)),
        One("Unfold", "(2, 3)", x => x[0].Unfold((2, 3)), In([2, 2, 3, 4])),
        One("Unfold", "2 dilation=2 padding=1 stride=2", x => x[0].Unfold(2, 2, 1, 2), In([1, 2, 4, 5])),
        One("Unfold", "single", x => x[0].Unfold([2, 1]), In([2, 3, 2])),
        One("Fold", "(3, 4) kernel=(2, 3)", x => x[0].Fold((3, 4), (2, 3)), In([2, 12, 4])),
        One("Fold", "(4, 5) kernel=2 dilation=2 padding=1 stride=2", x => x[0].Fold((4, 5), 2, 2, 1, 2), In([1, 8, 6])),
        One("Fold", "single", x => x[0].Fold(3, 2), In([4, 4])),
        .. Sampled("bilinear", GridSampleMode.Bilinear), .. Sampled("nearest", GridSampleMode.Nearest),
        .. Sampled("bicubic", GridSampleMode.Bicubic),
        One("GridSample", "3d", x => x[0].GridSample(x[1]), In([1, 2, 2, 3, 2]), In([1, 2, 2, 1, 3], Unit)),
        One("GridSample", "3d nearest border corners", x => x[0].GridSample(
            x[1], GridSampleMode.Nearest, GridSamplePadding.Border, true), In([1, 2, 2, 3, 2]), In([1, 2, 2, 1, 3], Unit)),
        One("AffineGrid", "2d", x => x[0].AffineGrid([x[0].Shape[0], 1, 3, 2]), In([2, 2, 3])),
        One("AffineGrid", "2d corners", x => x[0].AffineGrid([1, 1, 3, 4], true), In([1, 2, 3])),
        One("AffineGrid", "3d", x => x[0].AffineGrid([1, 1, 2, 1, 3]), In([1, 3, 4])),
        One("Interpolate", "area size=(2, 5)", x => x[0].Interpolate((2, 5), mode: UpsampleMode.Area), In([1, 2, 5, 3])),
        One("Interpolate", "area scale=0.7", x => x[0].Interpolate(scaleFactor: 0.7, mode: UpsampleMode.Area), In([1, 2, 5])),
        One("Interpolate", "nearest-exact size=5", x => x[0].Interpolate(5, mode: UpsampleMode.NearestExact), In([1, 2, 7])),
        One("Interpolate", "nearest scale=(1.5, 0.7)", x => x[0].Interpolate(scaleFactor: (1.5, 0.7)), In([1, 2, 3, 4])),
        One("Interpolate", "bilinear antialias size=(3, 5)", x => x[0].Interpolate(
            (3, 5), mode: UpsampleMode.Bilinear, antialias: true), In([1, 2, 7, 4])),
        One("Interpolate", "bicubic antialias size=(3, 2)", x => x[0].Interpolate(
            (3, 2), mode: UpsampleMode.Bicubic, antialias: true), In([1, 1, 8, 5])),
        One("Interpolate", "bicubic antialias corners", x => x[0].Interpolate(
            (3, 2), mode: UpsampleMode.Bicubic, alignCorners: true, antialias: true), In([1, 1, 8, 5])),
        One("Interpolate", "bilinear antialias scale=0.4", x => x[0].Interpolate(
            scaleFactor: 0.4, mode: UpsampleMode.Bilinear, antialias: true), In([1, 1, 7, 6])),
        One("Interpolate", "bilinear recompute scale=1.7", x => x[0].Interpolate(
            scaleFactor: 1.7, mode: UpsampleMode.Bilinear, recomputeScaleFactor: true), In([1, 2, 3, 4])),
        One("Interpolate", "trilinear corners", x => x[0].Interpolate(
            (3, 4, 2), mode: UpsampleMode.Trilinear, alignCorners: true), In([1, 1, 2, 2, 3])),
        One("FractionalMaxPool2d", "2 size=(3, 2)", x => x[0].FractionalMaxPool2d(
            2, (3, 2), randomSamples: x[1]), In([2, 2, 6, 5]), In([2, 2, 2], Probability)),
        One("FractionalMaxPool2d", "(2, 3) ratio=0.5 single", x => x[0].FractionalMaxPool2d(
            (2, 3), outputRatio: 0.5, randomSamples: x[1]), In([2, 5, 6]), In([1, 2, 2], Probability)),
        One("FractionalMaxPool3d", "2 size=2", x => x[0].FractionalMaxPool3d(
            2, 2, randomSamples: x[1]), In([1, 2, 4, 4, 5]), In([1, 2, 3], Probability)),
        One("FractionalMaxPool", "2 size=2", x => x[0].FractionalMaxPool(
            2, 2, 2, randomSamples: x[1]).Values, In([1, 2, 4, 5]), In([1, 2, 2], Probability)),
        One("AlphaDropout", "", x => x[0].AlphaDropout(0.4, generator: new Generator(7)), In([5, 4])),
        One("FeatureAlphaDropout", "", x => x[0].FeatureAlphaDropout(0.4, generator: new Generator(7)), In([3, 4, 2])),
        One("Dropout1d", "", x => x[0].Dropout1d(0.4, generator: new Generator(7)), In([3, 4, 2])),
        One("Dropout2d", "", x => x[0].Dropout2d(0.4, generator: new Generator(7)), In([2, 3, 2, 2])),
        One("Dropout3d", "", x => x[0].Dropout3d(0.4, generator: new Generator(7)), In([4, 2, 1, 2])),
        One("ChannelShuffle", "3", x => x[0].ChannelShuffle(3), In([2, 6, 2])),
        One("Pdist", "p=3", x => x[0].Pdist(3), In([3, 2])),
        One("TripletMarginWithDistanceLoss", "", x => x[0].TripletMarginWithDistanceLoss(x[1], x[2]), In([3, 4]), In([3, 4]), In([3, 4])),
        One("TripletMarginWithDistanceLoss", "distance swap", x => x[0].TripletMarginWithDistanceLoss(
            x[1], x[2], (a, b) => (a - b).Square().Sum(-1), 0.5, true), In([3, 4]), In([3, 4]), In([3, 4])),
    ];

    private static IEnumerable<OpCase> Sampled(string name, GridSampleMode mode)
    {
        foreach (GridSamplePadding padding in Enum.GetValues<GridSamplePadding>())
        {
            foreach (bool corners in new[] { false, true })
            {
                yield return One(
                    "GridSample", $"{name} {padding.ToString().ToLowerInvariant()}{(corners ? " corners" : "")}",
                    x => x[0].GridSample(x[1], mode, padding, corners), In([2, 2, 3, 4]), In([2, 2, 3, 2]));
            }
        }
    }
}
