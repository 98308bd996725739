namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Sine; this in radians.</summary>
    public Tensor Sin() => Engine.Apply(Ops.Sin.Op, Real());

    /// <summary>Cosine; this in radians.</summary>
    public Tensor Cos() => Engine.Apply(Ops.Cos.Op, Real());

    /// <summary>Tangent; this in radians.</summary>
    public Tensor Tan() => Engine.Apply(Ops.Tan.Op, Real());

    /// <summary>Inverse sine in radians; NaN outside [−1, 1].</summary>
    public Tensor Asin() => Engine.Apply(Ops.Asin.Op, Real());

    /// <summary>Inverse cosine in radians; NaN outside [−1, 1].</summary>
    public Tensor Acos() => Engine.Apply(Ops.Acos.Op, Real());

    /// <summary>Inverse tangent in radians.</summary>
    public Tensor Atan() => Engine.Apply(Ops.Atan.Op, Real());

    /// <summary>Hyperbolic sine.</summary>
    public Tensor Sinh() => Engine.Apply(Ops.Sinh.Op, Real());

    /// <summary>Hyperbolic cosine.</summary>
    public Tensor Cosh() => Engine.Apply(Ops.Cosh.Op, Real());

    /// <summary>Hyperbolic tangent.</summary>
    public Tensor Tanh() => Engine.Apply(Ops.Tanh.Op, Real());
}
