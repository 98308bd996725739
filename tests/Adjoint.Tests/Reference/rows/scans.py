"""Running products and the like, differences, integrals."""

import torch

from .order import along
from .table import given, real

INF = float("inf")


def add(table):
    row = table.row
    zeros = (given([2.0, 0.0, 3.0, 0.0, -1.0]),)
    for axis, inputs in {0: [(real(),), (real(3, 4),), (real(2, 0),)], -1: [(real(5),), zeros, (real(2, 3),)], 1: [(real(2, 5, 3),)]}.items():
        row("CumProd", f"axis={axis}", lambda x, a=axis: x.cumprod(a), *inputs)
    large = [(given([30.0, 29.0, -30.0, 30.0]),), (given([-INF, 1.0, INF]).constant(),)]
    for axis, inputs in {0: [(real(),), (real(3, 4),)], -1: [(real(5),), *large, (real(2, 3),)], 1: [(real(2, 5, 3),)]}.items():
        row("LogCumSumExp", f"axis={axis}", lambda x, a=axis: x.logcumsumexp(a), *inputs)
    row("Diff", "", torch.diff, (real(3, 4),), (real(5),), (real(1),))
    row("Diff", "2 axis=0", lambda x: torch.diff(x, 2, 0), (real(4, 3),), (real(3),), (real(1, 2),))
    row("Diff", "prepend append", lambda x, p, a: torch.diff(x, 1, 0, p, a), (real(3, 2), real(1, 2), real(2, 2)))
    row("Trapezoid", "dx=0.5", lambda x: torch.trapezoid(x, dx=0.5), (real(3, 4),), (real(5),), (real(2, 1),))
    row("Trapezoid", "x axis=0", lambda y, x: torch.trapezoid(y, x, dim=0), (real(4, 3), real(4)), (real(4), real(4)), (real(4, 3), real(4, 3)))
    row("CumulativeTrapezoid", "", torch.cumulative_trapezoid, (real(3, 4),), (real(5),))
    row("CumulativeTrapezoid", "x axis=0", lambda y, x: torch.cumulative_trapezoid(y, x, dim=0), (real(4, 3), real(4, 3)), (real(4), real(4)))
