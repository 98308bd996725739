namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>eˣ.</summary>
    public Tensor Exp() => Engine.Apply(Ops.Exp.Op, Real());

    /// <summary>eˣ − 1, exact for small x.</summary>
    public Tensor Expm1() => Engine.Apply(Ops.Expm1.Op, Real());

    /// <summary>The natural logarithm; −∞ at 0, NaN below.</summary>
    public Tensor Log() => Engine.Apply(Ops.Log.Op, Real());

    /// <summary>log(1 + x), exact for small x.</summary>
    public Tensor Log1p() => Engine.Apply(Ops.Log1p.Op, Real());

    /// <summary>The logarithm to base 2.</summary>
    public Tensor Log2() => Engine.Apply(Ops.Log2.Op, Real());

    /// <summary>The logarithm to base 10.</summary>
    public Tensor Log10() => Engine.Apply(Ops.Log10.Op, Real());
}
