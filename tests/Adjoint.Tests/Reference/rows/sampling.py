"""Attention, sequences, and images that are sampled, folded and resized."""

import torch
import torch.nn.functional as F

from .table import given, index, probability, real, truth, unit

NAN, INF = float("nan"), float("inf")


def add(table):
    attention(table)
    sequences(table)
    folded(table)
    sampled(table)
    resized(table)
    fractional(table)
    others(table)


def attend(q, k, v, mask=None, causal=False, scale=None):
    """Later PyTorch's function of that name; queries without a key get zeros."""
    scores = q @ k.transpose(-2, -1) * (q.shape[-1] ** -0.5 if scale is None else scale)
    if causal:
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    if mask is None:
        return scores.softmax(-1) @ v
    scores = scores.masked_fill(~mask, -INF) if mask.dtype == torch.bool else scores + mask
    none = (scores == -INF).all(-1, keepdim=True)
    return scores.masked_fill(none, 0).softmax(-1).masked_fill(none, 0) @ v


def attention(table):
    row = table.row
    row(
        "ScaledDotProductAttention", "", attend, (real(2, 3, 4), real(2, 5, 4), real(2, 5, 2)),
        (real(2, 2, 2, 3), real(2, 2, 4, 3), real(2, 2, 4, 3)), (real(4, 2), real(1, 2), real(1, 3)),
    )
    causal = lambda q, k, v: attend(q, k, v, causal=True, scale=0.3)
    row(
        "ScaledDotProductAttention", "causal scale=0.3", causal, (real(2, 2, 4, 3), real(2, 2, 3, 3), real(2, 2, 3, 2)),
        (real(2, 3, 4), real(2, 5, 4), real(2, 5, 2)),
    )
    row(
        "ScaledDotProductAttention", "bool mask", attend, (real(2, 3, 4), real(2, 2, 4), real(2, 2, 3), truth(3, 2)),
        (real(2, 2, 3, 4), real(2, 2, 2, 4), real(2, 2, 2, 3), truth(2, 1, 3, 2)),
    )
    row(
        "ScaledDotProductAttention", "added mask", attend, (real(3, 4), real(2, 4), real(2, 3), real(3, 2)),
        (real(2, 3, 4), real(2, 2, 4), real(2, 2, 3), given([0.0, -INF, -INF, -INF, 1.5, 0.5], 3, 2).constant()),
    )
    many = lambda x, q: x.repeat_interleave(q.shape[1] // x.shape[1], 1)
    grouped = lambda q, k, v: attend(q, many(k, q), many(v, q), causal=True)
    row(
        "ScaledDotProductAttention", "grouped", grouped, (real(2, 4, 3, 2), real(2, 2, 3, 2), real(2, 2, 3, 2)),
        (real(1, 6, 2, 2), real(1, 2, 4, 2), real(1, 2, 4, 3)),
    )
    for name in ("", "halves"):
        table.lacks("RotaryEmbedding", name, "PyTorch has no rotary embedding")
    square = lambda x, w: x / (x**2).mean(-1, keepdim=True).add(0.001).sqrt() * w
    row("RmsNorm", "eps=0.001", square, (real(2, 3, 4), real(4)), (real(3, 4), real(4)))
    two = lambda x: x / (x**2).mean((-2, -1), keepdim=True).add(0.1).sqrt()
    row("RmsNorm", "[3, 4] eps=0.1", two, (real(2, 3, 4),), (real(3, 4),))


def ctc(x, targets, inputs, lengths, blank=0, reduction="mean", zero_infinity=False):
    """The loss of scores that need not be normalised: PyTorch's gradient is that of log-probabilities behind a softmax."""
    inputs, lengths = torch.tensor(inputs), torch.tensor(lengths)
    losses = F.ctc_loss(x.log_softmax(-1), targets, inputs, lengths, blank, "none", zero_infinity)
    counts = torch.arange(x.shape[0]).reshape(-1, *[1] * inputs.dim()) < inputs
    shifts = (x.logsumexp(-1) * counts).sum(0)
    if zero_infinity:
        shifts = shifts.where(losses != 0, torch.zeros(()).double())
    losses = losses - shifts
    mean = (losses / lengths.clamp(min=1)).mean()
    return mean if reduction == "mean" else losses.sum() if reduction == "sum" else losses


def sequences(table):
    row = table.row
    mean = lambda x, t: ctc(x, t + 1, [7, 6], [2, 3])
    row("CtcLoss", "mean", mean, (real(7, 2, 4), index(3, 2, 3)), (real(8, 2, 4), index(3, 2, 3)))
    none = lambda x, t: ctc(x, t, [4, 3], [2, 0], blank=2, reduction="none")
    row("CtcLoss", "none blank=2", none, (real(4, 2, 3), index(2, 2, 2)))
    joined = lambda x, t: ctc(x, t + 1, [6, 5], [1, 3], reduction="sum")
    row("CtcLoss", "joined sum", joined, (real(6, 2, 3), given([0, 1, 0, 1])))
    zero = lambda x, t: ctc(x, t + 1, [2, 3], [3, 1], zero_infinity=True)
    row("CtcLoss", "zeroInfinity", zero, (real(3, 2, 3), index(2, 2, 3)))
    one = lambda x, t: ctc(x, t + 1, 4, 2)
    row("CtcLoss", "one", one, (real(4, 3), given([0, 1])))


def folded(table):
    row = table.row
    row("Unfold", "(2, 3)", lambda x: F.unfold(x, (2, 3)), (real(2, 2, 3, 4),), (real(1, 1, 5, 3),), (real(1, 3, 2, 6),))
    sparse = lambda x: F.unfold(x, 2, 2, 1, 2)
    row("Unfold", "2 dilation=2 padding=1 stride=2", sparse, (real(1, 2, 4, 5),), (real(2, 1, 6, 3),))
    row("Unfold", "single", lambda x: F.unfold(x, (2, 1)), (real(2, 3, 2),), (real(1, 2, 5),))
    row("Fold", "(3, 4) kernel=(2, 3)", lambda x: F.fold(x, (3, 4), (2, 3)), (real(2, 12, 4),), (real(1, 6, 4),))
    sparse = lambda x: F.fold(x, (4, 5), 2, 2, 1, 2)
    row("Fold", "(4, 5) kernel=2 dilation=2 padding=1 stride=2", sparse, (real(1, 8, 6),), (real(2, 4, 6),))
    row("Fold", "single", lambda x: F.fold(x, (3, 3), 2), (real(4, 4),), (real(8, 4),))


def sampled(table):
    row = table.row
    for mode in ("bilinear", "nearest", "bicubic"):
        for padding in ("zeros", "border", "reflection"):
            for corners in (False, True):
                sample = lambda x, g, m=mode, p=padding, c=corners: F.grid_sample(x, g, m, p, c)
                row(
                    "GridSample", f"{mode} {padding}{' corners' * corners}", sample, (real(2, 2, 3, 4), real(2, 2, 3, 2)),
                    (real(1, 1, 1, 2), real(1, 3, 2, 2)), (real(1, 3, 4, 2), real(1, 2, 2, 2)),
                )
    row("GridSample", "3d", lambda x, g: F.grid_sample(x, g, align_corners=False), (real(1, 2, 2, 3, 2), unit(1, 2, 2, 1, 3)), (real(2, 1, 3, 2, 2), real(2, 1, 2, 2, 3)))
    border = lambda x, g: F.grid_sample(x, g, "nearest", "border", True)
    row("GridSample", "3d nearest border corners", border, (real(1, 2, 2, 3, 2), unit(1, 2, 2, 1, 3)), (real(1, 1, 3, 2, 2), real(1, 1, 2, 2, 3)))
    row("AffineGrid", "2d", lambda t: F.affine_grid(t, (2, 1, 3, 2), False), (real(2, 2, 3),))
    row("AffineGrid", "2d corners", lambda t: F.affine_grid(t, (1, 1, 3, 4), True), (real(1, 2, 3),))
    row("AffineGrid", "3d", lambda t: F.affine_grid(t, (1, 1, 2, 1, 3), False), (real(1, 3, 4),))


def resized(table):
    row = table.row
    resize = lambda *a, **k: lambda x: F.interpolate(x, *a, **k)
    row("Interpolate", "area size=(2, 5)", resize((2, 5), mode="area"), (real(1, 2, 5, 3),), (real(2, 1, 4, 10),))
    row("Interpolate", "area scale=0.7", resize(scale_factor=0.7, mode="area"), (real(1, 2, 5),), (real(1, 1, 4, 5),))
    row("Interpolate", "nearest-exact size=5", resize(5, mode="nearest-exact"), (real(1, 2, 7),), (real(1, 1, 3, 4),), (real(1, 1, 9),))
    row("Interpolate", "nearest scale=(1.5, 0.7)", resize(scale_factor=(1.5, 0.7)), (real(1, 2, 3, 4),), (real(1, 1, 5, 9),))
    smooth = resize((3, 5), mode="bilinear", antialias=True)
    row("Interpolate", "bilinear antialias size=(3, 5)", smooth, (real(1, 2, 7, 4),), (real(1, 1, 3, 11),), (real(1, 1, 2, 2),))
    cubic = resize((3, 2), mode="bicubic", antialias=True)
    row("Interpolate", "bicubic antialias size=(3, 2)", cubic, (real(1, 1, 8, 5),), (real(1, 1, 11, 9),), (real(1, 2, 2, 3),))
    corners = resize((3, 2), mode="bicubic", align_corners=True, antialias=True)
    row("Interpolate", "bicubic antialias corners", corners, (real(1, 1, 8, 5),), (real(1, 1, 2, 7),))
    scaled = resize(scale_factor=0.4, mode="bilinear", antialias=True)
    row("Interpolate", "bilinear antialias scale=0.4", scaled, (real(1, 1, 7, 6),), (real(1, 1, 9, 5),))
    again = resize(scale_factor=1.7, mode="bilinear", recompute_scale_factor=True)
    row("Interpolate", "bilinear recompute scale=1.7", again, (real(1, 2, 3, 4),), (real(1, 1, 5, 2),))
    cube = resize((3, 4, 2), mode="trilinear", align_corners=True)
    row("Interpolate", "trilinear corners", cube, (real(1, 1, 2, 2, 3),))


def fractional(table):
    row = table.row
    pool = lambda x, s: F.fractional_max_pool2d(x, 2, (3, 2), _random_samples=s)
    row("FractionalMaxPool2d", "2 size=(3, 2)", pool, (real(2, 2, 6, 5), probability(2, 2, 2).constant()), (real(1, 3, 9, 7), probability(1, 3, 2).constant()))
    pool = lambda x, s: F.fractional_max_pool2d(x, (2, 3), output_ratio=0.5, _random_samples=s)
    row("FractionalMaxPool2d", "(2, 3) ratio=0.5 single", pool, (real(2, 5, 6), probability(1, 2, 2).constant()))
    pool = lambda x, s: F.fractional_max_pool3d(x, 2, 2, _random_samples=s)
    table.lacks("FractionalMaxPool", "2 size=2", "the same as FractionalMaxPool2d")
    row("FractionalMaxPool3d", "2 size=2", pool, (real(1, 2, 4, 4, 5), probability(1, 2, 3).constant()))


def others(table):
    row = table.row
    for name in ("AlphaDropout", "FeatureAlphaDropout", "Dropout1d", "Dropout2d", "Dropout3d"):
        table.lacks(name, "", "random numbers differ")
    shuffle = lambda x: x.reshape(x.shape[0], 3, -1, *x.shape[2:]).transpose(1, 2).reshape(x.shape)
    row("ChannelShuffle", "3", shuffle, (real(2, 6, 2),), (real(1, 9, 2, 1),))
    row("Pdist", "p=3", lambda x: F.pdist(x, 3), (real(3, 2),))
    three = (real(3, 4), real(3, 4), real(3, 4))
    row("TripletMarginWithDistanceLoss", "", F.triplet_margin_with_distance_loss, three)
    squares = lambda a, b: ((a - b) ** 2).sum(-1)
    swapped = lambda a, p, n: F.triplet_margin_with_distance_loss(a, p, n, distance_function=squares, margin=0.5, swap=True)
    row("TripletMarginWithDistanceLoss", "distance swap", swapped, three)
