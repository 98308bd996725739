"""Choices by a condition or by indices."""

import torch
import torch.nn.functional as F

from .table import given, index, real, truth

NAN, INF = float("nan"), float("inf")


def add(table):
    row = table.row
    wild = given([NAN, INF, -INF, 1.0], 4)
    row(
        "Where", "", torch.where, (truth(2, 3), real(2, 3), real(3)), (truth(4), real(2, 1), real()),
        (truth(4), wild, real(4)),
    )
    row("Where", "broadcast", torch.where, (truth(2, 1), real(), real(2, 5)), (truth(), real(3, 1), real(1, 2)))
    fill = lambda x, mask: x.masked_fill(mask, 1.5)
    row("MaskedFill", "", fill, (real(2, 3), truth(3)), (real(2, 2, 2), truth(2, 1, 1)), (wild, truth(4)))
    first = lambda x, i: x.gather(0, i)
    row(
        "Gather", "0", first, (real(4, 3), index(4, 2, 3)), (real(3), index(3, 5)),
        (real(2, 3, 2), index(2, 4, 2, 1)),
    )
    last = lambda x, i: x.gather(-1, i)
    row(
        "Gather", "-1", last, (real(2, 3, 4), index(4, 1, 3, 5)), (real(3), index(3, 5)),
        (real(2, 3), index(3, 2, 2)),
    )
    scatter = lambda x, i, source: x.scatter_add(0, i, source)
    scattered = [(real(4, 3), index(4, 2, 3), real(2, 3)), (real(3), index(3, 5), real(5))]
    row("ScatterAdd", "0", scatter, *scattered, (real(2, 2, 2), index(2, 3, 2, 2), real(3, 2, 2)))
    select(row, "0", 0, (real(4, 3), index(4, 5)), (real(3, 2, 2), index(3, 2, 2)), (real(5), index(5, 3)))
    select(row, "1", 1, (real(2, 4, 3), index(4, 2, 2)), (real(3, 3), index(3, 4)), (real(2, 5), index(5, 1, 2)))
    embed = lambda x, i: F.embedding(i, x)
    row("Embedding", "", embed, (real(5, 3), index(5, 2, 4)), (real(3, 2), index(3, 6)), (real(4, 1), index(4)))
    row("Embedding", "empty", embed, (real(5, 3), index(5, 0)), (real(2, 4), index(2, 0, 3)))
    row("OneHot", "", lambda i: F.one_hot(i, 4), (index(4, 2, 3),), (index(4),), (index(4, 5),))


def select(row, attributes, axis, *variants):
    """Whole slices by indices of any shape, which PyTorch writes x[:, i]."""
    row("IndexSelect", attributes, lambda x, i: x[(slice(None),) * axis + (i,)], *variants)
