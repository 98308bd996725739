"""Changes in place of tensors and of their views."""

import torch

from .table import real


def add(table):
    row = table.row
    row("AddInPlace", "", lambda x, y: x.clone().add_(y, alpha=2.5), (real(2, 3), real(3)), (real(4), real(1)), (real(2, 2), real()))
    row("MultiplyInPlace", "", lambda x, y: x.clone().mul_(y), (real(2, 3), real(2, 1)), (real(4), real()), (real(0, 2), real(2)))
    row(
        "MultiplyInPlace", "a view that was there", viewed(lambda y: y.transpose(-2, -1), lambda y, v: y.mul_(v)),
        (real(2, 3), real(3)), (real(1, 4), real(1)),
    )
    row("MultiplyInPlace", "a stretched view", viewed(lambda y: y[1].expand(4, 3), lambda y, v: y.mul_(v)), (real(2, 3), real(3)))
    row("CopyFrom", "", lambda x, y: x.clone().copy_(y), (real(2, 3), real(3)), (real(4), real()), (real(2), real(2)))
    row(
        "CopyFrom", "a diagonal", viewed(lambda y: y, lambda y, v: y.diagonal().copy_(v)), (real(3, 4), real(3)),
        (real(2, 2), real()),
    )
    row("set_Slice", "[1..3, ^1]", viewed(lambda y: y, put((slice(1, 3), -1))), (real(4, 3), real(2)), (real(3, 2, 2), real(2)))
    row("set_Slice", "[every 2]", viewed(lambda y: y, put(slice(None, None, 2))), (real(5, 2), real(3, 2)), (real(4), real()))
    row("set_Slice", "another view", viewed(lambda y: y[:, 0], put(1)), (real(3, 2), real()), (real(2, 2), real(2)))


def viewed(view, change):
    """A view of a copy, taken before the copy is changed."""

    def run(x, v):
        copy = x.clone()
        y = view(copy)
        change(copy, v)
        return y

    return run


def put(index):
    def run(y, v):
        y[index] = v

    return run
