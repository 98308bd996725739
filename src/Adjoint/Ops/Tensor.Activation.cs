using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => Engine.Apply(Ops.Sigmoid.Op, Real());

    /// <summary>log(1 + e^(βx)) / β; x itself where βx is above the threshold.</summary>
    public Tensor Softplus(double beta = 1, double threshold = 20) => Engine.Apply(new Softplus(beta, threshold), Real());

    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Engine.Apply(Ops.Relu.Op, Counted());

    /// <summary>x above 0, <paramref name="negativeSlope"/>·x below.</summary>
    public Tensor LeakyRelu(double negativeSlope = 0.01) => Engine.Apply(new LeakyRelu(negativeSlope), Real());

    /// <summary>x above 0, α(eˣ − 1) below.</summary>
    public Tensor Elu(double alpha = 1) => Engine.Apply(new Elu(alpha), Real());

    /// <summary>x·Φ(x), exact by the error function or in the fast form with tanh.</summary>
    public Tensor Gelu(bool tanh = false) => Engine.Apply(tanh ? GeluTanh.Op : Ops.Gelu.Op, Real());

    /// <summary>x·sigmoid(x).</summary>
    public Tensor Silu() => Engine.Apply(Ops.Silu.Op, Real());

    /// <summary>x·tanh(softplus(x)).</summary>
    public Tensor Mish() => Engine.Apply(Ops.Mish.Op, Real());

    /// <summary>x limited to [min, max].</summary>
    public Tensor Hardtanh(double min = -1, double max = 1) => Engine.Apply(new Hardtanh(min, max), Real());

    /// <summary>x limited to [0, 6].</summary>
    public Tensor Relu6() => Hardtanh(0, 6);

    /// <summary>The error function.</summary>
    public Tensor Erf() => Engine.Apply(Ops.Erf.Op, Real());
}
