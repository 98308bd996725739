namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Shapes() =>
    [
        Is("torch.reshape", () => x.Reshape(3, -1)),
        Is("Tensor.view", () => x.View(3, 2)),
        Is("torch.transpose", () => x.Transpose(0, 1)),
        Is("Tensor.T", () => x.T),
        Is("torch.permute", () => batch.Permute(2, 0, 1)),
        Is("torch.squeeze", () => x.Unsqueeze(0).Squeeze()),
        Is("torch.unsqueeze", () => x.Unsqueeze(-1)),
        Is("Tensor.expand", () => v.Expand(4, -1)),
        Is("torch.flatten", () => image.Flatten(1)),
        Is("torch.unflatten", () => x.Unflatten(1, 3, -1)),
        Is("torch.cat", () => Tensor.Cat([x, y], 1)),
        Is("torch.stack", () => Tensor.Stack([x, y])),
        Is("torch.split", () => x.Split(2, 1)),
        Is("torch.flip", () => x.Flip(-1)),
        Is("torch.diagonal", () => A.Diagonal()),
        Is("torch.tril", () => A.Tril()),
        Is("torch.triu", () => A.Triu(1)),
        Is("Tensor.narrow", () => x.Narrow(1, 0, 2)),
    ];
}
