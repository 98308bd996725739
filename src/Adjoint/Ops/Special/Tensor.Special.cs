using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The logarithm of the absolute value of the gamma function; ∞ at 0 and the negative whole numbers.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Lgamma() => Engine.Apply(Ops.Lgamma.Op, Real());

    /// <summary>The derivative ψ of the logarithm of the gamma function; −∞ at 0, NaN at the negative whole numbers.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Digamma() => Engine.Apply(Ops.Digamma.Op, Real());

    /// <summary>The n-th derivative of <see cref="Digamma"/>.</summary>
    /// <param name="n">Which derivative, from 0 on.</param>
    /// <returns>Of this shape; integers become float32.</returns>
    /// <exception cref="AdjointException">The order is negative.</exception>
    public Tensor Polygamma(int n)
    {
        if (n < 0) throw new AdjointException($"Polygamma: an order of {n} is negative; it counts derivatives of Digamma.");
        return n == 0 ? Digamma() : Engine.Apply(new Polygamma(n), Real());
    }

    /// <summary>
    /// The logarithm of the multivariate gamma function: the sum of log |Γ(x − j/2)| for j from 0 to p − 1, and p(p − 1)/4·log π.
    /// </summary>
    /// <param name="p">The number of dimensions, from 1 on.</param>
    /// <returns>Of this shape; integers become float32.</returns>
    /// <exception cref="AdjointException">The number of dimensions is not positive.</exception>
    public Tensor Mvlgamma(int p)
    {
        if (p < 1) throw new AdjointException($"Mvlgamma: a dimension of {p} is not positive.");
        Tensor x = Real().Widened();
        Tensor sum = x.Lgamma();
        for (int j = 1; j < p; j++) sum += (x - (j * 0.5)).Lgamma();
        return Rounded(p == 1 ? sum : sum + (p * (p - 1) * 0.25 * Math.Log(Math.PI)));
    }

    /// <summary>1 − erf(x), exact where erf is close to 1.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Erfc() => Engine.Apply(Ops.Erfc.Op, Real());

    /// <summary>The inverse of the error function; ±∞ at ±1, NaN beyond.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Erfinv() => Engine.Apply(Ops.Erfinv.Op, Real());

    /// <summary>sin(πx) / (πx), and 1 at 0.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Sinc() => Engine.Apply(Ops.Sinc.Op, Real());

    /// <summary>The modified Bessel function of the first kind, of order 0.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor I0() => Engine.Apply(new Bessel(0, false), Real());

    /// <summary>e^−|x| times the modified Bessel function of order 0, which does not overflow.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor I0e() => Engine.Apply(new Bessel(0, true), Real());

    /// <summary>The modified Bessel function of the first kind, of order 1.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor I1() => Engine.Apply(new Bessel(1, false), Real());

    /// <summary>e^−|x| times the modified Bessel function of order 1, which does not overflow.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor I1e() => Engine.Apply(new Bessel(1, true), Real());

    /// <summary>−x·log(x), what an outcome of this probability adds to the entropy; 0 at 0, −∞ below.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Entr() => Engine.Apply(Ops.Entr.Op, Real());

    /// <summary>log(x / (1 − x)), the inverse of <see cref="Sigmoid"/>; exact around ½, NaN outside [0, 1].</summary>
    /// <param name="eps">x is first limited to [eps, 1 − eps]; null for no limits.</param>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Logit(double? eps = null) =>
        eps is { } margin ? Rounded(Real().Widened().Clamp(margin, 1 - margin).Logit()) : Engine.Apply(Ops.Logit.Op, Real());

    /// <summary>x·log(y), and 0 where this is 0, unless the other is NaN.</summary>
    /// <param name="other">The tensor whose logarithm is taken, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Xlogy(Tensor other) => MeetReal(XLogY.Plain, this, other);

    /// <summary>x·log(y), and 0 where this is 0, unless the other is NaN.</summary>
    /// <param name="other">The number whose logarithm is taken.</param>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Xlogy(double other) => MeetReal(XLogY.Plain, this, other);

    /// <summary>x·log(1 + y), and 0 where this is 0, unless the other is NaN.</summary>
    /// <param name="other">The tensor whose logarithm is taken, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Xlog1py(Tensor other) => MeetReal(XLogY.FromOne, this, other);

    /// <summary>x·log(1 + y), and 0 where this is 0, unless the other is NaN.</summary>
    /// <param name="other">The number whose logarithm is taken.</param>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Xlog1py(double other) => MeetReal(XLogY.FromOne, this, other);

    /// <summary>log(eˣ + eʸ), without overflow.</summary>
    /// <param name="other">The other exponent, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp(Tensor other) => MeetReal(Ops.LogAddExp.Natural, this, other);

    /// <summary>log₂(2ˣ + 2ʸ), without overflow.</summary>
    /// <param name="other">The other exponent, with broadcasting.</param>
    /// <returns>Of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp2(Tensor other) => MeetReal(Ops.LogAddExp.Binary, this, other);

    /// <summary>Brings two tensors to one type of real numbers and one shape, then combines them.</summary>
    private static Tensor MeetReal(Op op, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Meet(op, a.RealWith(b), b.RealWith(a));
    }

    /// <summary>The same with a number, which takes the tensor's type.</summary>
    private static Tensor MeetReal(Op op, Tensor a, double b) => Meet(op, a.Real(), Number(b, a.Real()));

    /// <summary>This tensor in real numbers: integers in the type of the other, if that is real, else float32.</summary>
    private Tensor RealWith(Tensor other) =>
        DType.IsFloatingPoint() ? this : To(other.DType.IsFloatingPoint() ? other.DType : DType.Float32);
}
