using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>The inverse of the hyperbolic sine.</summary>
internal sealed record Asinh : PointwiseOp
{
    internal static readonly Asinh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\operatorname{arsinh}", "arsinh", "arcsinh") with
    {
        Parity = Parity.Odd,
        InverseOf = Sinh.Op,
        IsMonotone = true,
    };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asinh(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => ((x * x) + 1).Rsqrt();
}

/// <summary>The inverse of the hyperbolic cosine; NaN below 1.</summary>
internal sealed record Acosh : PointwiseOp
{
    internal static readonly Acosh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\operatorname{arcosh}", "arcosh", "arccosh") with
    {
        Domain = "#1 > 1",
        IsNonNegative = true,
    };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Acosh(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => ((x * x) - 1).Rsqrt();
}

/// <summary>The inverse of the hyperbolic tangent; ±∞ at ±1, NaN beyond.</summary>
internal sealed record Atanh : PointwiseOp
{
    internal static readonly Atanh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\operatorname{artanh}", "artanh", "arctanh") with
    {
        Domain = "-1 < #1 < 1",
        Parity = Parity.Odd,
        InverseOf = Tanh.Op,
        IsMonotone = true,
    };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atanh(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (1 - (x * x)).Reciprocal();
}
