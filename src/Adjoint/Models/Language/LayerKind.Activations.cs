using Adjoint.Nn;

namespace Adjoint.Models;

/// <content>Activations.</content>
internal sealed partial record LayerKind
{
    private static IEnumerable<LayerKind> Activations() =>
    [
        Plain("relu", "max(x, 0).", () => new ReLU()),
        Plain("relu6", "x cut to 0 to 6.", () => new ReLU6()),
        new("leakyrelu", "#", "x, below 0 times a slope; 0.01 if not given.", (s, _, _) => new LeakyReLU(s.Number("#", 0.01))),
        new("prelu", "shared", "x, below 0 times a trained slope for each channel; shared: one slope.", (s, x, _) =>
            new PReLU(s.Has("shared") ? 1 : Normalized(x))),
        new("rrelu", "", "x, below 0 times a slope that is random in training.", (_, _, random) => new RReLU(generator: random)),
        new("elu", "#", "x, below 0 α(eˣ − 1).", (s, _, _) => new ELU(s.Number("#", 1))),
        new("celu", "#", "x, below 0 α(e^(x/α) − 1).", (s, _, _) => new CELU(s.Number("#", 1))),
        Plain("selu", "elu that keeps mean and variance.", () => new SELU()),
        new("gelu", "tanh", "x·Φ(x); tanh: by its usual approximation.", (s, _, _) => new GELU(s.Has("tanh"))),
        Plain("silu", "x·σ(x).", () => new SiLU()) with { Aliases = ["swish"] },
        Plain("mish", "x·tanh(softplus(x)).", () => new Mish()),
        Plain("sigmoid", "σ(x).", () => new Sigmoid()),
        Plain("hardsigmoid", "σ(x) from straight pieces.", () => new Hardsigmoid()),
        Plain("hardswish", "silu from straight and square pieces.", () => new Hardswish()),
        Plain("tanh", "tanh x.", () => new Tanh()),
        new("hardtanh", "min= max=", "x cut to −1 to 1, or from min to max.",
            (s, _, _) => new Hardtanh(s.Number("min=", -1), s.Number("max=", 1))),
        Plain("tanhshrink", "x − tanh x.", () => new Tanhshrink()),
        new("softplus", "# threshold=", "log(1 + e^(βx))/β.", (s, _, _) => new Softplus(s.Number("#", 1), s.Number("threshold=", 20))),
        Plain("softsign", "x/(1 + |x|).", () => new Softsign()),
        new("softshrink", "#", "x moved towards 0 by λ; 0.5 if not given.", (s, _, _) => new Softshrink(s.Number("#", 0.5))),
        new("hardshrink", "#", "x, and 0 within λ of 0; 0.5 if not given.", (s, _, _) => new Hardshrink(s.Number("#", 0.5))),
        new("threshold", "# value=", "x above a threshold, else the value.",
            (s, _, _) => new Threshold(s.Number("#"), s.Number("value=", 0))),
        Plain("logsigmoid", "log σ(x).", () => new LogSigmoid()),
        new("glu", "#", "Half of an axis times σ of the other half; axis 1 if not given.", (s, _, _) => new GLU(s.Integer("#", 1))),
        new("softmax", "#", "Shares of eˣ along an axis; 1 if not given.", (s, _, _) => new Softmax(s.Integer("#", 1))),
        new("logsoftmax", "#", "Their logarithms.", (s, _, _) => new LogSoftmax(s.Integer("#", 1))),
        new("softmin", "#", "Shares of e⁻ˣ along an axis; 1 if not given.", (s, _, _) => new Softmin(s.Integer("#", 1))),
        Plain("identity", "x.", () => new Identity()),
    ];

    private static LayerKind Plain(string name, string summary, Func<Module> create) => new(name, "", summary, (_, _, _) => create());
}
