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
    public Tensor Hardtanh(double minVal = -1, double maxVal = 1) => Engine.Apply(new Hardtanh(minVal, maxVal), Real());

    /// <summary>x limited to [0, 6].</summary>
    public Tensor Relu6() => Hardtanh(0, 6);

    /// <summary>The error function.</summary>
    public Tensor Erf() => Engine.Apply(Ops.Erf.Op, Real());

    /// <summary>x above 0, weight·x elsewhere; a weight [1], or one for each channel of axis 1.</summary>
    /// <exception cref="ShapeException">The weight does not fit.</exception>
    public Tensor Prelu(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        int channels = Rank > 1 ? Shape[1] : 1;
        if (weight.Numel != 1 && (weight.Rank != 1 || weight.Numel != channels))
            throw new ShapeException($"Prelu: a weight {weight.Shape} is neither [1] nor [{channels}], the channels of {Shape}.");
        Tensor slope = weight.Numel == 1 ? weight.ReshapeTo([]) : weight.ReshapeTo([channels, .. Shape.Repeat(1, Rank - 2).Span]);
        // What is above 0 has no part in the weight's gradient, where ∞ would make it NaN.
        return Where(Greater(0), this, Clamp(max: 0) * slope);
    }

    /// <summary>
    /// x above 0, a·x elsewhere: in training a drawn evenly from [lower, upper) for each element, else their mean. Xu et al.
    /// 2015 (arXiv 1505.00853).
    /// </summary>
    public Tensor Rrelu(double lower = 1.0 / 8, double upper = 1.0 / 3, bool training = false, Generator? generator = null)
    {
        if (!training) return LeakyRelu((lower + upper) / 2);
        // Drawn in one type, so that slopes are the same in every precision.
        Tensor x = Real().Widened();
        return Rounded(Where(Greater(0), x, x * Uniform(Shape, lower, upper, generator).To(x.DType)));
    }

    /// <summary>x above 0, α(e^(x/α) − 1) below. Barron 2017 (arXiv 1704.07483).</summary>
    public Tensor Celu(double alpha = 1) => Rounded((Widened() / alpha).Elu() * alpha);

    /// <summary>
    /// λ·x above 0, λα(eˣ − 1) below, with which means and variances keep still. Klambauer et al. 2017 (arXiv 1706.02515).
    /// </summary>
    public Tensor Selu() => Rounded(Widened().Elu(1.6732632423543772) * 1.0507009873554805);

    /// <summary>x limited to [−3, 3], moved to [0, 1].</summary>
    public Tensor Hardsigmoid() => Rounded((Real().Widened() + 3).Relu6() / 6);

    /// <summary>x times its hard sigmoid. Howard et al. 2019 (arXiv 1905.02244).</summary>
    public Tensor Hardswish() => Engine.Apply(Ops.Hardswish.Op, Real());

    /// <summary>0 within ±λ, x outside.</summary>
    public Tensor Hardshrink(double lambd = 0.5) => Real().MaskedFill(Widened().Abs().LessEqual(lambd), 0);

    /// <summary>0 within ±λ, outside x moved towards 0 by λ.</summary>
    public Tensor Softshrink(double lambd = 0.5) => Rounded(Real().Widened() - Real().Widened().Clamp(-lambd, lambd));

    /// <summary>x − tanh(x).</summary>
    public Tensor Tanhshrink() => Rounded(Real().Widened() - Widened().Tanh());

    /// <summary>x / (1 + |x|).</summary>
    public Tensor Softsign() => Rounded(Real().Widened() / (Widened().Abs() + 1));

    /// <summary>log(1 / (1 + e⁻ˣ)), without overflow.</summary>
    public Tensor LogSigmoid() => -(-Real()).Softplus(threshold: double.PositiveInfinity);

    /// <summary>x above the threshold, a value elsewhere.</summary>
    public Tensor Threshold(double threshold, double value) => MaskedFill(Widened().LessEqual(threshold), value);

    /// <summary>
    /// The gated linear unit: the first half along an axis times the sigmoid of the second. Dauphin et al. 2016 (arXiv 1612.08083).
    /// </summary>
    /// <exception cref="ShapeException">The axis has an odd size.</exception>
    public Tensor Glu(int axis = -1)
    {
        int size = Shape[Shape.Axis(axis, "Glu")];
        if (size % 2 != 0) throw new ShapeException($"Glu: axis {axis} of {Shape} cannot be halved.");
        if (DType.IsHalf()) return Widened().Glu(axis).To(DType);
        return Narrow(axis, 0, size / 2) * Narrow(axis, size / 2, size / 2).Sigmoid();
    }
}
