using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

internal static partial class OpTable
{
    private static IEnumerable<OpCase> Shaping() =>
    [
        One("Reshape", "[3, -1]", x => x[0].Reshape(3, -1), In([2, 3, 2])),
        One("Reshape", "[]", x => x[0].Reshape(), In([1, 1])),
        One("Reshape", "[0, 5]", x => x[0].Reshape(0, 5), In([3, 0])),
        One("Transpose", "", x => x[0].Transpose(), In([2, 3])),
        One("Transpose", "0 2", x => x[0].Transpose(0, 2), In([2, 3, 4])),
        One("Permute", "2 0 1", x => x[0].Permute(2, 0, 1), In([2, 3, 4])),
        One("Expand", "[4, 2, 3]", x => x[0].Expand(4, 2, 3), In([2, 1])),
        One("Expand", "[3, -1]", x => x[0].Expand(3, -1), In([2])),
        One("Squeeze", "", x => x[0].Squeeze(), In([1, 3, 1])),
        One("Squeeze", "-1", x => x[0].Squeeze(-1), In([1, 3, 1])),
        .. Unary("Unsqueeze", x => x.Unsqueeze(-1), attributes: "-1"),
        One("Flatten", "", x => x[0].Flatten(), In([2, 3, 2])),
        One("Flatten", "1", x => x[0].Flatten(1), In([2, 3, 2])),
        One("Unflatten", "1 [2, -1]", x => x[0].Unflatten(1, 2, -1), In([2, 6, 2])),
        One("PixelShuffle", "2", x => x[0].PixelShuffle(2), In([2, 8, 2, 3])),
        One("PixelUnshuffle", "2", x => x[0].PixelUnshuffle(2), In([2, 2, 4, 2])),
        One("Narrow", "1 1 2", x => x[0].Narrow(1, 1, 2), In([2, 4, 2])),
        One("Flip", "", x => x[0].Flip(), In([2, 3])),
        One("Flip", "-1", x => x[0].Flip(-1), In([2, 3])),
        One("Diagonal", "", x => x[0].Diagonal(), In([3, 4])),
        One("Diagonal", "1 0 2", x => x[0].Diagonal(1, 0, 2), In([3, 2, 4])),
        One("Diagonal", "-1", x => x[0].Diagonal(-1), In([3, 3])),
        One("Concat", "0", x => Tensor.Concat(x), In([2, 3]), In([0, 3]), In([1, 3])),
        One("Concat", "-1", x => Tensor.Concat(x, -1), In([2, 3]), In([2, 1])),
        One("Stack", "1", x => Tensor.Stack(x, 1), In([2, 3]), In([2, 3])),
        One("Stack", "-1", x => Tensor.Stack(x, -1), In([2, 3]), In([2, 3])),
        One("Split", "2", x => x[0].Split(2)[1], In([3, 2])),
        One("Split", "[1, 2]", x => x[0].Split([1, 2], 1)[1], In([2, 3])),
        One("Pad", "constant", x => x[0].Pad([1, 2, 0, 1], value: 1.5), In([2, 3])),
        One("Pad", "zeros and cut", x => x[0].Pad([-1, 2]), In([2, 3])),
        One("Pad", "reflect", x => x[0].Pad([2, 1], PadMode.Reflect), In([2, 3])),
        One("Pad", "replicate", x => x[0].Pad([2, 1, 1, 0], PadMode.Replicate), In([2, 3])),
        One("Pad", "circular", x => x[0].Pad([2, 1], PadMode.Circular), In([2, 3])),
        One("Tril", "", x => x[0].Tril(), In([3, 4])),
        One("Tril", "-1", x => x[0].Tril(-1), In([2, 3, 3])),
        One("Triu", "1", x => x[0].Triu(1), In([3, 4])),
        One("get_Slice", "[1..3, ^1]", x => x[0][1..3, ^1], In([4, 3])),
        One("get_Slice", "[every 2, new, ...]", x => x[0][TensorIndex.Every(.., 2), TensorIndex.NewAxis, TensorIndex.Ellipsis], In([5, 3])),
        One("get_Slice", "empty", x => x[0][2..2], In([4, 3])),
    ];

    private static IEnumerable<OpCase> Indexing() =>
    [
        One("Where", "", x => Tensor.Where(x[0], x[1], x[2]), In([2, 3], Truth), In([2, 3]), In([3])),
        One("Where", "broadcast", x => Tensor.Where(x[0], x[1], x[2]), In([2, 1], Truth), In([]), In([2, 17])),
        One("MaskedFill", "", x => x[0].MaskedFill(x[1], 1.5), In([2, 3]), In([3], Truth)),
        One("Gather", "0", x => x[0].Gather(0, x[1]), In([4, 3]), Indices([2, 3], 4)),
        One("Gather", "-1", x => x[0].Gather(-1, x[1]), In([2, 3, 4]), Indices([1, 3, 5], 4)),
        One("ScatterAdd", "0", x => x[0].ScatterAdd(0, x[1], x[2]), In([4, 3]), Indices([2, 3], 4), In([2, 3])),
        One("IndexSelect", "0", x => x[0].IndexSelect(0, x[1]), In([4, 3]), Indices([5], 4)),
        One("IndexSelect", "1", x => x[0].IndexSelect(1, x[1]), In([2, 4, 3]), Indices([2, 2], 4)),
        One("Embedding", "", x => x[0].Embedding(x[1]), In([5, 3]), Indices([2, 4], 5)),
        One("Embedding", "empty", x => x[0].Embedding(x[1]), In([5, 3]), Indices([0], 5)),
        One("OneHot", "", x => x[0].OneHot(4), Indices([2, 3], 4)),
    ];

    private static IEnumerable<OpCase> Products() =>
    [
        .. new (Shape A, Shape B)[]
        {
            ([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 3], [3, 4]), ([2, 0], [0, 3]), ([0, 2], [2, 3]), ([1, 1], [1, 1]),
            ([2, 3, 4], [4, 2]), ([2, 3], [4, 3, 2]), ([2, 1, 3, 2], [3, 2, 2]), ([5, 2, 3], [5, 3, 1]),
        }.Select(p => One("MatMul", "", x => x[0].MatMul(x[1]), In(p.A), In(p.B))),
        One("Linear", "", x => x[0].Linear(x[1], x[2]), In([3, 4]), In([2, 4]), In([2])),
        One("Linear", "no bias", x => x[0].Linear(x[1]), In([2, 3, 4]), In([2, 4])),
        One("Bilinear", "", x => x[0].Bilinear(x[1], x[2], x[3]), In([4, 2]), In([4, 3]), In([2, 2, 3]), In([2])),
        One("Bilinear", "no bias", x => x[0].Bilinear(x[1], x[2]), In([2, 2, 3]), In([2, 2, 2]), In([4, 3, 2])),
        One("Linear", "vector", x => x[0].Linear(x[1], x[2]), In([4]), In([2, 4]), In([2])),
    ];

    private static IEnumerable<OpCase> Images() =>
    [
        One("Conv1d", "", x => x[0].Conv1d(x[1], x[2]), In([2, 3, 6]), In([2, 3, 3]), In([2])),
        One("Conv1d", "stride=2 padding=2 dilation=2", x => x[0].Conv1d(x[1], null, 2, 2, 2), In([1, 2, 7]), In([2, 2, 3])),
        One("Conv2d", "", x => x[0].Conv2d(x[1], x[2]), In([2, 2, 4, 5]), In([3, 2, 3, 2]), In([3])),
        One("Conv2d", "padding=1", x => x[0].Conv2d(x[1], padding: 1), In([1, 2, 4, 4]), In([2, 2, 3, 3])),
        One("Conv2d", "stride=(2, 1) padding=(1, 0)", x => x[0].Conv2d(x[1], null, (2, 1), (1, 0)), In([1, 2, 5, 4]), In([2, 2, 3, 2])),
        One("Conv2d", "dilation=2 padding=2", x => x[0].Conv2d(x[1], padding: 2, dilation: 2), In([1, 1, 4, 5]), In([2, 1, 3, 3])),
        One("Conv2d", "groups=2", x => x[0].Conv2d(x[1], x[2], groups: 2), In([1, 4, 4, 4]), In([4, 2, 3, 3]), In([4])),
        One("Conv2d", "stride=3 padding=2 dilation=2 groups=2", x => x[0]
            .Conv2d(x[1], null, 3, 2, 2, 2), In([1, 2, 5, 4]), In([4, 1, 2, 3])),
        One("Conv2d", "depthwise padding=1", x => x[0].Conv2d(x[1], padding: 1, groups: 3), In([1, 3, 3, 4]), In([3, 1, 3, 3])),
        One("Conv2d", "1x1 stride=2", x => x[0].Conv2d(x[1], stride: 2), In([2, 3, 4, 4]), In([2, 3, 1, 1])),
        One("Conv2d", "single", x => x[0].Conv2d(x[1]), In([2, 4, 4]), In([2, 2, 3, 3])),
        One("Conv2d", "no images", x => x[0].Conv2d(x[1], x[2]), In([0, 2, 4, 4]), In([2, 2, 3, 3]), In([2])),
        One("Conv2dRelu", "padding=1", x => x[0].Conv2dRelu(x[1], x[2], padding: 1), In([2, 2, 4, 5]), In([3, 2, 3, 3]), In([3])),
        One("Conv2dRelu", "no bias", x => x[0].Conv2dRelu(x[1], stride: 2), In([1, 2, 4, 4]), In([2, 2, 3, 3])),
        One("Conv2dRelu", "single groups=2", x => x[0].Conv2dRelu(x[1], x[2], groups: 2), In([4, 3, 4]), In([4, 2, 2, 2]), In([4])),
        One("Conv3d", "padding=1", x => x[0].Conv3d(x[1], x[2], padding: 1), In([1, 2, 2, 3, 3]), In([2, 2, 2, 3, 2]), In([2])),
        One("ConvTranspose1d", "stride=2", x => x[0].ConvTranspose1d(x[1], x[2], 2), In([2, 2, 4]), In([2, 3, 3]), In([3])),
        One("ConvTranspose2d", "stride=2 padding=1 outputPadding=1", x => x[0]
            .ConvTranspose2d(x[1], x[2], 2, 1, 1), In([1, 2, 3, 3]), In([2, 2, 3, 3]), In([2])),
        One("ConvTranspose2d", "groups=2 dilation=2", x => x[0]
            .ConvTranspose2d(x[1], groups: 2, dilation: 2), In([1, 4, 3, 2]), In([4, 1, 2, 2])),
        One("ConvTranspose2d", "stride=3 padding=2 dilation=2 groups=2 outputPadding=(1, 2)", x => x[0].ConvTranspose2d(
            x[1], null, 3, 2, (1, 2), 2, 2), In([1, 2, 3, 2]), In([2, 1, 2, 3])),
        One("ConvTranspose3d", "", x => x[0].ConvTranspose3d(x[1]), In([1, 1, 2, 2, 3]), In([1, 2, 2, 2, 2])),
        One("MaxPool1d", "3 stride=2 padding=1", x => x[0].MaxPool1d(3, 2, 1), In([2, 2, 7])),
        One("MaxPool2d", "2", x => x[0].MaxPool2d(2), In([2, 2, 4, 6])),
        One("MaxPool2d", "3 stride=1 padding=1 dilation=2", x => x[0].MaxPool2d(3, 1, 1, 2), In([1, 2, 5, 6])),
        One("MaxPool2d", "(2, 3) stride=2 ceil", x => x[0].MaxPool2d((2, 3), 2, ceilMode: true), In([1, 2, 5, 6])),
        One("MaxPool2d", "3 stride=2 padding=1 ceil", x => x[0].MaxPool2d(3, 2, 1, ceilMode: true), In([1, 2, 5, 6])),
        One("MaxPool2d", "single", x => x[0].MaxPool2d(2), In([2, 4, 4])),
        One("MaxPool3d", "2", x => x[0].MaxPool3d(2), In([1, 2, 4, 2, 3])),
        One("AvgPool1d", "3 stride=2 padding=1", x => x[0].AvgPool1d(3, 2, 1), In([2, 2, 7])),
        One("AvgPool2d", "2", x => x[0].AvgPool2d(2), In([2, 2, 4, 5])),
        One("AvgPool2d", "3 stride=2 padding=1 ceil", x => x[0].AvgPool2d(3, 2, 1, ceilMode: true), In([1, 2, 6, 5])),
        One("AvgPool2d", "3 stride=2 padding=1 without padding", x => x[0].AvgPool2d(3, 2, 1, countIncludePad: false), In([1, 2, 5, 6])),
        One("AvgPool2d", "2 stride=3 ceil", x => x[0].AvgPool2d(2, 3, ceilMode: true), In([1, 2, 7, 5])),
        One("AvgPool2d", "3 stride=2 padding=1 ceil without padding", x => x[0].AvgPool2d(3, 2, 1, true, false), In([1, 2, 6, 5])),
        One("AvgPool2d", "3 stride=2 padding=1 ceil divisor=5", x => x[0].AvgPool2d(3, 2, 1, true, divisorOverride: 5), In([1, 2, 6, 5])),
        One("AvgPool3d", "2", x => x[0].AvgPool3d(2), In([1, 2, 4, 2, 3])),
        One("AdaptiveAvgPool1d", "3", x => x[0].AdaptiveAvgPool1d(3), In([2, 2, 7])),
        One("AdaptiveAvgPool2d", "(2, 5)", x => x[0].AdaptiveAvgPool2d((2, 5)), In([1, 2, 5, 3])),
        One("AdaptiveAvgPool3d", "2", x => x[0].AdaptiveAvgPool3d(2), In([1, 1, 3, 2, 4])),
        One("AdaptiveMaxPool1d", "3", x => x[0].AdaptiveMaxPool1d(3), In([2, 2, 7])),
        One("AdaptiveMaxPool2d", "(2, 5)", x => x[0].AdaptiveMaxPool2d((2, 5)), In([1, 2, 5, 3])),
        One("AdaptiveMaxPool3d", "2", x => x[0].AdaptiveMaxPool3d(2), In([1, 1, 3, 2, 4])),
        One("MaxUnpool1d", "2", x => x[0].MaxUnpool1d(x[1], 2), In([1, 2, 3]), Indices([1, 2, 3], 6)),
        One("MaxUnpool2d", "2 size=(5, 4)", x => x[0].MaxUnpool2d(x[1], 2, outputSize: (5, 4)), In([1, 2, 2, 2]),
            Indices([1, 2, 2, 2], 20)),
        One("MaxUnpool3d", "2", x => x[0].MaxUnpool3d(x[1], 2), In([1, 1, 2, 1, 2]), Indices([1, 1, 2, 1, 2], 32)),
        One("LpPool1d", "p=3 kernel=2", x => x[0].LpPool1d(3, 2), In([2, 2, 5], Positive)),
        One("LpPool2d", "p=2 kernel=(2, 3) stride=1 ceil", x => x[0].LpPool2d(2, (2, 3), 1, true), In([1, 2, 4, 5])),
        One("LpPool3d", "p=2 kernel=2", x => x[0].LpPool3d(2, 2), In([1, 1, 2, 4, 2])),
        One("GlobalAvgPool", "", x => x[0].GlobalAvgPool(), In([2, 3, 2, 4])),
        One("GlobalMaxPool", "", x => x[0].GlobalMaxPool(), In([2, 3, 2, 4])),
        One("UpsampleNearest", "scale=2", x => x[0].UpsampleNearest(scaleFactor: 2), In([1, 2, 3, 2])),
        One("UpsampleNearest", "size=5", x => x[0].UpsampleNearest(5), In([2, 2, 3])),
        One("UpsampleNearest", "scale=1.5", x => x[0].UpsampleNearest(scaleFactor: 1.5), In([1, 2, 5])),
        One("UpsampleLinear", "1d size=5", x => x[0].UpsampleLinear(5), In([2, 2, 3])),
        One("UpsampleLinear", "scale=2", x => x[0].UpsampleLinear(scaleFactor: 2), In([1, 2, 3, 2])),
        One("UpsampleLinear", "scale=1.7", x => x[0].UpsampleLinear(scaleFactor: 1.7), In([1, 2, 3, 4])),
        One("UpsampleLinear", "size=(5, 2)", x => x[0].UpsampleLinear((5, 2)), In([1, 2, 3, 4])),
        One("UpsampleLinear", "size=(5, 4) corners", x => x[0].UpsampleLinear((5, 4), alignCorners: true), In([1, 2, 3, 2])),
        One("UpsampleBicubic", "scale=2", x => x[0].UpsampleBicubic(scaleFactor: 2), In([1, 2, 3, 2])),
        One("UpsampleBicubic", "scale=1.7", x => x[0].UpsampleBicubic(scaleFactor: 1.7), In([1, 1, 5, 4])),
        One("UpsampleBicubic", "size=(5, 2)", x => x[0].UpsampleBicubic((5, 2)), In([1, 2, 3, 4])),
        One("UpsampleBicubic", "size=(5, 4) corners", x => x[0].UpsampleBicubic((5, 4), alignCorners: true), In([1, 2, 3, 2])),
    ];

    private static IEnumerable<OpCase> Normalizations() =>
    [
        One("BatchNorm", "", x => x[0].BatchNorm(x[1], x[2]), In([3, 2, 2, 3]), In([2]), In([2])),
        One("BatchNorm", "[N, C]", x => x[0].BatchNorm(), In([5, 3])),
        One("BatchNorm", "given statistics", x => x[0]
            .BatchNorm(x[1], x[2], x[3], x[4]), In([3, 2, 4]), In([2]), In([2]), In([2]), In([2], Positive)),
        One("InstanceNorm", "", x => x[0].InstanceNorm(x[1], x[2]), In([2, 2, 5]), In([2]), In([2])),
        One("LayerNorm", "[4]", x => x[0].LayerNorm([4], x[1], x[2]), In([2, 3, 4]), In([4]), In([4])),
        One("LayerNorm", "[3, 4]", x => x[0].LayerNorm([3, 4]), In([2, 3, 4])),
        One("LocalResponseNorm", "3", x => x[0].LocalResponseNorm(3, 0.5), In([2, 4, 3])),
        One("LocalResponseNorm", "2", x => x[0].LocalResponseNorm(2, 0.3, 0.5, 2), In([1, 3, 2, 2])),
        One("GroupNorm", "2", x => x[0].GroupNorm(2, x[1], x[2]), In([2, 4, 3]), In([4]), In([4])),
    ];

    private static IEnumerable<OpCase> Losses() =>
    [
        One("CrossEntropy", "classes", x => x[0].CrossEntropy(x[1]), In([4, 3]), Indices([4], 3)),
        One("CrossEntropy", "classes weight smoothing=0.1", x => x[0].CrossEntropy(
            x[1], x[2], labelSmoothing: 0.1), In([4, 3]), Indices([4], 3), In([3], Positive)),
        One("CrossEntropy", "classes ignore=1 none", x => x[0].CrossEntropy(
            x[1], ignoreIndex: 1, reduction: Adjoint.Reduction.None), In([6, 3]), Indices([6], 3)),
        One("CrossEntropy", "classes ignore=1 smoothing=0.2", x => x[0].CrossEntropy(
            x[1], ignoreIndex: 1, labelSmoothing: 0.2), In([8, 3]), Indices([8], 3)),
        One("CrossEntropy", "classes ignore=1", x => x[0].CrossEntropy(x[1], ignoreIndex: 1), In([8, 3]), Indices([8], 3)),
        One("CrossEntropy", "image ignore=2", x => x[0].CrossEntropy(x[1], ignoreIndex: 2), In([2, 3, 2, 2]), Indices([2, 2, 2], 3)),
        One("CrossEntropy", "image sum", x => x[0].CrossEntropy(
            x[1], reduction: Adjoint.Reduction.Sum), In([2, 3, 2, 2]), Indices([2, 2, 2], 3)),
        One("CrossEntropy", "classes smoothing=0.3 none", x => x[0].CrossEntropy(
            x[1], labelSmoothing: 0.3, reduction: Adjoint.Reduction.None), In([4, 3]), Indices([4], 3)),
        One("CrossEntropy", "classes weight smoothing=0.3 sum", x => x[0].CrossEntropy(
            x[1], x[2], labelSmoothing: 0.3, reduction: Adjoint.Reduction.Sum), In([4, 3]), Indices([4], 3), In([3], Positive)),
        One("CrossEntropy", "one", x => x[0].CrossEntropy(x[1]), In([3]), Indices([], 3)),
        One("CrossEntropy", "probabilities", x => x[0].CrossEntropy(x[1]), In([4, 3]), In([4, 3], Probability)),
        One("CrossEntropy", "probabilities none", x => x[0].CrossEntropy(
            x[1], reduction: Adjoint.Reduction.None), In([2, 3, 2]), In([2, 3, 2], Probability)),
        One("CrossEntropy", "probabilities weight smoothing=0.1", x => x[0].CrossEntropy(
            x[1], x[2], labelSmoothing: 0.1), In([4, 3, 2]), In([4, 3, 2], Probability), In([3], Positive)),
        One("NllLoss", "", x => x[0].NllLoss(x[1]), In([4, 3]), Indices([4], 3)),
        One("NllLoss", "weight ignore=0", x => x[0].NllLoss(x[1], x[2], 0), In([8, 3]), Indices([8], 3), In([3], Positive)),
        One("NllLoss", "weight none", x => x[0].NllLoss(
            x[1], x[2], reduction: Adjoint.Reduction.None), In([4, 3]), Indices([4], 3), In([3], Positive)),
        One("MseLoss", "", x => x[0].MseLoss(x[1]), In([2, 3]), In([2, 3])),
        One("MseLoss", "none", x => x[0].MseLoss(x[1], Adjoint.Reduction.None), In([2, 3]), In([2, 3])),
        One("L1Loss", "sum", x => x[0].L1Loss(x[1], Adjoint.Reduction.Sum), In([2, 3]), In([2, 3], Positive)),
        One("SmoothL1Loss", "beta=0.5", x => x[0].SmoothL1Loss(x[1], 0.5), In([2, 4]), In([2, 4])),
        One("SmoothL1Loss", "beta=0 none", x => x[0].SmoothL1Loss(x[1], 0, Adjoint.Reduction.None), In([2, 4]), In([2, 4], Positive)),
        One("HuberLoss", "delta=0.7", x => x[0].HuberLoss(x[1], 0.7), In([2, 4]), In([2, 4])),
        One("BinaryCrossEntropy", "weight", x => x[0].BinaryCrossEntropy(x[1], x[2]), In([2, 3], Probability), In([2, 3], Probability),
            In([2, 3], Positive)),
        One("BinaryCrossEntropy", "none", x => x[0].BinaryCrossEntropy(x[1], null, Adjoint.Reduction.None), In([2, 3], Probability),
            In([2, 3], Probability)),
        One("BinaryCrossEntropyWithLogits", "", x => x[0].BinaryCrossEntropyWithLogits(x[1]), In([2, 3]), In([2, 3], Probability)),
        One("BinaryCrossEntropyWithLogits", "weights", x => x[0]
            .BinaryCrossEntropyWithLogits(x[1], x[2], x[3]), In([2, 3]), In([2, 3], Probability), In([2, 3], Positive), In([3], Positive)),
        One("KlDiv", "", x => x[0].KlDiv(x[1]), In([2, 3]), In([2, 3], Probability)),
        One("KlDiv", "none", x => x[0].KlDiv(x[1], reduction: Adjoint.Reduction.None), In([2, 3]), In([2, 3], Probability)),
        One("KlDiv", "logarithms sum", x => x[0].KlDiv(x[1], true, Adjoint.Reduction.Sum), In([2, 3]), In([2, 3])),
        One("PoissonNllLoss", "", x => x[0].PoissonNllLoss(x[1]), In([2, 3]), In([2, 3], Positive)),
        One("PoissonNllLoss", "rates full sum", x => x[0].PoissonNllLoss(
            x[1], false, true, reduction: Adjoint.Reduction.Sum), In([2, 3], Positive), In([2, 3], Positive)),
        One("GaussianNllLoss", "full", x => x[0].GaussianNllLoss(x[1], x[2], true), In([2, 3]), In([2, 3]), In([2, 3], Positive)),
        .. MarginLosses(),
    ];

    // Whole numbers 0 and 1 stand for −1 and 1.
    private static IEnumerable<OpCase> MarginLosses() =>
    [
        One("HingeEmbeddingLoss", "margin=1.5", x => x[0].HingeEmbeddingLoss((x[1] * 2) - 1, 1.5), In([2, 3]), Indices([2, 3], 2)),
        One("SoftMarginLoss", "", x => x[0].SoftMarginLoss((x[1] * 2) - 1), In([2, 3]), Indices([2, 3], 2)),
        One("MarginRankingLoss", "margin=0.3", x => x[0]
            .MarginRankingLoss(x[1], (x[2] * 2) - 1, 0.3), In([2, 3]), In([2, 3]), Indices([2, 3], 2)),
        One("MultiMarginLoss", "", x => x[0].MultiMarginLoss(x[1]), In([4, 3]), Indices([4], 3)),
        One("MultiMarginLoss", "p=2 weight", x => x[0].MultiMarginLoss(x[1], 2, 0.7, x[2]), In([4, 3]), Indices([4], 3), In([3], Positive)),
        One("MultiLabelMarginLoss", "", x => x[0].MultiLabelMarginLoss(x[1] - 1), In([4, 3]), Indices([4, 3], 4)),
        One("MultiLabelSoftMarginLoss", "weight", x => x[0]
            .MultiLabelSoftMarginLoss(x[1], x[2]), In([2, 3]), In([2, 3], Probability), In([3], Positive)),
        One("CosineEmbeddingLoss", "margin=0.2", x => x[0]
            .CosineEmbeddingLoss(x[1], (x[2] * 2) - 1, 0.2), In([3, 4]), In([3, 4]), Indices([3], 2)),
        One("TripletMarginLoss", "swap", x => x[0].TripletMarginLoss(x[1], x[2], swap: true), In([3, 4]), In([3, 4]), In([3, 4])),
        One("PairwiseDistance", "", x => x[0].PairwiseDistance(x[1]), In([3, 4]), In([3, 4])),
        One("PairwiseDistance", "p=3 keep", x => x[0].PairwiseDistance(x[1], 3, keepDims: true), In([3, 4]), In([3, 4])),
        One("CosineSimilarity", "", x => x[0].CosineSimilarity(x[1]), In([2, 3, 2]), In([2, 3, 2])),
    ];
}
