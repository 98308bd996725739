"""Batch, instance, layer and group normalisation."""

import torch.nn.functional as F

from .table import given, positive, real


def add(table):
    row = table.row
    batch = lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True)
    row(
        "BatchNorm", "", batch,
        *[(real(*s), real(s[1]), real(s[1])) for s in ([3, 2, 2, 3], [2, 3, 4], [4, 2], [2, 1, 1, 3, 2])],
    )
    alone = lambda x: F.batch_norm(x, None, None, training=True)
    constant = given([0.5, 0.5, 0.5, 1.0, 2.0, 4.0], 3, 2)
    row("BatchNorm", "[N, C]", alone, (real(5, 3),), (real(4, 2, 3),), (constant,))
    known = lambda x, w, b, mean, variance: F.batch_norm(x, mean, variance, w, b)
    shapes = ([3, 2, 4], [2, 3], [1, 2, 2, 3])
    # PyTorch takes no gradient with respect to given statistics.
    row(
        "BatchNorm", "given statistics", known,
        *[(real(*s), *[real(s[1]) for _ in range(2)], real(s[1]).constant(), positive(s[1]).constant()) for s in shapes],
    )
    instance = lambda x, w, b: F.instance_norm(x, weight=w, bias=b)
    row(
        "InstanceNorm", "", instance,
        *[(real(*s), real(s[1]), real(s[1])) for s in ([2, 2, 5], [1, 3, 2, 3], [2, 1, 2, 2, 2])],
    )
    layer = lambda x, w, b: F.layer_norm(x, [4], w, b)
    row("LayerNorm", "[4]", layer, *[(real(*s, 4), real(4), real(4)) for s in ([2, 3], [5], [], [2, 1, 2])])
    row(
        "LayerNorm", "[3, 4]", lambda x: F.layer_norm(x, [3, 4]), (real(2, 3, 4),), (real(3, 4),),
        (real(2, 1, 3, 4),),
    )
    group = lambda x, w, b: F.group_norm(x, 2, w, b)
    row("GroupNorm", "2", group, *[(real(*s), real(s[1]), real(s[1])) for s in ([2, 4, 3], [3, 2, 2, 2], [2, 6])])
    local = lambda x: F.local_response_norm(x, 3, 0.5)
    row("LocalResponseNorm", "3", local, (real(2, 4, 3),), (real(1, 2, 2, 2),), (real(2, 1, 3),))
    even = lambda x: F.local_response_norm(x, 2, 0.3, 0.5, 2)
    row("LocalResponseNorm", "2", even, (real(1, 3, 2, 2),), (real(2, 5, 2),), (real(1, 2, 1, 2, 3),))
