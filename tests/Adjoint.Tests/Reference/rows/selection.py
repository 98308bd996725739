"""Reading and writing at index tensors and masks, and the forms of scattering."""

import torch

from .table import given, index, real, truth

NAN, INF = float("nan"), float("inf")
ROW = torch.tensor([True, False, True, True])
CELL = torch.tensor([1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1]).reshape(4, 3).bool()


def add(table):
    brackets(table)
    assignment(table)
    places(table)
    masks(table)
    slices(table)
    scattering(table)


def distinct(*numbers):
    """Indices of which no two are the same: PyTorch leaves it open which of equal ones counts, and what gradients they get."""
    return given(list(numbers))


def brackets(table):
    row = lambda attributes, *rest: table.row("get_Slice", attributes, *rest)
    row("[index]", lambda x, i: x[i - 2], (real(4, 3), index(4, 2, 3)), (real(4), index(4)), (real(4, 2, 2), index(4, 5, 1)))
    row("[.., index]", lambda x, i: x[:, i], (real(2, 4, 3), index(4, 3)), (real(3, 4), index(4, 2, 2)), (real(1, 4), index(4, 7)))
    pair = lambda x, i, j: x[i, j]
    row("[index, index]", pair, (real(4, 3, 2), index(4, 2, 1), index(3, 3)), (real(4, 3), index(4, 5), index(3, 5)))
    apart = lambda x, i, j: x[i, :, j]
    row(
        "[index, .., index]", apart, (real(4, 2, 3), index(4, 5), index(3, 5)), (real(4, 2, 3, 2), index(4, 2, 3), index(3, 3)),
        (real(4, 1, 3), index(4, 9), index(3, 1)),
    )
    row(
        "[index, .., index] few", apart, (real(4, 2, 3), index(4, 1), index(3, 1)), (real(4, 5, 3, 2), index(4, 2), index(3, 2)),
        (real(4, 2, 3), index(4, 0), index(3, 0)),
    )
    row(
        "[..., index, new, 1..]", lambda x, i: x[..., i, None, 1:], (real(2, 4, 3), index(4, 2, 2)), (real(4, 2), index(4, 3)),
    )
    row("[1.., index, ^1]", lambda x, i: x[1:, i, -1], (real(3, 4, 2), index(4, 3)), (real(2, 4, 3, 2), index(4, 2)))
    row("[index] empty", lambda x, i: x[i], (real(4, 3), index(4, 0)), (real(4), index(4, 2, 0)))
    row("[number index]", lambda x, i: x[i], (real(4, 3), index(4)), (real(4), index(4)))
    row("[mask]", lambda x: x[ROW], (real(4, 3),), (real(4),), (real(4, 1, 2),))
    row("[mask over all]", lambda x: x[CELL], (real(4, 3),), (real(4, 3, 2),))
    row("[mask, index]", lambda x, i: x[CELL, i], (real(4, 3, 2), index(2, 7)), (real(4, 3, 3, 2), index(3, 1)))
    row("[mask, .., index]", lambda x, i: x[ROW, :, i], (real(4, 2, 3), index(3, 1)), (real(4, 2, 3), index(3, 2, 3)))
    row("[mask of nothing]", lambda x: x[~ROW & ROW], (real(4, 3),), (real(4),))
    row("[true]", lambda x: x[torch.tensor(True)], (real(2, 3),), (real(),))


def assigned(get, accumulate=False):
    """x with values at the places that brackets name."""

    def function(x, *rest):
        indices, values = rest[:-1], rest[-1]
        if accumulate:
            return x.index_put(tuple(get(*indices)), values, accumulate=True)
        y = x.clone()
        y[tuple(get(*indices))] = values
        return y

    return function


def assignment(table):
    row = lambda attributes, *rest: table.row("IndexPut", attributes, *rest)
    every = slice(None)
    row("[index]", assigned(lambda i: (i - 4,)), (real(4, 3), distinct(2, 0, 3), real(3, 3)), (real(4), distinct(1, 3), real(2)))
    row(
        "[index] number", assigned(lambda i: (i,)), (real(4, 3), distinct(2, 0), real()), (real(4), distinct(1), real(1)),
        (real(4, 2), distinct(1, 3), real(2)),
    )
    row(
        "[index] accumulate", assigned(lambda i: (i,), True), (real(4, 3), index(4, 5), real(5, 1)), (real(4), index(4, 2, 3), real(3)),
    )
    row(
        "[index, index]", assigned(lambda i, j: (i, j)), (real(4, 3, 2), given([0, 2], 2, 1), distinct(2, 0, 1), real(2, 3, 2)),
        (real(4, 3), distinct(0, 0, 1), distinct(2, 1, 2), real(3)), (real(4, 3), distinct(0, 0, 1), distinct(2, 1, 2), real()),
    )

    def apart(x, i, j, values):
        moved = x.permute(0, 2, 1).index_put((i, j), values, accumulate=True)
        return moved.permute(0, 2, 1)

    row("[index, .., index] accumulate", apart, (real(4, 2, 3), index(4, 5), index(3, 5), real(5, 2)))
    row("[1.., index, ^1]", assigned(lambda i: (slice(1, None), i, -1)), (real(3, 4, 2), distinct(2, 0, 3), real(2, 3)))
    row("[1..3]", assigned(lambda: (slice(1, 3),)), (real(4, 3), real(3)), (real(5), real()), (real(4, 2), real(1, 1, 2, 2)))
    row("[mask] row", assigned(lambda m: (m,)), (real(4, 3), truth(4), real(3)), (real(4), truth(4), real()), (real(3, 2), truth(3), real(1, 2)))
    row("[mask over all] number", assigned(lambda m: (m,)), (real(4, 3), truth(4, 3), real()), (real(4, 3, 2), truth(4, 3), real(2)))
    row("[mask] rows", assigned(lambda: (ROW,)), (real(4, 3), real(3, 3)), (real(4), real(3)))
    row("[mask] accumulate", assigned(lambda: (ROW,), True), (real(4, 3), real(3, 3)), (real(4), real(3)))


def places(table):
    row = table.row
    row("Take", "", lambda x, i: x.take(i - 6), (real(4, 3), index(12, 2, 3)), (real(12), index(12)), (real(2, 3, 2), index(12, 4)))
    put = lambda x, i, source: x.put(i, source)
    row("Put", "", put, (real(4, 3), distinct(3, 11, 0, 5), real(4)), (real(12), given([5], 1, 1), real(1)))
    row("Put", "accumulate", lambda x, i, s: x.put(i - 12, s, accumulate=True), (real(4, 3), index(12, 5), real(5)), (real(12), index(12, 2, 2), real(4)))
    row("TakeAlongAxis", "1", lambda x, i: torch.take_along_dim(x, i, 1), (real(2, 4, 1), index(4, 1, 3, 2)), (real(3, 4), index(4, 3, 5)))
    row("TakeAlongAxis", "all", lambda x, i: torch.take_along_dim(x, i), (real(2, 4), index(8, 5)), (real(8), index(8, 2)))
    # PyTorch has no name for this: scattering with indices and values broadcast.
    along = lambda x, i, v: x.scatter(0, i.expand(-1, x.shape[1]), v.expand(i.shape[0], x.shape[1]))
    row("PutAlongAxis", "0", along, (real(4, 3), given([2, 0], 2, 1), real(1, 1)))


def masks(table):
    row = table.row
    row("MaskedFill", "tensor", lambda x, m, v: x.masked_fill(m, v), (real(2, 3), truth(3), real()), (real(2, 2), truth(2, 1), real()))
    row("MaskedSelect", "", lambda x: x.masked_select(CELL), (real(4, 3),), (real(4, 1),), (real(2, 4, 3),))
    three = torch.tensor([True, False, True])
    row("MaskedSelect", "broadcast", lambda x: x.masked_select(three), (real(4, 1),), (real(3),), (real(),))
    scatter = lambda x, m, s: x.masked_scatter(m, s)
    row("MaskedScatter", "", scatter, (real(4, 3), truth(4, 3), real(13)), (real(2, 3), truth(3), real(2, 3)), (real(5), truth(5), real(5)))
    row("MaskedScatter", "broadcast", lambda x, m, s: x.expand(2, 3).masked_scatter(m, s), (real(3), truth(2, 1), real(2, 4)))
    wild = given([NAN, INF, -INF, 1.0], 4)
    row("Where", "number", lambda c, x: torch.where(c, x, 1.5), (truth(2, 3), real(2, 3)), (truth(4), wild), (truth(2, 1), real(3)))
    row("Where", "number first", lambda c, x: torch.where(c, 1.5, x), (truth(2, 3), real(3)), (truth(4), wild))
    row("Where", "numbers", lambda c: torch.where(c, 1.5, -0.5).double(), (truth(2, 3),), (truth(),))
    row("Where", "integers", lambda c: torch.where(c, 2, -1), (truth(2, 3),), (truth(0),))
    row("Where", "instance", lambda c, x, y: x.where(c, y), (truth(2, 3), real(2, 3), real(3)), (truth(), real(2), real()))


def slices(table):
    row = table.row
    row("IndexAdd", "0", lambda x, i, s: x.index_add(0, i, s), (real(4, 3), index(4, 5), real(5, 3)), (real(4), index(4, 6), real(6)), (real(3), index(3), real()))
    row("IndexAdd", "1 alpha=2.5", lambda x, i, s: x.index_add(1, i, s, alpha=2.5), (real(2, 4, 2), index(4, 3), real(2, 3, 2)))
    copy = lambda x, i, s: x.index_copy(0, i, s)
    row("IndexCopy", "0", copy, (real(4, 3), distinct(2, 0, 3), real(3, 3)), (real(4), distinct(3, 1), real(2)), (real(), distinct(0), real()))
    row("IndexCopy", "-1", lambda x, i, s: x.index_copy(-1, i, s), (real(2, 4), distinct(2, 0, 3), real(2, 3)))
    row("IndexFill", "1", lambda x, i: x.index_fill(1, i, 1.5), (real(2, 4, 2), index(4, 2)), (real(2, 4), index(4, 3)))
    row("IndexFill", "0 tensor", lambda x, i, v: x.index_fill(0, i, v), (real(4, 3), index(4, 2), real()), (real(4), index(4), real()))
    product = lambda x, i, s: x.index_reduce(1, i, s, "prod")
    row("IndexReduce", "1 Prod", product, (real(2, 4), index(4, 5), real(2, 5)), (real(2, 3, 2), index(3, 2), real(2, 2, 2)))
    largest = lambda x, i, s: x.index_reduce(0, i, s, "amax", include_self=False)
    row("IndexReduce", "0 Amax without self", largest, (real(4, 2), index(4, 5), real(5, 2)), (real(4), index(4, 5), real(5)))


def scattering(table):
    row = table.row
    first = lambda x, i, s: x.scatter(0, i, s[: i.shape[0]] if s.dim() else s)
    row(
        "Scatter", "0", first, (real(4, 3), given([2, 0, 1, 3, 1, 0], 2, 3), real(3, 3)), (real(4), distinct(3, 1), real(2)),
        (real(), given([0], 1), real(1)),
    )
    row("Scatter", "-1", lambda x, i, s: x.scatter(-1, i, s), (real(2, 3, 4), given([2, 0, 3, 1, 1, 3], 1, 3, 2), real(1, 3, 2)))
    row("Scatter", "0 number", lambda x, i: x.scatter(0, i, 1.5), (real(4, 3), index(4, 2, 2)), (real(3), index(3, 5)))
    row("Scatter", "0 add", lambda x, i, s: x.scatter_add(0, i, s), (real(4, 3), index(4, 2, 3), real(2, 3)))
    multiply = lambda x, i: x.scatter_reduce(0, i, torch.full(i.shape, 1.5, dtype=torch.float64), "prod")
    row("Scatter", "0 number multiply", multiply, (real(4, 3), index(4, 2, 3)))
    for name in ("Sum", "Prod", "Mean", "Amax", "Amin"):
        reduce = name.lower()
        with_self = lambda x, i, s, reduce=reduce: x.scatter_reduce(0, i, s[: i.shape[0]], reduce)
        ties = (given([1.0, 2.0, 0.0], 3), given([0, 0, 1, 2, 2], 5), given([1.0, 1.0, 2.0, 0.0, 0.0], 5))
        row(
            "ScatterReduce", f"0 {name}", with_self, (real(3, 3), index(3, 4, 3), real(5, 3)), (real(3), index(3, 6), real(6)), ties,
        )
        without = lambda x, i, s, reduce=reduce: x.scatter_reduce(1, i, s, reduce, include_self=False)
        zeros = (real(1, 3), given([0, 0, 1, 1], 1, 4), given([0.0, 2.0, 3.0, -1.0], 1, 4))
        row("ScatterReduce", f"1 {name} without self", without, (real(2, 4), index(4, 2, 5), real(2, 5)), zeros)
