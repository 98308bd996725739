namespace Adjoint.Ops;

/// <summary>1 − erf(x), exact in the tail.</summary>
internal sealed record Erfc : PointwiseOp
{
    internal static readonly Erfc Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { IsNonNegative = true };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.RunInDouble<T, ErrorFunction.ErfcFunction>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (-(x * x)).Exp() * (-2 / double.Sqrt(double.Pi));
}

/// <summary>The inverse of the error function; NaN outside [−1, 1].</summary>
internal sealed record Erfinv : PointwiseOp
{
    internal static readonly Erfinv Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\operatorname{erf}^{-1}") with
    {
        Domain = "-1 < #1 < 1",
        Parity = Parity.Odd,
        InverseOf = Erf.Op,
        IsMonotone = true,
    };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.RunInDouble<T, ErrorFunction.ErfinvFunction>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (y * y).Exp() * (double.Sqrt(double.Pi) / 2);
}
