"""Linear algebra: torch.linalg. Where vectors are unique up to their sign, their magnitudes are compared."""

import torch

from .table import Input, given, real

INF = float("inf")
LA = torch.linalg


class Matrix(Input):
    """Matrices far from singular, as the op table draws them: distinct numbers on the diagonal, small ones beside it."""

    def __init__(self, *shape):
        super().__init__(shape, (torch.float64, -100, 100))

    def draw(self, generator):
        values = super().draw(generator)
        *_, m, n = self.shape
        return values + torch.eye(m, n, dtype=torch.float64) * (1 + 0.375 * torch.arange(n, dtype=torch.float64))


def symmetric(a):
    return a + a.mT


def add(table):
    factorizations(table)
    spectra(table)
    systems(table)
    functions(table)
    norms(table)


def squares():
    return [(Matrix(*s),) for s in ([3, 3], [2, 4, 4], [1, 1], [0, 0], [2, 0, 0], [5, 5])]


def others():
    return [(Matrix(*s),) for s in ([3, 3], [2, 4], [4, 2], [2, 1, 3], [2, 3, 2], [5, 4])]


def factorizations(table):
    row = table.row
    row("Linalg.Cholesky", "", lambda a: LA.cholesky(symmetric(a)), *squares())
    row("Linalg.Cholesky", "upper", lambda a: LA.cholesky(symmetric(a), upper=True), *squares()[:2])
    row("Linalg.LuFactor", "LU", lambda a: LA.lu_factor(a)[0], *others(), (real(4, 4),), (real(2, 5),), (real(5, 3),))
    row("Linalg.LuFactor", "pivots", lambda a: LA.lu_factor(a)[1].long(), (Matrix(3, 3),), (Matrix(2, 4),), (real(4, 4),), (real(5, 3),))
    for i, name in enumerate(("P", "L", "U")):
        row("Linalg.Lu", name, lambda a, i=i: LA.lu(a)[i], *others(), (real(4, 4),), (real(2, 5),), (real(5, 3),))
    table.lacks("Linalg.LuUnpack", "L·U", "its derivative by the factors together is the identity, which is checked as such")
    row("Linalg.Qr", "Q", lambda a: LA.qr(a)[0], *others(), (real(4, 4),), (real(2, 5),), (real(5, 3),))
    row("Linalg.Qr", "R", lambda a: LA.qr(a)[1], *others(), (real(4, 4),), (real(2, 5),), (real(5, 3),))
    row("Linalg.Qr", "complete", lambda a: LA.qr(a, mode="complete")[0], (Matrix(3, 3),), (Matrix(2, 4),))
    row("Linalg.Qr", "r", lambda a: LA.qr(a)[1], (Matrix(3, 3),), (Matrix(4, 2),))
    vectors = [(real(4, 3), real(3)), (real(3, 3), real(2)), (real(2, 4, 2), real(2, 2))]
    row("Linalg.HouseholderProduct", "", LA.householder_product, *vectors)


def spectra(table):
    row = table.row
    row("Linalg.Eigh", "values", lambda a: LA.eigh(symmetric(a))[0], *squares())
    row("Linalg.Eigh", "vectors", lambda a: LA.eigh(symmetric(a))[1].abs(), *squares())
    row("Linalg.Eigh", "upper", lambda a: LA.eigh(symmetric(a), UPLO="U")[1].abs(), *squares()[:2])
    row("Linalg.Eigvalsh", "", lambda a: LA.eigvalsh(symmetric(a)), *squares())
    row("Linalg.Svd", "S", lambda a: LA.svd(a)[1], *squares(), *others())
    row("Linalg.Svd", "U", lambda a: LA.svd(a, full_matrices=False)[0].abs(), *squares(), *others())
    row("Linalg.Svd", "Vh", lambda a: LA.svd(a, full_matrices=False)[2].abs(), *squares(), *others())
    row("Linalg.Svd", "full", lambda a: LA.svd(a)[0].abs(), (Matrix(3, 3),), (Matrix(2, 4),))
    row("Linalg.Svd", "product", product, *others())
    row("Linalg.Svdvals", "", LA.svdvals, *squares(), *others())


def product(a):
    u, s, vh = LA.svd(a, full_matrices=False)
    return (u * s.square().unsqueeze(-2)) @ vh


def systems(table):
    row = table.row
    pairs = [
        (Matrix(3, 3), real(3, 2)), (Matrix(2, 4, 4), real(4, 1)), (Matrix(3, 3), real(2, 3, 2)), (Matrix(0, 0), real(0, 2)),
        (Matrix(3, 3), real(3, 0)), (Matrix(2, 1, 2, 2), real(3, 2, 2)),
    ]
    rights = [(Matrix(3, 3), real(2, 3)), (Matrix(2, 4, 4), real(1, 4))]
    row("Linalg.Solve", "", LA.solve, *pairs, (real(4, 4), real(4, 2)))
    row("Linalg.Solve", "vector", LA.solve, (Matrix(3, 3), real(3)), (Matrix(2, 4, 4), real(2, 4)), (Matrix(2, 3, 3), real(3)))
    row("Linalg.Solve", "right", lambda a, b: LA.solve(a, b, left=False), *rights)

    def triangular(**words):
        return lambda a, b: LA.solve_triangular(a, b, **words)

    row("Linalg.SolveTriangular", "lower", triangular(upper=False), *pairs)
    row("Linalg.SolveTriangular", "upper", triangular(upper=True), *pairs)
    row("Linalg.SolveTriangular", "upper right", triangular(upper=True, left=False), *rights)
    row("Linalg.SolveTriangular", "lower unit", triangular(upper=False, unitriangular=True), *pairs[:3])
    row("Linalg.SolveTriangular", "upper right unit", triangular(upper=True, left=False, unitriangular=True), *rights)
    # Of the factor only its triangle counts, which PyTorch's derivative forgets.
    row("Linalg.CholeskySolve", "", lambda a, b: torch.cholesky_solve(b, a.tril()), *pairs[:5])
    row("Linalg.CholeskySolve", "upper", lambda a, b: torch.cholesky_solve(b, a.triu(), upper=True), *pairs[:3])
    row("Linalg.CholeskyInverse", "", lambda a: torch.cholesky_inverse(a.tril()), *squares())
    row("Linalg.CholeskyInverse", "upper", lambda a: torch.cholesky_inverse(a.triu(), upper=True), *squares()[:2])

    def lu(**words):
        return lambda a, b: LA.lu_solve(*LA.lu_factor(a), b, **words)

    row("Linalg.LuSolve", "", lu(), *pairs, (real(4, 4), real(4, 2)))
    row("Linalg.LuSolve", "adjoint", lu(adjoint=True), *pairs[:3], (real(4, 4), real(4, 2)))
    row("Linalg.LuSolve", "right", lu(left=False), *rights, (real(4, 4), real(2, 4)))
    least = [(Matrix(4, 2), real(4, 3)), (Matrix(2, 4), real(2, 1)), (Matrix(2, 3, 2), real(2, 3, 2)), (Matrix(3, 3), real(3, 2))]
    row("Linalg.Lstsq", "", lambda a, b: LA.lstsq(a, b).solution, *least)
    row("Linalg.Lstsq", "vector", lambda a, b: LA.pinv(a) @ b, (Matrix(4, 2), real(4)))
    row("Linalg.Lstsq", "residuals", lambda a, b: (a @ (LA.pinv(a) @ b) - b).square().sum(-2), (Matrix(4, 2), real(4, 3)))
    row("Linalg.Lstsq", "rank", lambda a, b: LA.lstsq(a, b, driver="gelsd").rank, *least[:3])
    row("Linalg.Lstsq", "singular values", lambda a, b: LA.svdvals(a) + 0 * b.sum(), *least[:2])
    row("Linalg.Tensorsolve", "", lambda a, b: LA.tensorsolve(a.unflatten(1, (2, -1)), b), (Matrix(4, 4), real(4)))
    row("Linalg.Tensorsolve", "axes", lambda a, b: LA.tensorsolve(a.unflatten(1, (2, -1)).transpose(0, 1), b, dims=(0,)), (Matrix(4, 4), real(4)))
    row("Linalg.Tensorinv", "ind=1", lambda a: LA.tensorinv(a.unflatten(1, (2, -1)), ind=1), (Matrix(4, 4),))
    row("Linalg.Tensorinv", "ind=2", lambda a: LA.tensorinv(a.unflatten(0, (2, -1))), (Matrix(4, 4),))


def functions(table):
    row = table.row
    row("Linalg.Inv", "", LA.inv, *squares())
    singular = given([1.0, 2.0, 3.0, 2.0, 4.0, 6.0, 1.0, 0.0, 1.0], 3, 3)
    row("Linalg.Det", "", LA.det, *squares(), (real(4, 4),))
    row("Linalg.Det", "singular", lambda a: LA.det(a @ a.mT), (Matrix(2, 3),), (Matrix(3, 3),))
    row("Linalg.Slogdet", "logarithm", lambda a: LA.slogdet(a)[1], *squares(), (real(4, 4),))
    row("Linalg.Slogdet", "sign", lambda a: LA.slogdet(a)[0].detach(), *squares(), (real(4, 4),), (singular.constant(),))
    row("Linalg.Logdet", "", torch.logdet, *squares())
    row("Linalg.MatrixExp", "", LA.matrix_exp, *squares(), (real(4, 4),))
    for n in (3, -2):
        row("Linalg.MatrixPower", str(n), lambda a, n=n: LA.matrix_power(a, n), *squares())
    row("Linalg.MatrixPower", "0", lambda a: LA.matrix_power(a, 0).detach(), *squares())
    row("Linalg.Pinv", "", LA.pinv, *squares(), *others())
    row("Linalg.Pinv", "hermitian", lambda a: LA.pinv(symmetric(a), hermitian=True), *squares()[:2])
    row("Linalg.Pinv", "low rank", lambda a: LA.pinv(a @ a.mT, rtol=1e-5), (Matrix(4, 2),), (Matrix(2, 3, 1),))
    row("Linalg.MatrixRank", "", LA.matrix_rank, *others(), (singular,), (Matrix(0, 2),))
    row("Linalg.MatrixRank", "atol=1.2", lambda a: LA.matrix_rank(a, atol=1.2), *others())
    row("Linalg.Vander", "", LA.vander, (real(4),), (real(2, 3),), (given([0.0, 2.0], 2),))
    row("Linalg.Vander", "n=2", lambda x: LA.vander(x, N=2), (real(4),), (real(2, 3),))
    row("Linalg.MultiDot", "", lambda *x: LA.multi_dot(x), (real(2, 3), real(3, 1), real(1, 4)), (real(4, 1), real(1, 3), real(3, 2)))
    row("Linalg.MultiDot", "vectors", lambda *x: LA.multi_dot(x), (real(3), real(3, 2), real(2, 2), real(2)))
    row("Linalg.Vecdot", "", LA.vecdot, (real(2, 3), real(3)), (real(3), real(3)))
    row("Linalg.Vecdot", "axis=0", lambda x, y: LA.vecdot(x, y, dim=0), (real(2, 3), real(2, 3)))


def norms(table):
    row = table.row
    empty = [(Matrix(0, 2),), (Matrix(2, 0),)]
    for name, order in (("1", 1), ("-1", -1), ("2", 2), ("-2", -2), ("inf", INF), ("-inf", -INF)):
        row("Linalg.MatrixNorm", name, lambda a, p=order: LA.matrix_norm(a, p), *others(), (real(3, 4),))
    row("Linalg.MatrixNorm", "fro", LA.matrix_norm, *others(), *empty, (given([0.0] * 4, 2, 2),))
    row("Linalg.MatrixNorm", "nuc", lambda a: LA.matrix_norm(a, "nuc"), *others(), *empty)
    row("Linalg.MatrixNorm", "nuc axes=[0, 2] keep", lambda a: LA.matrix_norm(a, "nuc", (0, 2), True), (real(2, 3, 2),), (real(3, 2, 4),))
    row("Linalg.MatrixNorm", "1 axes=[2, 0]", lambda a: LA.matrix_norm(a, 1, (2, 0)), (real(2, 3, 2),), (real(3, 2, 4),))
    row("Linalg.VectorNorm", "", LA.vector_norm, *others(), *empty)
    row("Linalg.VectorNorm", "3 axes=[0, 1] keep", lambda a: LA.vector_norm(a, 3, (0, 1), True), (real(2, 3, 2),))
    row("Linalg.Norm", "", LA.norm, *others(), *empty, (real(2, 3, 2),), (real(5),))
    row("Linalg.Norm", "inf", lambda a: LA.norm(a, INF), (Matrix(3, 2),), (real(3, 4),), (real(5),))
    row("Linalg.Norm", "nuc", lambda a: LA.norm(a, "nuc"), (Matrix(3, 2),))
    row("Linalg.Norm", "vector 3", lambda a: LA.norm(a, 3), (real(4),))
    row("Linalg.Cond", "2", LA.cond, *others())
    row("Linalg.Cond", "-2", lambda a: LA.cond(a, -2), *others())
    for name, order in (("1", 1), ("fro", "fro"), ("nuc", "nuc"), ("-inf", -INF)):
        # Spelled out, since the derivative of PyTorch 1.13's own fails.
        row("Linalg.Cond", name, lambda a, p=order: LA.norm(a, p, (-2, -1)) * LA.norm(LA.inv(a), p, (-2, -1)), (Matrix(3, 3),), (Matrix(2, 4, 4),))
