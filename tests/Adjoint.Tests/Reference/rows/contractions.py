"""Statistics, distances, and products beyond the matrix product."""

import torch
import torch.nn.functional as F

from .reductions import FINITE, SPECIAL, norm, over_each, reduction
from .table import given, index, positive, real

INF = float("inf")

EQUATIONS = {
    "ij,jk->ik": [(2, 3), (3, 4)], "ij,jk": [(2, 3), (3, 4)], "bij,bjk->bik": [(2, 2, 3), (2, 3, 2)], "ii->i": [(3, 3)], "ii": [(3, 3)],
    "i,i->": [(4,), (4,)], "i,j->ij": [(2,), (3,)], "ij->ji": [(2, 3)], "ij->": [(2, 3)], "...ij,...jk->...ik": [(2, 1, 2, 3), (3, 3, 2)],
    "b...,b...->b": [(2, 3, 2), (2, 3, 2)], "ij,jk,kl->il": [(2, 3), (3, 2), (2, 4)], "bn,anm,bm->ba": [(2, 3), (2, 3, 2), (2, 2)],
    ",ij->ij": [(), (2, 3)], "iij,jk->ik": [(2, 2, 3), (3, 2)], "ij,ij->ij": [(2, 1), (1, 3)], "Ab,bA": [(2, 3), (3, 2)],
    "i...->...": [(2, 3, 2)],
}


def add(table):
    statistics(table)
    distances(table)
    products(table)


def statistics(table):
    reduction(table, "NanSum", lambda x, dims, keep: torch.nansum(x, dims, keepdim=keep))
    reduction(table, "NanMean", lambda x, dims, keep: torch.nanmean(x, dims, keepdim=keep))
    reduction(table, "CountNonzero", lambda x, dims, keep: (x != 0).sum(dims, keepdim=keep))
    reduction(table, "All", over_each(torch.all), scalars=False)
    reduction(table, "Any", over_each(torch.any), scalars=False)
    reduction(table, "VarMean", lambda x, dims, keep: torch.var_mean(x, dims, keepdim=keep)[0], special=FINITE, scalars=False)
    reduction(table, "StdMean", lambda x, dims, keep: torch.std_mean(x, dims, keepdim=keep)[0], special=FINITE[:3], scalars=False)
    table.row("StdMean", "mean axes=[1]", lambda x: torch.std_mean(x, 1)[1], (real(3, 4),))
    table.row("Norm", "p=0.5 axis=0", lambda x: norm(0.5)(x, 0, False), (real(3, 4),))
    table.row("Norm", "p=-2 axis=0", lambda x: norm(-2)(x, 0, False), (real(3, 4),))
    table.row("SumToSize", "[3, 1]", lambda x: x.sum_to_size(3, 1), (real(2, 3, 4),), (real(3, 4),))
    table.row("SumToSize", "[]", lambda x: x.sum_to_size(()), (real(2, 3),), (real(),))
    table.row("Normalize", "", F.normalize, (real(3, 4),), (real(2, 3, 2),), (given([0.0, 0.0, 3.0, 4.0], 2, 2),))
    table.row("Normalize", "p=1 axis=0", lambda x: F.normalize(x, 1, 0), (real(3, 4, 2),))
    table.row("Renorm", "2 0 1", lambda x: x.renorm(2, 0, 1), (real(3, 4),), (given([0.1, 0.2, 3.0, 4.0], 2, 2),))
    table.row("Renorm", "1 -1 0.7", lambda x: x.renorm(1, -1, 0.7), (real(2, 3, 4),))
    table.row("Cov", "", torch.cov, (real(3, 5),), (real(1, 4),))
    table.row("Cov", "vector correction=0", lambda x: torch.cov(x, correction=0), (real(5),), (real(),))
    weighted = lambda x, f, a: torch.cov(x, correction=1, fweights=f + 1, aweights=a)
    table.row("Cov", "weights", weighted, (real(3, 5), index(4, 5), positive(5)))
    table.row("Cov", "fweights", lambda x, f: torch.cov(x, correction=1, fweights=f + 1), (real(3, 5), index(4, 5)))
    table.row("CorrCoef", "", torch.corrcoef, (real(2, 5),), (real(3, 4),))


def distances(table):
    table.row("Dist", "", torch.dist, (real(3, 4), real(4)))
    table.row("Dist", "p=3", lambda x, y: torch.dist(x, y, 3), (real(3, 4), real(3, 4)))
    same = given([1.0, 2.0, 0.5, -1.0, 2.0, 0.25], 2, 3), given([1.0, 2.0, 0.5, 3.0, 2.0, 0.5], 2, 3)
    for p, name in ((0, "0"), (0.5, "0.5"), (1, "1"), (1.5, "1.5"), (2, "2"), (3, "3"), (INF, "Infinity")):
        table.row("Cdist", f"p={name}", lambda x, y, p=p: torch.cdist(x, y, p), (real(3, 4), real(2, 4)), same)
    table.row("Cdist", "batch", torch.cdist, (real(2, 1, 3, 2), real(3, 2, 2)))
    table.row("Cdist", "empty", torch.cdist, (real(0, 2), real(3, 2)))
    table.row("Pdist", "", F.pdist, (real(4, 3),), (given([1.0, 2.0, 1.0, 2.0, 3.0, 0.0], 3, 2),))
    table.row("Pdist", "p=1", lambda x: F.pdist(x, 1), (real(4, 3),), (given([1.0, 2.0, 1.0, 2.0, 3.0, 0.0], 3, 2),))
    table.row("CosineSimilarity", "broadcast axis=-1", lambda x, y: F.cosine_similarity(x, y, -1), (real(2, 3, 4), real(4)))


def products(table):
    row = table.row
    for equation, shapes in EQUATIONS.items():
        row("Einsum", equation, lambda *x, e=equation: torch.einsum(e, *x), *[tuple(real(*s) for s in shapes) for _ in range(3)])
    row("Mm", "", torch.mm, (real(2, 3), real(3, 4)), (real(2, 0), real(0, 3)))
    row("Bmm", "", torch.bmm, (real(2, 2, 3), real(2, 3, 2)))
    row("Mv", "", torch.mv, (real(2, 3), real(3)))
    row("Dot", "", torch.dot, (real(4), real(4)), (real(0), real(0)))
    row("Vdot", "", torch.vdot, (real(4), real(4)))
    row("MatMul", "integers", torch.matmul, (index(9, 2, 3, 4), index(9, 4, 5)), (index(9, 3), index(9, 3)), (index(9, 2, 2), index(9, 3, 2, 1)))
    row("Inner", "", torch.inner, (real(3), real(3)), (real(2, 3), real(4, 3)), (real(), real(2, 3)), (real(2, 3), real(2, 2, 3)))
    row("Outer", "", torch.outer, (real(2), real(3)), (real(0), real(3)))
    row("Trace", "", torch.trace, (real(3, 4),), (real(2, 2),))
    row("Cross", "", torch.cross, (real(2, 3), real(2, 3)), (real(3, 2), real(3, 2)))
    row("Cross", "axis=0 broadcast", lambda x, y: torch.linalg.cross(x, y, dim=0), (real(3, 1), real(3, 2)))
    row("Kron", "", torch.kron, (real(2, 3), real(2, 2)), (real(2), real(3, 2)), (real(), real(2)), (real(2, 1, 2), real(3)))
    row("TensorDot", "", torch.tensordot, (real(2, 3, 2), real(3, 2, 2)))
    row("TensorDot", "0", lambda x, y: torch.tensordot(x, y, 0), (real(2), real(3)))
    row("TensorDot", "[0, 2] [1, 0]", lambda x, y: torch.tensordot(x, y, ([0, 2], [1, 0])), (real(2, 3, 4), real(4, 2)))
    row("ChainMatMul", "", lambda *x: torch.linalg.multi_dot(x), (real(2, 3), real(3, 4), real(4, 2), real(2, 3)))
    row("Addmm", "", torch.addmm, (real(4), real(2, 3), real(3, 4)), (real(2, 1), real(2, 3), real(3, 4)), (real(), real(2, 3), real(3, 4)))
    row("Addmm", "beta=0.5 alpha=2", lambda x, a, b: torch.addmm(x, a, b, beta=0.5, alpha=2), (real(2, 4), real(2, 3), real(3, 4)))
    row("Addmm", "beta=0", lambda x, a, b: torch.addmm(x, a, b, beta=0), (real(2, 4), real(2, 3), real(3, 4)))
    row("Addmv", "alpha=2", lambda x, a, b: torch.addmv(x, a, b, alpha=2), (real(2), real(2, 3), real(3)))
    row("Addr", "beta=2", lambda x, a, b: torch.addr(x, a, b, beta=2), (real(2, 3), real(2), real(3)))
    row("Baddbmm", "", torch.baddbmm, (real(2, 1, 2), real(2, 2, 3), real(2, 3, 2)))
    row("Addbmm", "alpha=0.5", lambda x, a, b: torch.addbmm(x, a, b, alpha=0.5), (real(2, 2), real(3, 2, 3), real(3, 3, 2)))
    row("Addcmul", "value=2", lambda x, a, b: torch.addcmul(x, a, b, value=2), (real(2, 3), real(3), real(2, 1)))
    row("Addcdiv", "value=2", lambda x, a, b: torch.addcdiv(x, a, b, value=2), (real(2, 3), real(3), positive(2, 1)))
