"""Reductions over axes, running sums and softmax."""

import random
import zlib

import torch
import torch.nn.functional as F

from .table import given, real

NAN, INF = float("nan"), float("inf")

# Rows with no number among them, infinities, ties, one zero, two zeros, the origin, equals, and large numbers.
SPECIAL = [
    [1.0, NAN, 2.0, -1.0],
    [1.0, INF, 2.0, INF],
    [-INF, 1.5, 2.5, -INF],
    [INF, -INF, 0.5, 1.0],
    [2.0, -1.0, 2.0, -1.0],
    [3.0, 0.0, -2.0, 1.5],
    [3.0, 0.0, 0.0, 1.5],
    [0.0, 0.0, 0.0, 0.0],
    [0.5, 0.5, 0.5, 0.5],
    [-INF, -INF, -INF, -INF],
    [1000.0, 999.0, -1000.0, 1000.0],
]
NUMBERS = [row for row in SPECIAL if not any(v != v for v in row)]
FINITE = [row for row in NUMBERS if INF not in row and -INF not in row]


def norm(p):
    return lambda x, dims, keep: torch.linalg.vector_norm(x, p, dims, keep)


def over_each(reduce):
    """What PyTorch reduces only along one axis at a time, over any axes."""

    def function(x, dims, keep):
        for dim in sorted(dims, reverse=True):
            x = reduce(x, dim, keep)
        return x

    return function


def add(table):
    reduction(table, "Sum", torch.sum)
    reduction(table, "Mean", torch.mean)
    # PyTorch divides the product by each element for its gradient, which is NaN at infinities; ours multiplies the others.
    reduction(table, "Prod", over_each(torch.prod), special=FINITE)
    # Where several are largest they share the gradient, as with amax; torch.max with an axis gives it all to one.
    reduction(table, "Amax", torch.amax)
    reduction(table, "Amin", torch.amin)
    reduction(table, "LogSumExp", torch.logsumexp)
    variances(table)
    norms(table)
    positions(table)
    running(table)
    for method, function in (("Softmax", torch.softmax), ("LogSoftmax", torch.log_softmax), ("Softmin", F.softmin)):
        shapes = table.shapes(method, least=1)
        for axis in (-1,) if method == "Softmin" else (-1, 0):
            special = [value for row in SPECIAL for value in row]
            special = given(special, 11, 4) if axis == -1 else given(special, 11, 4, 1)
            inputs = [(special,)] + [(real(*next(shapes)),) for _ in range(3)]
            if axis == 0:
                inputs[0] = (given([row[i] for i in range(4) for row in SPECIAL], 4, 11),)
            table.row(method, f"axis={axis}", lambda x, f=function, a=axis: f(x, a), *inputs)


def variances(table):
    # With infinities, or of one number, the variance is NaN; for its gradient PyTorch then has infinities, we have NaN.
    reduction(table, "Var", lambda x, dims, keep: torch.var(x, dims, keepdim=keep), special=FINITE, scalars=False)
    divided = lambda x, dims, keep: torch.var(x, dims, unbiased=False, keepdim=keep)
    reduction(table, "Var", divided, "correction=0", special=FINITE)
    reduction(table, "Std", lambda x, dims, keep: torch.std(x, dims, keepdim=keep), scalars=False)


def norms(table):
    reduction(table, "Norm", norm(2))
    reduction(table, "Norm", norm(3), "p=3")
    reduction(table, "Norm", norm(0), "p=0")
    # PyTorch's slope of |NaN| is 0; ours is NaN.
    for p, name in ((1, "1"), (INF, "inf"), (-INF, "-inf")):
        reduction(table, "Norm", norm(p), f"p={name}", special=NUMBERS)


def reduction(table, method, function, attributes="", special=SPECIAL, scalars=True):
    generator = random.Random(zlib.crc32(f"{method} {attributes}".encode()))
    space = " " if attributes else ""
    shapes = table.shapes(f"{method} {attributes}", least=1)
    everything = [(real(2, *next(shapes)),) for _ in range(2)] + [(real(),)] * scalars
    everything += [(given(row),) for row in special]
    whole = lambda x: function(x, list(range(x.dim())), False)
    table.row(method, f"{attributes}{space}all", whole, *everything)
    for axes in ([0], [1], [-1], [0, 2], [1, 2]):
        for keep in (False, True):
            inputs = [(real(*[generator.randint(2, 4) for _ in range(3)]),) for _ in range(2)]
            if axes == [1]:
                inputs.append((real(3, 2, 2).laid("expanded"),))
            name = f"{attributes}{space}axes=[{', '.join(map(str, axes))}]{' keep' if keep else ''}"
            table.row(method, name, lambda x, a=axes, k=keep: function(x, [d % x.dim() for d in a], k), *inputs)


def positions(table):
    special = [(given(row),) for row in SPECIAL]
    matrix = (given([value for row in SPECIAL for value in row], 11, 4),)
    for method, function in (("ArgMax", torch.argmax), ("ArgMin", torch.argmin)):
        table.row(method, "all", lambda x, f=function: f(x), (real(3, 4),), (real(2, 3, 2),), *special)
        table.row(method, "axis=0", lambda x, f=function: f(x, 0), (real(3, 4),), (real(2, 3, 2),), matrix)
    table.row("ArgMax", "axis=-1 keep", lambda x: torch.argmax(x, -1, True), (real(3, 4),), (real(2, 3, 2),), matrix)


def running(table):
    matrix = (given([value for row in SPECIAL for value in row], 11, 4),)
    table.row("CumSum", "axis=0", lambda x: x.cumsum(0), (real(5),), (real(3, 4),), (real(2, 3, 2),))
    table.row("CumSum", "axis=1", lambda x: x.cumsum(1), matrix, (real(3, 4),), (real(2, 5, 2),))
    table.row("CumSum", "axis=-1", lambda x: x.cumsum(-1), (real(5),), (real(3, 4),), (real(2, 2, 5),))
