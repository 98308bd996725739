namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Comparison() =>
    [
        Is("torch.eq", () => x == y),
        Is("torch.ne", () => x != y),
        Is("torch.lt", () => x < y),
        Is("torch.le", () => x <= 0),
        Is("torch.gt", () => x > 0),
        Is("torch.ge", () => x >= y),
        Is("torch.isnan", () => x.IsNaN()),
        Is("torch.where", () => Tensor.Where(mask, x, y)),
        Is("Tensor.masked_fill", () => x.MaskedFill(mask, 0)),
    ];
}
