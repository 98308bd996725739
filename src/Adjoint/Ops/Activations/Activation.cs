using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid : PointwiseOp
{
    internal static readonly Sigmoid Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { IsNonNegative = true };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        // e⁻ˣ overflows to ∞ for very negative x, and 1/∞ is the 0 that it should be.
        TensorPrimitives.Negate(x, y);
        VectorMap.Run<T, ExpFunction<T>>(y, y);
        TensorPrimitives.Add(y, T.One, y);
        TensorPrimitives.Reciprocal(y, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => y * (1 - y);
}

/// <summary>log(1 + e^(βx)) / β, and x itself where βx is above the threshold.</summary>
internal sealed record Softplus(double Beta = 1, double Threshold = 20) : PointwiseOp
{
    public override OpFacts Facts => OpFacts.Function(Name, MathNotation.Number(Beta), MathNotation.Number(Threshold));

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        const int block = 256;
        Span<T> scaled = stackalloc T[block];
        for (int start = 0; start < x.Length; start += block)
        {
            int length = Math.Min(block, x.Length - start);
            Row(x.Slice(start, length), scaled[..length], y.Slice(start, length));
        }
    }

    private void Row<T>(ReadOnlySpan<T> x, Span<T> scaled, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // max(βx, 0) + log(1 + e^−|βx|): nothing overflows.
        T beta = T.CreateTruncating(Beta);
        TensorPrimitives.Multiply(x, beta, scaled);
        TensorPrimitives.Abs(scaled, y);
        TensorPrimitives.Negate(y, y);
        VectorMap.Run<T, ExpFunction<T>>(y, y);
        VectorMap.Run<T, PolynomialFunctions.Log1pFunction<T>>(y, y);
        TensorPrimitives.Max(scaled, T.Zero, scaled);
        TensorPrimitives.Add(y, scaled, y);
        TensorPrimitives.Divide(y, beta, y);
        TensorPrimitives.Multiply(x, beta, scaled);
        Selection.KeepAbove(scaled, T.CreateTruncating(Threshold), x, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) =>
        Tensor.Where((x * Beta).Greater(Threshold), Tensor.Scalar(1, x.DType), (x * Beta).Sigmoid());
}

/// <summary>max(x, 0); the slope at 0 is 0.</summary>
internal sealed record Relu : PointwiseOp
{
    internal static readonly Relu Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { IsMonotone = true, IsNonNegative = true };

    public override Keep Keeps => Keep.Output;

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Max(x, T.Zero, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Max(x, T.Zero, y);

    protected override Tensor? Scale(Tensor g, Tensor x, Tensor y) => Engine.Apply(Gate.Op, g, y);
}

/// <summary>The first input where the second is above 0 (or NaN), 0 elsewhere: the slope of relu, applied in one pass.</summary>
internal sealed record Gate : PointwiseBinaryOp
{
    internal static readonly Gate Op = new();

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => Selection.Gate(a, b, y);

    protected override Tensor? Scale(Tensor g, Call call, int input) => input == 0 ? Engine.Apply(this, g, call[1]) : null;

    internal override Keep KeepsFor(uint wanted) => (wanted & 1) != 0 ? Keep.Input(1) : Keep.Shapes;
}

/// <summary>x above 0, a multiple of x below.</summary>
internal sealed record LeakyRelu(double NegativeSlope) : PointwiseOp
{
    public override OpFacts Facts => OpFacts.Function(Name, MathNotation.Number(NegativeSlope));

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Multiply(x, T.CreateTruncating(NegativeSlope), y);
        Selection.KeepPositive(x, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) =>
        Tensor.Where(x.Greater(0), Tensor.Scalar(1, x.DType), Tensor.Scalar(NegativeSlope, x.DType));
}

/// <summary>x above 0, α(eˣ − 1) below.</summary>
internal sealed record Elu(double Alpha) : PointwiseOp
{
    public override OpFacts Facts => OpFacts.Function(Name, MathNotation.Number(Alpha));

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        VectorMap.Run<T, PolynomialFunctions.Expm1Function<T>>(x, y);
        TensorPrimitives.Multiply(y, T.CreateTruncating(Alpha), y);
        Selection.KeepPositive(x, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) =>
        // Limited, for where e^x overflows the choice is 1, but its own derivative would be NaN.
        Tensor.Where(x.Greater(0), Tensor.Scalar(1, x.DType), x.Hardtanh(double.NegativeInfinity, 0).Exp() * Alpha);
}

/// <summary>x·Φ(x), with Φ the normal distribution function. Hendrycks &amp; Gimpel 2016, arXiv 1606.08415.</summary>
internal sealed record Gelu : PointwiseOp
{
    internal static readonly Gelu Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name);

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Multiply(x, T.CreateTruncating(double.Sqrt(0.5)), y);
        VectorMap.Run<T, ErrorFunction.ErfFunction<T>>(y, y);
        TensorPrimitives.Add(y, T.One, y);
        TensorPrimitives.Multiply(y, T.CreateTruncating(0.5), y);
        TensorPrimitives.Multiply(y, x, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) =>
        (((x * double.Sqrt(0.5)).Erf() + 1) * 0.5) + (x * (x * x * -0.5).Exp() * (1 / double.Sqrt(2 * double.Pi)));
}

/// <summary>½x(1 + tanh(√(2/π)(x + 0.044715x³))): the fast form of <see cref="Gelu"/> in the same paper.</summary>
internal sealed record GeluTanh : PointwiseOp
{
    internal static readonly GeluTanh Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name);
    private const double Cubic = 0.044715;
    private static readonly double Root = double.Sqrt(2 / double.Pi);

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Multiply(x, x, y);
        TensorPrimitives.Multiply(y, T.CreateTruncating(Cubic * Root), y);
        TensorPrimitives.Add(y, T.CreateTruncating(Root), y);
        TensorPrimitives.Multiply(y, x, y);
        VectorMap.Run<T, PolynomialFunctions.TanhFunction<T>>(y, y);
        TensorPrimitives.Add(y, T.One, y);
        TensorPrimitives.Multiply(y, T.CreateTruncating(0.5), y);
        TensorPrimitives.Multiply(y, x, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y)
    {
        Tensor square = x * x;
        Tensor tanh = (x * ((square * (Cubic * Root)) + Root)).Tanh();
        return ((tanh + 1) * 0.5) + (x * (1 - (tanh * tanh)) * ((square * (1.5 * Cubic * Root)) + (0.5 * Root)));
    }
}

/// <summary>x·sigmoid(x), also called swish.</summary>
internal sealed record Silu : PointwiseOp
{
    internal static readonly Silu Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name);

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Negate(x, y);
        VectorMap.Run<T, ExpFunction<T>>(y, y);
        TensorPrimitives.Add(y, T.One, y);
        TensorPrimitives.Divide(x, y, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y)
    {
        Tensor s = x.Sigmoid();
        return s * ((x * (1 - s)) + 1);
    }
}

/// <summary>x·tanh(softplus(x)). Misra 2019, arXiv 1908.08681.</summary>
internal sealed record Mish : PointwiseOp
{
    internal static readonly Mish Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name);

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        // tanh(log(1 + n)) = w / (w + 2) with w = n(n + 2), n = eˣ: no digit is lost. Beyond 20 it is 1.
        TensorPrimitives.Min(x, T.CreateTruncating(20), y);
        VectorMap.Run<T, ExpFunction<T>>(y, y);
        T two = T.CreateTruncating(2);
        const int block = 256;
        Span<T> scratch = stackalloc T[block];
        for (int start = 0; start < x.Length; start += block)
        {
            int length = Math.Min(block, x.Length - start);
            Span<T> w = scratch[..length], part = y.Slice(start, length);
            TensorPrimitives.Add(part, two, w);
            TensorPrimitives.Multiply(w, part, w);
            TensorPrimitives.Add(w, two, part);
            TensorPrimitives.Divide(w, part, w);
            TensorPrimitives.Multiply(x.Slice(start, length), w, part);
        }
    }

    protected override Tensor? Slope(Tensor x, Tensor y)
    {
        Tensor t = x.Softplus().Tanh();
        return t + (x * (1 - (t * t)) * x.Sigmoid());
    }
}

/// <summary>The error function, 2/√π ∫₀ˣ exp(−t²) dt.</summary>
internal sealed record Erf : PointwiseOp
{
    internal static readonly Erf Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { Parity = Parity.Odd };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => VectorMap.Run<T, ErrorFunction.ErfFunction<T>>(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => (-(x * x)).Exp() * (2 / double.Sqrt(double.Pi));
}

/// <summary>x limited to [min, max], as an activation: the slope at the limits is 0, unlike that of <see cref="Clamp"/>.</summary>
internal sealed record Hardtanh(double Min, double Max) : PointwiseOp
{
    public override OpFacts Facts => OpFacts.Function(Name, MathNotation.Number(Min), MathNotation.Number(Max));

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateTruncating(Min), y);
        TensorPrimitives.Min(y, T.CreateTruncating(Max), y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Greater(Min).And(x.Less(Max)).To(x.DType);
}

/// <summary>x·(x limited to [−3, 3] + 3)/6. Howard et al. 2019 (arXiv 1905.02244). The slope at the limits is that within.</summary>
internal sealed record Hardswish : PointwiseOp
{
    internal static readonly Hardswish Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name);

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        // Below −3 the factor is 0 and the other one −3, so that −∞ gives 0.
        T three = T.CreateTruncating(3);
        const int block = 256;
        Span<T> scratch = stackalloc T[block];
        for (int start = 0; start < x.Length; start += block)
        {
            int length = Math.Min(block, x.Length - start);
            ReadOnlySpan<T> part = x.Slice(start, length);
            Span<T> factor = scratch[..length], result = y.Slice(start, length);
            TensorPrimitives.Max(part, -three, factor);
            TensorPrimitives.Add(factor, three, result);
            TensorPrimitives.Min(result, three + three, result);
            TensorPrimitives.Divide(result, three + three, result);
            TensorPrimitives.Multiply(result, factor, result);
        }
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => Tensor.Where(
        x.Greater(3), Tensor.Scalar(1, x.DType), ((x.Hardtanh(-3, 3) / 3) + 0.5).MaskedFill(x.Less(-3), 0));
}
