namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Comparison() =>
    [
        Is("torch.eq", () => x.Equal(y)),
        Is("torch.ne", () => x.NotEqual(y)),
        Is("torch.lt", () => x.Less(y)),
        Is("torch.le", () => x.LessEqual(0)),
        Is("torch.gt", () => x.Greater(0)),
        Is("torch.ge", () => x.GreaterEqual(y)),
        Is("torch.isnan", () => x.IsNaN()),
        Is("torch.where", () => Tensor.Where(mask, x, y)),
        Is("Tensor.masked_fill", () => x.MaskedFill(mask, 0)),
    ];
}
