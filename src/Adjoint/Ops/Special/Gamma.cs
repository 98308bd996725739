namespace Adjoint.Ops;

/// <summary>log |Γ(x)|.</summary>
internal sealed record Lgamma : PointwiseOp
{
    internal static readonly Lgamma Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\log\Gamma") with { Domain = "#1 > 0, or no whole number #1" };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => ScalarMap.Run(x, y, default(GammaFunctions.Lgamma));

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Digamma();
}

/// <summary>ψ(x), the derivative of log Γ(x).</summary>
internal sealed record Digamma : PointwiseOp
{
    internal static readonly Digamma Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\psi") with { Domain = "#1 > 0, or no whole number #1" };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => ScalarMap.Run(x, y, default(GammaFunctions.Digamma));

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Polygamma(1);
}

/// <summary>The n-th derivative of ψ(x), n ≥ 1.</summary>
internal sealed record Polygamma(int Order) : PointwiseOp
{
    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, $"polygamma(#1, {Order})"),
        new Template(Precedence.Atom, $@"\psi^{{({Order})}}\left(#1\right)")))
    {
        Domain = "#1 > 0, or no whole number #1",
    };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => ScalarMap.Run(x, y, new PolygammaFunction(Order));

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Polygamma(Order + 1);
}
