using Adjoint.Nn;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Activations() =>
    [
        Is("nn.ReLU", () => new ReLU()),
        Is("nn.ReLU6", () => new ReLU6()),
        Is("nn.LeakyReLU", () => new LeakyReLU(0.1)),
        Is("nn.PReLU", () => new PReLU()),
        Is("nn.RReLU", () => new RReLU()),
        Is("nn.ELU", () => new ELU()),
        Is("nn.CELU", () => new CELU()),
        Is("nn.SELU", () => new SELU()),
        Is("nn.GELU", () => new GELU()),
        Is("nn.SiLU", () => new SiLU()),
        Is("nn.Mish", () => new Mish()),
        Is("nn.GLU", () => new GLU()),
        Is("nn.Sigmoid", () => new Sigmoid()),
        Is("nn.LogSigmoid", () => new LogSigmoid()),
        Is("nn.Hardsigmoid", () => new Hardsigmoid()),
        Is("nn.Hardswish", () => new Hardswish()),
        Is("nn.Hardtanh", () => new Hardtanh()),
        Is("nn.Hardshrink", () => new Hardshrink()),
        Is("nn.Softshrink", () => new Softshrink()),
        Is("nn.Tanhshrink", () => new Tanhshrink()),
        Is("nn.Tanh", () => new Tanh()),
        Is("nn.Softplus", () => new Softplus()),
        Is("nn.Softsign", () => new Softsign()),
        Is("nn.Softmax", () => new Softmax(1)),
        Is("nn.Softmax2d", () => new Softmax2d()),
        Is("nn.Softmin", () => new Softmin(1)),
        Is("nn.LogSoftmax", () => new LogSoftmax(1)),
        Is("nn.Threshold", () => new Threshold(0.1, 0)),
    ];
}
