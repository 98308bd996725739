"""Matrix products and the linear layer."""

import torch
import torch.nn.functional as F

from .table import given, real

NAN, INF = float("nan"), float("inf")


def add(table):
    products = [
        (real(3), real(3)), (real(2, 3), real(3)), (real(3), real(3, 2)), (real(2, 3), real(3, 4)),
        (real(2, 0), real(0, 3)), (real(2, 3, 4), real(4, 2)), (real(2, 3), real(2, 3, 2)),
        (real(2, 1, 3, 2), real(3, 2, 2)), (real(3, 2, 3), real(3, 3, 1)), (real(5, 7), real(7, 4)),
        (real(3, 4).laid("expanded"), real(4, 2)), (real(4), real(2, 4, 3)), (real(2, 3, 4), real(4)),
        (given([NAN, 1.0, INF, 0.0, 2.0, 0.0], 3, 2), given([1.0, 0.0, -1.0, INF], 2, 2)),
    ]
    table.row("MatMul", "", torch.matmul, *products)
    row = table.row
    row("Linear", "", F.linear, *[(real(*b, 4), real(2, 4), real(2)) for b in ([3], [2, 3], [1], [2, 1, 2])])
    row("Linear", "no bias", F.linear, *[(real(*b, 3), real(4, 3)) for b in ([2, 2], [5], [], [1, 3])])
    row("Linear", "vector", F.linear, *[(real(n), real(m, n), real(m)) for n, m in ((4, 2), (3, 5), (1, 3))])
    row("Bilinear", "", F.bilinear, *[(real(*s, 2), real(*s, 3), real(2, 2, 3), real(2)) for s in ([4], [2, 2], [])])
    row("Bilinear", "no bias", F.bilinear, *[(real(*s, 3), real(*s, 2), real(4, 3, 2)) for s in ([2, 2], [3])])
