namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>|x|, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AbsInPlace() => Update("AbsInPlace", x => x.Abs(), null);

    /// <summary>−x, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor NegativeInPlace() => Update("NegativeInPlace", x => x.Negative(), null, saves: false);

    /// <summary>The sign, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SignInPlace() => Update("SignInPlace", x => x.Sign(), null, saves: false);

    /// <summary>x², in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SquareInPlace() => Update("SquareInPlace", x => x.Square(), null);

    /// <summary>√x, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SqrtInPlace() => Update("SqrtInPlace", x => x.Sqrt(), null, saves: false);

    /// <summary>1/√x, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor RsqrtInPlace() => Update("RsqrtInPlace", x => x.Rsqrt(), null, saves: false);

    /// <summary>1/x, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ReciprocalInPlace() => Update("ReciprocalInPlace", x => x.Reciprocal(), null, saves: false);

    /// <summary>eˣ, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ExpInPlace() => Update("ExpInPlace", x => x.Exp(), null, saves: false);

    /// <summary>2ˣ, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Exp2InPlace() => Update("Exp2InPlace", x => x.Exp2(), null, saves: false);

    /// <summary>eˣ − 1, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Expm1InPlace() => Update("Expm1InPlace", x => x.Expm1(), null, saves: false);

    /// <summary>The natural logarithm, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor LogInPlace() => Update("LogInPlace", x => x.Log(), null);

    /// <summary>The logarithm to base 2, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Log2InPlace() => Update("Log2InPlace", x => x.Log2(), null);

    /// <summary>The logarithm to base 10, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Log10InPlace() => Update("Log10InPlace", x => x.Log10(), null);

    /// <summary>log(1 + x), in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Log1pInPlace() => Update("Log1pInPlace", x => x.Log1p(), null);

    /// <summary>The sine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SinInPlace() => Update("SinInPlace", x => x.Sin(), null);

    /// <summary>The cosine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor CosInPlace() => Update("CosInPlace", x => x.Cos(), null);

    /// <summary>The tangent, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor TanInPlace() => Update("TanInPlace", x => x.Tan(), null);

    /// <summary>The inverse sine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AsinInPlace() => Update("AsinInPlace", x => x.Asin(), null);

    /// <summary>The inverse cosine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AcosInPlace() => Update("AcosInPlace", x => x.Acos(), null);

    /// <summary>The inverse tangent, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AtanInPlace() => Update("AtanInPlace", x => x.Atan(), null);

    /// <summary>The hyperbolic sine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SinhInPlace() => Update("SinhInPlace", x => x.Sinh(), null);

    /// <summary>The hyperbolic cosine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor CoshInPlace() => Update("CoshInPlace", x => x.Cosh(), null);

    /// <summary>The hyperbolic tangent, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor TanhInPlace() => Update("TanhInPlace", x => x.Tanh(), null, saves: false);

    /// <summary>The inverse hyperbolic sine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AsinhInPlace() => Update("AsinhInPlace", x => x.Asinh(), null);

    /// <summary>The inverse hyperbolic cosine, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AcoshInPlace() => Update("AcoshInPlace", x => x.Acosh(), null);

    /// <summary>The inverse hyperbolic tangent, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AtanhInPlace() => Update("AtanhInPlace", x => x.Atanh(), null);

    /// <summary>The error function, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ErfInPlace() => Update("ErfInPlace", x => x.Erf(), null);

    /// <summary>1 − erf(x), in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ErfcInPlace() => Update("ErfcInPlace", x => x.Erfc(), null);

    /// <summary>The inverse of the error function, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ErfinvInPlace() => Update("ErfinvInPlace", x => x.Erfinv(), null);

    /// <summary>The logarithm of the gamma function, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor LgammaInPlace() => Update("LgammaInPlace", x => x.Lgamma(), null);

    /// <summary>The derivative of the logarithm of the gamma function, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor DigammaInPlace() => Update("DigammaInPlace", x => x.Digamma(), null);

    /// <summary>sin(πx) / (πx), in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SincInPlace() => Update("SincInPlace", x => x.Sinc(), null);

    /// <summary>The modified Bessel function of order 0, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor I0InPlace() => Update("I0InPlace", x => x.I0(), null);

    /// <summary>Rounded down, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor FloorInPlace() => Update("FloorInPlace", x => x.Floor(), null, saves: false);

    /// <summary>Rounded up, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor CeilInPlace() => Update("CeilInPlace", x => x.Ceil(), null, saves: false);

    /// <summary>Rounded towards 0, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor TruncInPlace() => Update("TruncInPlace", x => x.Trunc(), null, saves: false);

    /// <summary>What stands behind the point, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor FracInPlace() => Update("FracInPlace", x => x.Frac(), null, saves: false);

    /// <summary>Degrees in radians, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Deg2RadInPlace() => Update("Deg2RadInPlace", x => x.Deg2Rad(), null, saves: false);

    /// <summary>Radians in degrees, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Rad2DegInPlace() => Update("Rad2DegInPlace", x => x.Rad2Deg(), null, saves: false);

    /// <summary>1 / (1 + e⁻ˣ), in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SigmoidInPlace() => Update("SigmoidInPlace", x => x.Sigmoid(), null, saves: false);

    /// <summary>max(x, 0), in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ReluInPlace() => Update("ReluInPlace", x => x.Relu(), null, saves: false);

    /// <summary>Rounded to nearest, ties to even, in place.</summary>
    /// <param name="decimals">How many decimals are kept.</param>
    /// <returns>This tensor.</returns>
    public Tensor RoundInPlace(int decimals = 0) => Update("RoundInPlace", x => x.Round(decimals), null, saves: false);

    /// <summary>The n-th derivative of digamma, in place.</summary>
    /// <param name="n">Which derivative, from 0 on.</param>
    /// <returns>This tensor.</returns>
    public Tensor PolygammaInPlace(int n) => Update("PolygammaInPlace", x => x.Polygamma(n), null);

    /// <summary>The logarithm of the multivariate gamma function, in place.</summary>
    /// <param name="p">The number of dimensions.</param>
    /// <returns>This tensor.</returns>
    public Tensor MvlgammaInPlace(int p) => Update("MvlgammaInPlace", x => x.Mvlgamma(p), null);

    /// <summary>log(x / (1 − x)), in place.</summary>
    /// <param name="eps">x is first limited to [eps, 1 − eps]; null for no limits.</param>
    /// <returns>This tensor.</returns>
    public Tensor LogitInPlace(double? eps = null) => Update("LogitInPlace", x => x.Logit(eps), null);

    /// <summary>NaN and infinities replaced by numbers, in place.</summary>
    /// <param name="nan">For NaN.</param>
    /// <param name="posInf">For ∞; null for the largest number.</param>
    /// <param name="negInf">For −∞; null for the least number.</param>
    /// <returns>This tensor.</returns>
    public Tensor NanToNumInPlace(double nan = 0, double? posInf = null, double? negInf = null) =>
        Update("NanToNumInPlace", x => x.NanToNum(nan, posInf, negInf), null);

    /// <summary>Limited to [min, max], in place.</summary>
    /// <param name="min">The lower limit.</param>
    /// <param name="max">The upper limit.</param>
    /// <returns>This tensor.</returns>
    public Tensor ClampInPlace(double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        Update("ClampInPlace", x => x.Clamp(min, max), null);

    /// <summary>Every element 0, in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ZeroInPlace() => Fill(0);
}
