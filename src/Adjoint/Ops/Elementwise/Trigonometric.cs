using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>Sine; x in radians.</summary>
internal sealed record Sin : PointwiseOp
{
    internal static readonly Sin Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\sin") with { Parity = Parity.Odd, InverseOf = Asin.Op };

    internal override unsafe delegate*<double, double> NumberFunction() => &Math.Sin;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, SinFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Cos();
}

/// <summary>Cosine; x in radians.</summary>
internal sealed record Cos : PointwiseOp
{
    internal static readonly Cos Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\cos") with { Parity = Parity.Even, InverseOf = Acos.Op };

    internal override unsafe delegate*<double, double> NumberFunction() => &Math.Cos;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, CosFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => -x.Sin();
}

/// <summary>Tangent; x in radians.</summary>
internal sealed record Tan : PointwiseOp
{
    internal static readonly Tan Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\tan") with { Parity = Parity.Odd, InverseOf = Atan.Op };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, TanFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (y * y) + 1;
}

/// <summary>Inverse sine, in radians; NaN outside [−1, 1].</summary>
internal sealed record Asin : PointwiseOp
{
    internal static readonly Asin Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\arcsin", "arcsin") with { Domain = "-1 <= #1 <= 1", Parity = Parity.Odd };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Asin(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (1 - (x * x)).Rsqrt();
}

/// <summary>Inverse cosine, in radians; NaN outside [−1, 1].</summary>
internal sealed record Acos : PointwiseOp
{
    internal static readonly Acos Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\arccos", "arccos") with { Domain = "-1 <= #1 <= 1" };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Acos(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => -(1 - (x * x)).Rsqrt();
}

/// <summary>Inverse tangent, in radians.</summary>
internal sealed record Atan : PointwiseOp
{
    internal static readonly Atan Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\arctan", "arctan") with { Parity = Parity.Odd };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Atan(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => ((x * x) + 1).Reciprocal();
}

/// <summary>Hyperbolic sine.</summary>
internal sealed record Sinh : PointwiseOp
{
    internal static readonly Sinh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\sinh") with { Parity = Parity.Odd };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, PolynomialFunctions.SinhFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Cosh();
}

/// <summary>Hyperbolic cosine.</summary>
internal sealed record Cosh : PointwiseOp
{
    internal static readonly Cosh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\cosh") with { Parity = Parity.Even, IsNonNegative = true };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, CoshFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Sinh();
}

/// <summary>Hyperbolic tangent.</summary>
internal sealed record Tanh : PointwiseOp
{
    internal static readonly Tanh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\tanh") with { Parity = Parity.Odd };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, PolynomialFunctions.TanhFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => 1 - (y * y);
}
