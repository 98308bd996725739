"""Views, joins, padding and triangles."""

import torch
import torch.nn.functional as F

from .table import real


def add(table):
    views(table)
    joins(table)
    padding(table)
    slices(table)


def views(table):
    row = table.row
    divided = lambda x: x.unflatten(1, (2, x.shape[1] // 2))
    row("Unflatten", "1 [2, -1]", divided, (real(2, 6, 2),), (real(1, 4),), (real(3, 2),))
    row("PixelShuffle", "2", lambda x: F.pixel_shuffle(x, 2), (real(2, 8, 2, 3),), (real(4, 1, 3),), (real(1, 2, 4, 1, 2),))
    row("PixelUnshuffle", "2", lambda x: F.pixel_unshuffle(x, 2), (real(2, 2, 4, 2),), (real(3, 2, 4),))
    row(
        "Reshape", "[3, -1]", lambda x: x.reshape(3, -1), (real(2, 3, 2),), (real(6),), (real(3, 1, 4),),
        (real(4, 3),),
    )
    row("Reshape", "[]", lambda x: x.reshape([]), (real(1, 1),), (real(1),))
    row("Reshape", "[0, 5]", lambda x: x.reshape(0, 5), (real(3, 0),), (real(0),))
    row(
        "Transpose", "", lambda x: x.transpose(-2, -1), (real(2, 3),), (real(2, 4, 3),), (real(1, 5),),
        (real(2, 2, 3),),
    )
    row("Transpose", "0 2", lambda x: x.transpose(0, 2), (real(2, 3, 4),), (real(3, 1, 2),), (real(2, 3, 2, 2),))
    row("Permute", "2 0 1", lambda x: x.permute(2, 0, 1), (real(2, 3, 4),), (real(3, 1, 5),), (real(2, 3, 2),))
    row(
        "Expand", "[4, 2, 3]", lambda x: x.expand(4, 2, 3), (real(2, 1),), (real(1, 3),), (real(2, 3),),
        (real(4, 1, 1),),
    )
    row("Expand", "[3, -1]", lambda x: x.expand(3, -1), (real(2),), (real(1, 4),), (real(3, 2),))
    row("Squeeze", "", lambda x: x.squeeze(), (real(1, 3, 1),), (real(2, 1, 3),), (real(4),), (real(1, 1),))
    row("Squeeze", "-1", lambda x: x.squeeze(-1), (real(1, 3, 1),), (real(3, 1),), (real(1),))
    row("Unsqueeze", "-1", lambda x: x.unsqueeze(-1), (real(),), (real(3, 2),), (real(2, 1, 3),), (real(4),))
    row("Flatten", "", lambda x: x.flatten(), (real(2, 3, 2),), (real(3, 4),), (real(5),), (real(2, 2, 1, 3),))
    row("Flatten", "1", lambda x: x.flatten(1), (real(2, 3, 2),), (real(3, 4),), (real(2, 1, 2, 3),))
    row(
        "Narrow", "1 1 2", lambda x: x.narrow(1, 1, 2), (real(2, 4, 2),), (real(3, 3),), (real(1, 5, 3),),
        (real(2, 3, 1),),
    )
    row(
        "Flip", "", lambda x: x.flip(list(range(x.dim()))), (real(2, 3),), (real(5),), (real(2, 3, 2),),
        (real(3, 2),),
    )
    row("Flip", "-1", lambda x: x.flip(-1), (real(2, 3),), (real(5),), (real(2, 3, 2),), (real(3, 2),))
    row("Diagonal", "", lambda x: x.diagonal(), (real(3, 4),), (real(4, 2),), (real(2, 3, 2),), (real(3, 3),))
    row("Diagonal", "1 0 2", lambda x: x.diagonal(1, 0, 2), (real(3, 2, 4),), (real(4, 2, 3),), (real(2, 3, 2, 2),))
    row("Diagonal", "-1", lambda x: x.diagonal(-1), (real(3, 3),), (real(4, 2),), (real(2, 3, 2),), (real(3, 4),))
    row("Tril", "", torch.tril, (real(3, 4),), (real(2, 4, 3),), (real(3, 3),))
    row("Tril", "-1", lambda x: x.tril(-1), (real(2, 3, 3),), (real(4, 2),), (real(2, 5),))
    row("Triu", "1", lambda x: x.triu(1), (real(3, 4),), (real(2, 4, 3),), (real(3, 3),))


def joins(table):
    row = table.row
    concat = lambda *x: torch.cat(x)
    row(
        "Concat", "0", concat, (real(2, 3), real(0, 3), real(1, 3)), (real(2), real(3)),
        (real(1, 2, 2), real(2, 2, 2)),
    )
    last = lambda *x: torch.cat(x, -1)
    row(
        "Concat", "-1", last, (real(2, 3), real(2, 1)), (real(2), real(3)),
        (real(2, 1, 2), real(2, 1, 4), real(2, 1, 1)),
    )
    second = lambda *x: torch.stack(x, 1)
    row("Stack", "1", second, (real(2, 3), real(2, 3)), (real(3), real(3), real(3)), (real(2, 1, 3), real(2, 1, 3)))
    innermost = lambda *x: torch.stack(x, -1)
    row("Stack", "-1", innermost, (real(2, 3), real(2, 3)), (real(), real()), (real(3), real(3), real(3)))
    row("Split", "2", lambda x: x.split(2)[1], (real(3, 2),), (real(5),), (real(4, 1, 2),))
    row("Split", "[1, 2]", lambda x: x.split([1, 2], 1)[1], (real(2, 3),), (real(1, 3, 2),), (real(4, 3),))


def padding(table):
    row = table.row
    constant = lambda x: F.pad(x, [1, 2, 0, 1], value=1.5)
    row("Pad", "constant", constant, (real(2, 3),), (real(1, 2, 2),), (real(3, 1),))
    row("Pad", "zeros and cut", lambda x: F.pad(x, [-1, 2]), (real(2, 3),), (real(4),), (real(2, 1, 3),))
    # PyTorch repeats only what is inside channels (and images), so a matrix gets those axes first.
    channels = lambda x: x.reshape([1] * (3 - x.dim()) + list(x.shape))
    reflect = lambda x: F.pad(channels(x), [2, 1], "reflect").reshape(*x.shape[:-1], -1)
    row("Pad", "reflect", reflect, (real(2, 3),), (real(4),), (real(2, 2, 5),))
    replicate = lambda x: F.pad(x[None, None], [2, 1, 1, 0], "replicate")[0, 0]
    row("Pad", "replicate", replicate, (real(2, 3),), (real(1, 1),), (real(3, 2),))
    circular = lambda x: F.pad(channels(x), [2, 1], "circular").reshape(*x.shape[:-1], -1)
    row("Pad", "circular", circular, (real(2, 3),), (real(4),), (real(2, 2, 5),))


def slices(table):
    row = table.row
    row("get_Slice", "[1..3, ^1]", lambda x: x[1:3, -1], (real(4, 3),), (real(3, 1, 4),), (real(5, 2),))
    every = lambda x: x[::2, None, ...]
    row("get_Slice", "[every 2, new, ...]", every, (real(5, 3),), (real(4),), (real(3, 2, 2),))
    row("get_Slice", "empty", lambda x: x[2:2], (real(4, 3),), (real(3),))
