namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] LinearAlgebra() =>
    [
        Is("torch.linalg.cholesky", () => Linalg.Cholesky(A)),
        Is("torch.cholesky_solve", () => Linalg.CholeskySolve(B, Linalg.Cholesky(A))),
        Is("torch.cholesky_inverse", () => Linalg.CholeskyInverse(Linalg.Cholesky(A))),
        Is("torch.linalg.solve", () => Linalg.Solve(A, v)),
        Is("torch.linalg.solve_triangular", () => Linalg.SolveTriangular(A.Triu(), B, upper: true)),
        Is("torch.linalg.inv", () => Linalg.Inv(A)),
        Is("torch.linalg.pinv", () => Linalg.Pinv(B)),
        Is("torch.linalg.det", () => Linalg.Det(batch)),
        Is("torch.linalg.slogdet", () => Linalg.Slogdet(A).Logabsdet),
        Is("torch.logdet", () => Linalg.Logdet(A)),
        Is("torch.linalg.lu", () => Linalg.Lu(A).L),
        Is("torch.linalg.lu_factor", () => Linalg.LuFactor(A).Pivots),
        Is("torch.linalg.lu_solve", () => Linalg.LuSolve(Linalg.LuFactor(A).LU, Linalg.LuFactor(A).Pivots, B)),
        Is("torch.lu_unpack", () => Linalg.LuUnpack(Linalg.LuFactor(A).LU, Linalg.LuFactor(A).Pivots)),
        Is("torch.linalg.qr", () => Linalg.Qr(B, mode: "reduced").R),
        Is("torch.linalg.householder_product", () => Linalg.HouseholderProduct(B, Tensor.Of(0.5f, 1))),
        Is("torch.linalg.eigh", () => Linalg.Eigh(A).Eigenvalues),
        Is("torch.linalg.eigvalsh", () => Linalg.Eigvalsh(A)),
        Is("torch.linalg.svd", () => Linalg.Svd(B, fullMatrices: false).Vh),
        Is("torch.linalg.svdvals", () => Linalg.Svdvals(batch)),
        Is("torch.linalg.lstsq", () => Linalg.Lstsq(B, v).Solution),
        Is("torch.linalg.matrix_rank", () => Linalg.MatrixRank(B)),
        Is("torch.linalg.matrix_power", () => Linalg.MatrixPower(A, -2)),
        Is("torch.linalg.matrix_exp", () => Linalg.MatrixExp(A)),
        Is("torch.linalg.norm", () => Linalg.Norm(A, "nuc")),
        Is("torch.linalg.vector_norm", () => Linalg.VectorNorm(x, 3, [1])),
        Is("torch.linalg.matrix_norm", () => Linalg.MatrixNorm(batch, 2)),
        Is("torch.linalg.cond", () => Linalg.Cond(A)),
        Is("torch.linalg.multi_dot", () => Linalg.MultiDot(x, A, B)),
        Is("torch.linalg.vecdot", () => Linalg.Vecdot(x, v)),
        Is("torch.linalg.vander", () => Linalg.Vander(v)),
        Is("torch.linalg.tensorsolve", () => Linalg.Tensorsolve(A, v)),
        Is("torch.linalg.tensorinv", () => Linalg.Tensorinv(A, ind: 1)),
    ];
}
