namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>eˣ.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Exp() => Engine.Apply(Ops.Exp.Op, Real());

    /// <summary>eˣ − 1, exact for small x.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Expm1() => Engine.Apply(Ops.Expm1.Op, Real());

    /// <summary>The natural logarithm; −∞ at 0, NaN below.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Log() => Engine.Apply(Ops.Log.Op, Real());

    /// <summary>log(1 + x), exact for small x.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Log1p() => Engine.Apply(Ops.Log1p.Op, Real());

    /// <summary>The logarithm to base 2.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Log2() => Engine.Apply(Ops.Log2.Op, Real());

    /// <summary>The logarithm to base 10.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Log10() => Engine.Apply(Ops.Log10.Op, Real());

    /// <summary>Sine; this in radians.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Sin() => Engine.Apply(Ops.Sin.Op, Real());

    /// <summary>Cosine; this in radians.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Cos() => Engine.Apply(Ops.Cos.Op, Real());

    /// <summary>Tangent; this in radians.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Tan() => Engine.Apply(Ops.Tan.Op, Real());

    /// <summary>Inverse sine in radians; NaN outside [−1, 1].</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Asin() => Engine.Apply(Ops.Asin.Op, Real());

    /// <summary>Inverse cosine in radians; NaN outside [−1, 1].</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Acos() => Engine.Apply(Ops.Acos.Op, Real());

    /// <summary>Inverse tangent in radians.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Atan() => Engine.Apply(Ops.Atan.Op, Real());

    /// <summary>Hyperbolic sine.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Sinh() => Engine.Apply(Ops.Sinh.Op, Real());

    /// <summary>Hyperbolic cosine.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Cosh() => Engine.Apply(Ops.Cosh.Op, Real());

    /// <summary>Hyperbolic tangent.</summary>
    /// <returns>Of this shape; of integers and truth values in float32.</returns>
    public Tensor Tanh() => Engine.Apply(Ops.Tanh.Op, Real());

    /// <summary>2ˣ, exact for whole numbers.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Exp2() => Engine.Apply(Ops.Exp2.Op, Real());

    /// <summary>Inverse hyperbolic sine.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Asinh() => Engine.Apply(Ops.Asinh.Op, Real());

    /// <summary>Inverse hyperbolic cosine; NaN below 1.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Acosh() => Engine.Apply(Ops.Acosh.Op, Real());

    /// <summary>Inverse hyperbolic tangent; ±∞ at ±1, NaN beyond.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Atanh() => Engine.Apply(Ops.Atanh.Op, Real());

    /// <summary>The real cube root, negative for negative numbers.</summary>
    /// <returns>Of this shape; integers become float32.</returns>
    public Tensor Cbrt() => Engine.Apply(Ops.Cbrt.Op, Real());
}
