"""Attributes whose arithmetic is another one, and points where derivatives are limits."""

import torch
import torch.nn.functional as F

from .elementwise import unary
from .reductions import norm, reduction
from .table import given, positive, real

INF = float("inf")


def add(table):
    powers(table)
    norms(table)
    windows(table)
    resampling(table)


def powers(table):
    numbers = [0.0, -0.0, 1.0, -1.0, 2.5, -0.5, 1e-3, INF]
    for exponent, domain in ((4, real), (7, real), (-1, positive), (-2, positive), (-3, positive), (2.5, positive)):
        special = [v for v in numbers if v > 0 or exponent in (4, 7)]
        unary(table, "Pow", lambda x, e=exponent: x.pow(e), domain, str(exponent), special=special)
    unary(table, "Pow", lambda x: x.pow(-0.5), positive, "-0.5", special=[1.0, 4.0, 1e-3, INF])


def norms(table):
    zeros = [[0.0, 0.0, 1.0, 0.0, -2.0], [0.0, 0.0]]
    for p in (0.5, 1.5, -1):
        reduction(table, "Norm", norm(p), f"p={p}", special=zeros)


def windows(table):
    row = table.row
    row("AvgPool1d", "12 ceil", lambda x: F.avg_pool1d(x, 12, ceil_mode=True), (real(1, 2, 7),), (real(2, 1, 12),), (real(1, 1, 13),))
    wide = lambda x: F.avg_pool2d(x, (6, 5), 4, ceil_mode=True)
    row("AvgPool2d", "(6, 5) stride=4 ceil", wide, (real(1, 2, 3, 7),), (real(2, 1, 4, 4),), (real(1, 1, 7, 2),))
    row("MaxPool1d", "5 stride=3 ceil", lambda x: F.max_pool1d(x, 5, 3, ceil_mode=True), (real(1, 2, 3),), (real(2, 1, 4),))
    zeros = given([0.0, 0.0, 1.0, -2.0, 3.0, -3.0, 0.0, 0.5], 1, 1, 8)
    row("LpPool1d", "p=1 kernel=2", lambda x: F.lp_pool1d(x, 1, 2), (positive(2, 2, 5),), (zeros,))
    square = lambda x: F.lp_pool1d(x, 2, 4, 3, True)
    row("LpPool1d", "p=2 kernel=4 stride=3 ceil", square, (real(2, 2, 3),), (given([0.0] * 7, 1, 1, 7),), (zeros,))


def resampling(table):
    # One channel: with more, the nearest element of PyTorch 1.13 depends on the layout in memory.
    for scale in (1.19, 2.1):
        nearest = lambda x, s=scale: F.interpolate(x, scale_factor=s, mode="nearest")
        table.row("UpsampleNearest", f"scale={scale}", nearest, (real(1, 1, 5, 4).laid("plain"),), (real(1, 1, 4, 3).laid("plain"),))
    linear = lambda x: F.interpolate(x, scale_factor=1.19, mode="bilinear")
    table.row("UpsampleLinear", "scale=1.19", linear, (real(1, 2, 5, 6),), (real(2, 1, 3, 4),))
