"""Convolutions, pools and resized images."""

import torch
import torch.nn.functional as F

from .table import given, positive, real

NAN, INF = float("nan"), float("inf")


def add(table):
    convolutions(table)
    transposed(table)
    maxima(table)
    averages(table)
    unpooled(table)
    resized(table)


def with_bias(image, weight, outputs=None):
    return real(*image), real(*weight), real(outputs or weight[0])


def convolutions(table):
    row = table.row
    plain = [with_bias([2, 3, 6], [2, 3, 3]), with_bias([1, 2, 4], [3, 2, 2]), with_bias([2, 5], [3, 2, 3])]
    row("Conv1d", "", F.conv1d, *plain)
    strided = lambda x, w: F.conv1d(x, w, None, 2, 2, 2)
    row(
        "Conv1d", "stride=2 padding=2 dilation=2", strided, (real(1, 2, 7), real(2, 2, 3)),
        (real(2, 1, 5), real(3, 1, 2)),
    )
    plain = [with_bias([2, 2, 4, 5], [3, 2, 3, 2]), with_bias([1, 1, 5, 3], [2, 1, 2, 3]), with_bias([3, 2, 2, 4], [1, 2, 1, 3])]
    row("Conv2d", "", F.conv2d, *plain, (real(2, 2, 3, 4).laid("expanded"), real(2, 2, 2, 2), real(2)))
    same = lambda x, w: F.conv2d(x, w, padding=1)
    row("Conv2d", "padding=1", same, (real(1, 2, 4, 4), real(2, 2, 3, 3)), (real(2, 1, 3, 5), real(3, 1, 2, 3)))
    strided = lambda x, w: F.conv2d(x, w, None, (2, 1), (1, 0))
    sizes = [(real(1, 2, 5, 4), real(2, 2, 3, 2)), (real(2, 1, 4, 6), real(3, 1, 2, 3)), (real(1, 3, 6, 3), real(2, 3, 3, 3))]
    row("Conv2d", "stride=(2, 1) padding=(1, 0)", strided, *sizes)
    dilated = lambda x, w: F.conv2d(x, w, padding=2, dilation=2)
    row(
        "Conv2d", "dilation=2 padding=2", dilated, (real(1, 1, 4, 5), real(2, 1, 3, 3)),
        (real(2, 2, 3, 3), real(1, 2, 2, 3)),
    )
    grouped = lambda x, w, b: F.conv2d(x, w, b, groups=2)
    row("Conv2d", "groups=2", grouped, with_bias([1, 4, 4, 3], [4, 2, 3, 2]), with_bias([2, 2, 3, 4], [4, 1, 2, 2]))
    sparse = lambda x, w: F.conv2d(x, w, None, 3, 2, 2, 2)
    sizes = [(real(1, 2, 5, 4), real(4, 1, 2, 3)), (real(2, 4, 3, 5), real(2, 2, 3, 2))]
    row("Conv2d", "stride=3 padding=2 dilation=2 groups=2", sparse, *sizes)
    depthwise = lambda x, w: F.conv2d(x, w, padding=1, groups=3)
    row(
        "Conv2d", "depthwise padding=1", depthwise, (real(1, 3, 3, 4), real(3, 1, 3, 3)),
        (real(2, 3, 2, 3), real(6, 1, 3, 2)),
    )
    sparse = lambda x, w: F.conv2d(x, w, stride=2)
    row("Conv2d", "1x1 stride=2", sparse, (real(2, 3, 4, 4), real(2, 3, 1, 1)), (real(1, 2, 5, 3), real(4, 2, 1, 1)))
    row("Conv2d", "single", F.conv2d, (real(2, 4, 4), real(2, 2, 3, 3)), (real(1, 5, 3), real(3, 1, 2, 2)))
    row("Conv2d", "no images", F.conv2d, with_bias([0, 2, 4, 4], [2, 2, 3, 3]), with_bias([0, 1, 3, 2], [3, 1, 2, 2]))
    rectified = lambda x, w, b: F.relu(F.conv2d(x, w, b, padding=1))
    sizes = [with_bias([2, 2, 4, 5], [3, 2, 3, 3]), with_bias([1, 1, 5, 3], [13, 1, 2, 3]), with_bias([1, 2, 9, 17], [13, 2, 3, 3])]
    row("Conv2dRelu", "padding=1", rectified, *sizes)
    sparse = lambda x, w: F.relu(F.conv2d(x, w, stride=2))
    row("Conv2dRelu", "no bias", sparse, (real(1, 2, 4, 4), real(2, 2, 3, 3)), (real(2, 1, 5, 6), real(3, 1, 2, 3)))
    grouped = lambda x, w, b: F.relu(F.conv2d(x, w, b, groups=2))
    row("Conv2dRelu", "single groups=2", grouped, with_bias([4, 3, 4], [4, 2, 2, 2]), with_bias([2, 5, 3], [6, 1, 3, 2]))
    same = lambda x, w, b: F.conv3d(x, w, b, padding=1)
    row(
        "Conv3d", "padding=1", same, with_bias([1, 2, 2, 3, 3], [2, 2, 2, 3, 2]),
        with_bias([2, 1, 2, 2, 3], [1, 1, 3, 2, 3]),
    )


def transposed(table):
    row = table.row
    strided = lambda x, w, b: F.conv_transpose1d(x, w, b, 2)
    row(
        "ConvTranspose1d", "stride=2", strided, with_bias([2, 2, 4], [2, 3, 3], 3),
        with_bias([1, 3, 5], [3, 1, 2], 1),
    )
    wider = lambda x, w, b: F.conv_transpose2d(x, w, b, 2, 1, 1)
    sizes = [with_bias([1, 2, 3, 3], [2, 2, 3, 3], 2), with_bias([2, 1, 2, 3], [1, 3, 2, 3], 3)]
    row("ConvTranspose2d", "stride=2 padding=1 outputPadding=1", wider, *sizes)
    grouped = lambda x, w: F.conv_transpose2d(x, w, groups=2, dilation=2)
    row(
        "ConvTranspose2d", "groups=2 dilation=2", grouped, (real(1, 4, 3, 2), real(4, 1, 2, 2)),
        (real(2, 2, 2, 3), real(2, 2, 2, 2)),
    )
    everything = lambda x, w: F.conv_transpose2d(x, w, None, 3, 2, (1, 2), 2, 2)
    sizes = [(real(1, 2, 3, 2), real(2, 1, 2, 3)), (real(2, 4, 2, 3), real(4, 2, 3, 2))]
    far = lambda x, w: F.conv_transpose2d(x, w, output_padding=2, dilation=3)
    row("ConvTranspose2d", "dilation=3 outputPadding=2", far, (real(1, 2, 2, 3), real(2, 1, 2, 2)), (real(2, 1, 3, 1), real(1, 2, 3, 1)))
    row("ConvTranspose2d", "stride=3 padding=2 dilation=2 groups=2 outputPadding=(1, 2)", everything, *sizes)
    row(
        "ConvTranspose3d", "", F.conv_transpose3d, (real(1, 1, 2, 2, 3), real(1, 2, 2, 2, 2)),
        (real(2, 2, 1, 2, 2), real(2, 1, 2, 1, 2)),
    )


def maxima(table):
    row = table.row
    wild = [1.0, NAN, 2.0, -INF, -INF, -INF, 3.0, INF, 3.0, 3.0, 0.0, 0.0]
    row(
        "MaxPool1d", "3 stride=2 padding=1", lambda x: F.max_pool1d(x, 3, 2, 1), (real(2, 2, 7),),
        (real(3, 5),), (given(wild, 1, 1, 12),),
    )
    ties = given([1.0, 1.0, 2.0, 0.0, 1.0, 1.0, 2.0, 2.0, -1.0, 0.0, 0.0, 0.0, -1.0, -2.0, 0.0, 0.0], 1, 1, 4, 4)
    row(
        "MaxPool2d", "2", lambda x: F.max_pool2d(x, 2), (real(2, 2, 4, 3),), (real(1, 3, 5, 4),),
        (real(3, 1, 2, 6),), (ties,),
    )
    dilated = lambda x: F.max_pool2d(x, 3, 1, 1, 2)
    row(
        "MaxPool2d", "3 stride=1 padding=1 dilation=2", dilated, (real(1, 2, 5, 6),), (real(2, 1, 4, 6),),
        (given(wild, 1, 1, 3, 4),),
    )
    ceil = lambda x: F.max_pool2d(x, (2, 3), 2, ceil_mode=True)
    row(
        "MaxPool2d", "(2, 3) stride=2 ceil", ceil, (real(1, 2, 5, 6),), (real(2, 2, 3, 4),),
        (given(wild, 1, 1, 3, 4),),
    )
    padded = lambda x: F.max_pool2d(x, 3, 2, 1, ceil_mode=True)
    row("MaxPool2d", "3 stride=2 padding=1 ceil", padded, (real(1, 2, 5, 6),), (real(2, 1, 4, 4),), (ties,))
    row(
        "MaxPool2d", "single", lambda x: F.max_pool2d(x, 2), (real(2, 4, 4),), (real(3, 3, 5),),
        (given(wild, 1, 3, 4),),
    )
    row(
        "MaxPool3d", "2", lambda x: F.max_pool3d(x, 2), (real(1, 2, 4, 2, 3),), (real(2, 1, 2, 4, 2),),
        (real(2, 3, 2, 2),),
    )
    row(
        "GlobalMaxPool", "", lambda x: x.amax(list(range(2, x.dim()))), (real(2, 3, 2, 4),), (real(1, 2, 5),),
        (ties,), (given(wild, 1, 3, 4),),
    )


def averages(table):
    row = table.row
    row(
        "AvgPool1d", "3 stride=2 padding=1", lambda x: F.avg_pool1d(x, 3, 2, 1), (real(2, 2, 7),),
        (real(3, 5),), (real(1, 1, 8),),
    )
    row("AvgPool2d", "2", lambda x: F.avg_pool2d(x, 2), (real(2, 2, 4, 3),), (real(1, 3, 5, 4),), (real(2, 4, 4),))
    ceil = lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True)
    row("AvgPool2d", "3 stride=2 padding=1 ceil", ceil, (real(1, 2, 6, 5),), (real(2, 1, 4, 4),), (real(1, 6, 7),))
    inside = lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)
    row(
        "AvgPool2d", "3 stride=2 padding=1 without padding", inside, (real(1, 2, 5, 6),), (real(2, 1, 4, 4),),
        (real(1, 6, 7),),
    )
    gaps = lambda x: F.avg_pool2d(x, 2, 3, ceil_mode=True)
    row("AvgPool2d", "2 stride=3 ceil", gaps, (real(1, 2, 7, 5),), (real(2, 1, 4, 6),), (real(1, 6, 8),))
    both = lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False)
    row("AvgPool2d", "3 stride=2 padding=1 ceil without padding", both, (real(1, 2, 6, 5),), (real(2, 1, 4, 4),))
    divided = lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, divisor_override=5)
    row("AvgPool2d", "3 stride=2 padding=1 ceil divisor=5", divided, (real(1, 2, 6, 5),), (real(2, 1, 4, 4),))
    row(
        "AvgPool3d", "2", lambda x: F.avg_pool3d(x, 2), (real(1, 2, 4, 2, 3),), (real(2, 1, 2, 4, 2),),
        (real(2, 2, 3, 2),),
    )
    row(
        "AdaptiveAvgPool1d", "3", lambda x: F.adaptive_avg_pool1d(x, 3), (real(2, 2, 7),), (real(3, 5),),
        (real(1, 2, 2),),
    )
    plane = lambda x: F.adaptive_avg_pool2d(x, (2, 5))
    row("AdaptiveAvgPool2d", "(2, 5)", plane, (real(1, 2, 5, 3),), (real(2, 1, 3, 7),), (real(2, 4, 5),))
    cube = lambda x: F.adaptive_avg_pool3d(x, 2)
    row("AdaptiveAvgPool3d", "2", cube, (real(1, 1, 3, 2, 4),), (real(2, 1, 2, 3, 5),), (real(1, 2, 1, 3),))
    row(
        "GlobalAvgPool", "", lambda x: x.mean(list(range(2, x.dim()))), (real(2, 3, 2, 4),), (real(1, 2, 5),),
        (real(2, 1, 2, 2, 3),),
    )


def unpooled(table):
    row = table.row
    row("AdaptiveMaxPool1d", "3", lambda x: F.adaptive_max_pool1d(x, 3), (real(2, 2, 7),), (real(3, 5),), (real(1, 2, 2),))
    plane = lambda x: F.adaptive_max_pool2d(x, (2, 5))
    wild = given([1.0, NAN, 2.0, NAN, -INF, INF, 3.0, 3.0, 3.0], 1, 1, 3, 3)
    row("AdaptiveMaxPool2d", "(2, 5)", plane, (real(1, 2, 5, 3),), (real(2, 1, 3, 7),), (real(2, 4, 5),), (wild,))
    cube = lambda x: F.adaptive_max_pool3d(x, 2)
    row("AdaptiveMaxPool3d", "2", cube, (real(1, 1, 3, 2, 4),), (real(2, 1, 2, 3, 5),), (real(1, 2, 1, 3),))
    line = lambda x, i: F.max_unpool1d(x, i, 2)
    row("MaxUnpool1d", "2", line, (real(1, 2, 3), given([0, 3, 4, 1, 2, 5], 1, 2, 3)), (real(1, 2), given([1, 2], 1, 2)))
    plane = lambda x, i: F.max_unpool2d(x, i, 2, output_size=(5, 4))
    table.lacks("MaxUnpool1d", "3 stride=1", "PyTorch gives a gradient also to values that others replaced")
    row("MaxUnpool2d", "2 size=(5, 4)", plane, (real(1, 2, 2, 2), given([0, 6, 9, 15, 1, 3, 13, 14], 1, 2, 2, 2)))
    cube = lambda x, i: F.max_unpool3d(x, i, 2)
    row("MaxUnpool3d", "2", cube, (real(1, 1, 2, 1, 2), given([3, 12, 31, 7], 1, 1, 2, 1, 2)))
    row("LpPool1d", "p=3 kernel=2", lambda x: F.lp_pool1d(x, 3, 2), (positive(2, 2, 5),), (positive(1, 1, 4),))
    plane = lambda x: F.lp_pool2d(x, 2.0, (2, 3), 1, True)
    row("LpPool2d", "p=2 kernel=(2, 3) stride=1 ceil", plane, (real(1, 2, 4, 5),), (real(2, 1, 3, 3),))
    cube = lambda x: (F.avg_pool3d(x**2, 2) * 8).sqrt()
    row("LpPool3d", "p=2 kernel=2", cube, (real(1, 1, 2, 4, 2),), (real(1, 2, 2, 2, 3),))


def resized(table):
    row = table.row
    double = lambda x: F.interpolate(x, scale_factor=2, mode="bicubic")
    row("UpsampleBicubic", "scale=2", double, (real(1, 2, 3, 2),), (real(1, 1, 1, 5),))
    odd = lambda x: F.interpolate(x, scale_factor=1.7, mode="bicubic")
    row("UpsampleBicubic", "scale=1.7", odd, (real(1, 1, 5, 4),), (real(2, 1, 3, 3),))
    plane = lambda x: F.interpolate(x, (5, 2), mode="bicubic")
    row("UpsampleBicubic", "size=(5, 2)", plane, (real(1, 2, 3, 4),), (real(1, 1, 7, 3),))
    corners = lambda x: F.interpolate(x, (5, 4), mode="bicubic", align_corners=True)
    row("UpsampleBicubic", "size=(5, 4) corners", corners, (real(1, 2, 3, 2),), (real(1, 1, 1, 6),))
    double = lambda x: F.interpolate(x, scale_factor=2)
    row("UpsampleNearest", "scale=2", double, (real(1, 2, 3, 2),), (real(2, 2, 3),), (real(1, 1, 2, 2, 2),))
    half = lambda x: F.interpolate(x, scale_factor=1.5)
    row("UpsampleNearest", "scale=1.5", half, (real(1, 2, 5),), (real(2, 1, 3, 4),), (real(1, 1, 7, 2),))
    five = lambda x: F.interpolate(x, 5)
    row("UpsampleNearest", "size=5", five, (real(2, 2, 3),), (real(1, 2, 7),), (real(1, 1, 2, 9),))
    row(
        "UpsampleLinear", "1d size=5", lambda x: F.interpolate(x, 5, mode="linear"), (real(2, 2, 3),),
        (real(1, 2, 7),), (real(1, 3, 1),),
    )
    double = lambda x: F.interpolate(x, scale_factor=2, mode="bilinear")
    row("UpsampleLinear", "scale=2", double, (real(1, 2, 3, 2),), (real(2, 1, 2, 4),))
    odd = lambda x: F.interpolate(x, scale_factor=1.7, mode="bilinear")
    row("UpsampleLinear", "scale=1.7", odd, (real(1, 2, 3, 4),), (real(2, 1, 5, 2),), (real(1, 1, 4, 7),))
    plane = lambda x: F.interpolate(x, (5, 2), mode="bilinear")
    row("UpsampleLinear", "size=(5, 2)", plane, (real(1, 2, 3, 4),), (real(2, 1, 6, 3),), (real(1, 1, 1, 7),))
    corners = lambda x: F.interpolate(x, (5, 4), mode="bilinear", align_corners=True)
    row(
        "UpsampleLinear", "size=(5, 4) corners", corners, (real(1, 2, 3, 2),), (real(2, 1, 6, 3),),
        (real(1, 1, 1, 7),),
    )
