namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Contractions() =>
    [
        Is("torch.mm", () => x.Mm(B)),
        Is("torch.bmm", () => batch.Bmm(batch)),
        Is("torch.mv", () => x.Mv(v)),
        Is("torch.dot", () => v.Dot(w)),
        Is("torch.vdot", () => v.Vdot(w)),
        Is("torch.inner", () => x.Inner(y)),
        Is("torch.outer", () => v.Outer(w)),
        Is("torch.ger", () => v.Outer(w)),
        Is("torch.trace", () => A.Trace()),
        Is("torch.cross", () => v.Cross(w)),
        Is("torch.kron", () => x.Kron(B)),
        Is("torch.tensordot", () => x.TensorDot(B, 1)),
        Is("torch.tensordot(dims=([1], [0]))", () => x.TensorDot(B, [1], [0])),
        Is("torch.einsum", () => Tensor.Einsum("ij,jk->ik", x, B)),
        Is("torch.addmm", () => A.Addmm(B, x, beta: 0.5)),
        Is("torch.addmv", () => v.Addmv(A, w)),
        Is("torch.addr", () => A.Addr(v, w)),
        Is("torch.baddbmm", () => batch.Baddbmm(batch, batch)),
        Is("torch.addbmm", () => A.Addbmm(batch, batch)),
        Is("torch.addcmul", () => x.Addcmul(x, y, 0.5)),
        Is("torch.addcdiv", () => x.Addcdiv(x, y, 0.5)),
        Is("torch.chain_matmul", () => Tensor.ChainMatMul(x, B, x)),
    ];
}
