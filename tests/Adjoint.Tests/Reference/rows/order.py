"""Order: sorting, selection, quantiles, search, counting."""

import torch

from .reductions import SPECIAL
from .table import given, index, positive, probability, real

NAN, INF = float("nan"), float("inf")

# As the rows of SPECIAL, but without ties, where PyTorch's choice among equals is open.
DISTINCT = [[1.0, NAN, 2.0, -1.0], [1.25, INF, 2.25, -INF], [3.0, 0.0, -2.0, 1.5], [1000.0, 999.0, -1000.0, 0.25]]
MATRIX = [value for row in DISTINCT for value in row]
TIES = [[2.0, -1.0, 2.0, -1.0], [0.5, 0.5, 0.5, 0.5], [0.0, -0.0, 3.0, 0.0], [NAN, 1.0, NAN, -1.0]]


def along(table, method, function, attributes="", ties=True, empty=True):
    """The rows of OpTable.Along."""
    space = " " if attributes else ""
    number = [(real(),)]
    row = [(real(5),), (real(1),), (real(2, 7),)] + [(given(values),) for values in DISTINCT + (TIES if ties else [])]
    matrix = (given(MATRIX, 4, 4),)
    variants = {0: number + [(real(3, 4),), (real(2, 3, 2),), matrix], -1: row + [(real(3, 4),), matrix], 1: [(real(2, 5, 3),), matrix]}
    if empty:
        variants[0].append((real(2, 0),))
    for axis, inputs in variants.items():
        table.row(method, f"{attributes}{space}axis={axis}", lambda x, a=axis: function(x, a), *inputs)


def add(table):
    along(table, "Sort", lambda x, a: x.sort(dim=a, stable=True)[0])
    along(table, "Sort", lambda x, a: x.sort(dim=a, descending=True, stable=True)[0], "descending")
    along(table, "ArgSort", lambda x, a: x.sort(dim=a, stable=True)[1])
    along(table, "ArgSort", lambda x, a: x.sort(dim=a, descending=True, stable=True)[1], "descending")
    table.row("MSort", "", torch.msort, (real(5, 3),), (real(7),), (given(MATRIX, 4, 4),))
    table.row("Sort", "long", lambda x: x.sort(stable=True)[0], (real(2, 100),), (real(300),))
    top(table)
    extremes(table)
    quantiles(table)
    search(table)


def top(table):
    table.row("TopK", "2", lambda x: x.topk(2)[0], (real(3, 5),), (real(4),), (given(MATRIX, 4, 4),))
    table.row("TopK", "3 axis=0 smallest", lambda x: x.topk(3, 0, largest=False)[0], (real(4, 3),), (given(MATRIX, 4, 4),))
    # PyTorch leaves the order of unsorted ones open; here they are in that of their places.
    table.row("TopK", "2 unsorted axis=1", lambda x: x.gather(1, x.topk(2, 1)[1].sort(1)[0]), (real(2, 4, 3),), (real(3, 5),))
    table.row("TopK", "3 long", lambda x: x.topk(3)[0], (real(2, 100),), (real(300),))
    table.row("TopK", "0", lambda x: x.topk(0)[0], (real(2, 3),))
    table.row("KthValue", "2", lambda x: x.kthvalue(2)[0], (real(3, 5),), (real(4),), (given(MATRIX, 4, 4),))
    table.row("KthValue", "1 axis=0 keep", lambda x: x.kthvalue(1, 0, True)[0], (real(4, 3),), (given(MATRIX, 4, 4),))


def extremes(table):
    for method, function in (("Max", torch.max), ("Min", torch.min)):
        along(table, method, lambda x, a, f=function: f(x, a)[0], ties=method == "Max", empty=False)
        if method == "Max":
            along(table, method, lambda x, a, f=function: f(x, a, True)[0], "keep", empty=False)
        special = [(given(row),) for row in SPECIAL]
        table.row(method, "all", lambda x, f=function: f(x), (real(3, 4),), (real(),), *special)
        table.row(method, "", lambda x, y, f=function: f(x, y), (real(2, 3), real(3)), (given(TIES[0]), given(TIES[1])))
    table.row("Aminmax", "all", lambda x: x.amax() if x.dim() == 0 else torch.amax(x), (real(3, 4),), (real(),))
    table.row("Aminmax", "axis=1 keep", lambda x: x.amin(1, True), (real(3, 4),), (real(2, 5),))
    for method, function in (("Median", torch.median), ("NanMedian", torch.nanmedian)):
        along(table, method, lambda x, a, f=function: f(x, a)[0], ties=False, empty=False)
        special = [(given(row),) for row in SPECIAL]
        table.row(method, "all", lambda x, f=function: f(x), (real(3, 4),), (real(5),), (real(),), *special)
    along(table, "Median", lambda x, a: torch.median(x, a, True)[0], "keep", ties=False, empty=False)
    numbers = (given([1.0, 2.0, 2.0, 1.0, 3.0, 0.5]),)
    for axis, inputs in {0: [(real(),), (real(3, 4),)], -1: [(real(5),), numbers, (real(3, 4),)], 1: [(real(2, 5, 3),)]}.items():
        table.row("Mode", f"axis={axis}", lambda x, a=axis: x.mode(a)[0], *inputs)
    along(table, "CumMax", lambda x, a: x.cummax(a)[0])
    along(table, "CumMin", lambda x, a: x.cummin(a)[0])


def quantiles(table):
    row = table.row
    special = [(given(values),) for values in DISTINCT]
    row("Quantile", "0.3", lambda x: x.quantile(0.3), (real(3, 4),), (real(5),), (real(),), *special)
    row("Quantile", "row axis=0", lambda x, q: x.quantile(q, 0), (real(5, 3), probability(3)), (real(4), given([0.0, 0.5, 1.0])))
    row("Quantile", "number axis=-1 keep", lambda x, q: x.quantile(q, -1, True), (real(2, 3, 4), probability()), (real(5), given([0.25])))
    for kind in ("lower", "higher", "midpoint"):
        row("Quantile", kind, lambda x, k=kind: x.quantile(0.4, 1, interpolation=k), (real(3, 4),), (real(2, 6, 2),), (given(MATRIX, 4, 4),))
    row("Quantile", "nearest", lambda x: x.quantile(0.5, 1, interpolation="nearest"), (real(3, 4),), (real(2, 6, 2),), (real(2, 2),))
    row("NanQuantile", "0.3", lambda x: x.nanquantile(0.3), (real(3, 4),), *special, (given([NAN, NAN, NAN]),))
    row("NanQuantile", "row axis=1", lambda x, q: x.nanquantile(q, 1), (real(2, 4, 3), probability(2)), (given([1.0, NAN, 2.0, NAN, NAN, -3.0], 2, 3), probability(3)))


def search(table):
    row = table.row
    kept = lambda x: x.sort()[0]
    row("SearchSorted", "", lambda s, v: torch.searchsorted(kept(s), v), (real(6), real(2, 3)), (given([1.0, 2.0, 2.0, 3.0]), given([2.0, NAN, -INF])))
    row("SearchSorted", "rows right", lambda s, v: torch.searchsorted(kept(s), v, right=True), (real(2, 6), real(2, 3)))
    row("SearchSorted", "sorter", lambda s, v: torch.searchsorted(s, v, sorter=s.argsort()), (real(6), real(3)))
    row("SearchSorted", "number", lambda s: torch.searchsorted(kept(s), 0.2), (real(6),))
    row("Bucketize", "", lambda x, b: torch.bucketize(x, kept(b)), (real(3, 4), real(5)), (given(MATRIX), real(3)))
    row("IsIn", "", torch.isin, (index(9, 3, 4), index(9, 2, 2)), (given([1.0, NAN, 2.0]), given([2.0, NAN])))
    row("IsIn", "invert", lambda x, y: torch.isin(x, y, invert=True), (index(9, 5), index(9, 0)), (index(9, 5), index(9, 3)))
    row("IsIn", "number", lambda x: torch.isin(x, 3), (index(5, 6),))
    row("HistC", "5 -1 1", lambda x: torch.histc(x, 5, -1, 1), (real(4, 5).constant(),), (given([-1.0, 1.0, 0.2, -0.2, 2.0]).constant(),))
    histogram = lambda x: torch.histogram(x, 4, range=(-1, 1), density=True)[0]
    row("Histogram", "4 range=(-1, 1) density", histogram, (real(4, 5).constant(),), (given([-1.0, 1.0, 0.5, -0.5, 2.0]).constant(),))
    weighted = lambda x, w, e: torch.histogram(x, kept(e), weight=w)[0]
    row("Histogram", "edges weight", weighted, (real(6).constant(), positive(6).constant(), real(4).constant()))
