namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Elementwise() =>
    [
        Is("torch.add", () => x + y),
        Is("torch.sub", () => x - y),
        Is("torch.mul", () => x * y),
        Is("torch.div", () => x / y),
        Is("torch.neg", () => -x),
        Is("torch.pow", () => y.Pow(3)),
        Is("torch.abs", () => x.Abs()),
        Is("torch.sign", () => x.Sign()),
        Is("torch.exp", () => x.Exp()),
        Is("torch.expm1", () => x.Expm1()),
        Is("torch.log", () => y.Log()),
        Is("torch.log2", () => y.Log2()),
        Is("torch.log10", () => y.Log10()),
        Is("torch.log1p", () => y.Log1p()),
        Is("torch.sqrt", () => y.Sqrt()),
        Is("torch.rsqrt", () => y.Rsqrt()),
        Is("torch.square", () => x.Square()),
        Is("torch.reciprocal", () => y.Reciprocal()),
        Is("torch.sin", () => x.Sin()),
        Is("torch.cos", () => x.Cos()),
        Is("torch.tan", () => x.Tan()),
        Is("torch.asin", () => p.Asin()),
        Is("torch.acos", () => p.Acos()),
        Is("torch.atan", () => x.Atan()),
        Is("torch.sinh", () => x.Sinh()),
        Is("torch.cosh", () => x.Cosh()),
        Is("torch.tanh", () => x.Tanh()),
        Is("torch.erf", () => x.Erf()),
        Is("torch.sigmoid", () => x.Sigmoid()),
        Is("torch.clamp", () => x.Clamp(-1, 1)),
        Is("torch.maximum", () => Tensor.Maximum(x, y)),
        Is("torch.minimum", () => Tensor.Minimum(x, y)),
    ];
}
