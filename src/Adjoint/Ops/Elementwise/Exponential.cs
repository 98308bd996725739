namespace Adjoint.Ops;

/// <summary>eˣ.</summary>
internal sealed record Exp : PointwiseOp
{
    internal static readonly Exp Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, "exp(#1)"), new Template(Precedence.Power, "e^{#1}")))
    {
        Spellings = ["exp"],
        InverseOf = Log.Op,
        IsExponential = true,
        IsNonNegative = true,
    };

    public override Keep Keeps => Keep.Output;

    internal override unsafe delegate*<double, double> NumberFunction() => &Math.Exp;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, ExpFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => y;
}

/// <summary>2ˣ.</summary>
internal sealed record Exp2 : PointwiseOp
{
    internal static readonly Exp2 Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, "exp2(#1)"), new Template(Precedence.Power, "2^{#1}")))
    {
        Spellings = ["exp2"],
        InverseOf = Log2.Op,
        IsNonNegative = true,
        IsMonotone = true,
    };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.RunInDouble<T, Exp2Function>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => y * Math.Log(2);
}

/// <summary>eˣ − 1, exact for small x.</summary>
internal sealed record Expm1 : PointwiseOp
{
    internal static readonly Expm1 Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { InverseOf = Log1p.Op };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, PolynomialFunctions.Expm1Function<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => y + 1;
}

/// <summary>The natural logarithm of x; NaN below 0.</summary>
internal sealed record Log : PointwiseOp
{
    internal static readonly Log Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\log", "ln") with { Domain = "#1 > 0", InverseOf = Exp.Op };

    internal override unsafe delegate*<double, double> NumberFunction() => &Math.Log;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, LogFunction<T>>(x, y);

    protected override Tensor? Scale(Tensor g, Tensor x, Tensor y) => g / x;
}

/// <summary>The natural logarithm of 1 + x, exact for small x.</summary>
internal sealed record Log1p : PointwiseOp
{
    internal static readonly Log1p Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { Domain = "#1 > -1", InverseOf = Expm1.Op };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, PolynomialFunctions.Log1pFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (x + 1).Reciprocal();
}

/// <summary>The logarithm of x to base 2.</summary>
internal sealed record Log2 : PointwiseOp
{
    internal static readonly Log2 Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\log_{2}") with { Domain = "#1 > 0" };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, Log2Function<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (x * Math.Log(2)).Reciprocal();
}

/// <summary>The logarithm of x to base 10.</summary>
internal sealed record Log10 : PointwiseOp
{
    internal static readonly Log10 Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name, @"\log_{10}") with { Domain = "#1 > 0" };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, Log10Function<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (x * Math.Log(10)).Reciprocal();
}
