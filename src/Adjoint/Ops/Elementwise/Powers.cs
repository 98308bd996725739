using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>a to the power b. The slope at 0 and for negative bases is that of the real power, as in PyTorch.</summary>
internal sealed record Pow : PointwiseBinaryOp
{
    internal static readonly Pow Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(
            Precedence.Power, "#1^#2", Precedence.Atom, Precedence.Power), new Template(Precedence.Power, "#1^{#2}", Precedence.Atom)))
    {
        Domain = "#1 > 0, or #1 = 0 and #2 >= 0, or #1 < 0 and a whole number #2",
        IsDefinedAt = x => x[0] > 0 || (x[0] < 0 && x[1] == Math.Floor(x[1])),
    };

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    internal override Keep KeepsFor(uint wanted) => wanted == 1 ? Keep.Inputs : Keeps;

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        // The exponent is most often one number, and the powers that matter have faster forms of the same accuracy.
        if (b.Length > 0 && !b.ContainsAnyExcept(b[0]))
        {
            if (b[0] == T.One + T.One)
            {
                TensorPrimitives.Multiply(a, a, y);
                return;
            }

            if (b[0] == T.One)
            {
                a.CopyTo(y);
                return;
            }

            if (b[0] == T.Zero)
            {
                y.Fill(T.One);
                return;
            }
        }

        TensorPrimitives.Pow(a, b, y);
    }

    protected override Tensor? Slope(Call call, int input)
    {
        Tensor a = call[0];
        Tensor b = call[1];
        Tensor zero = Tensor.Scalar(0, call.Spec.DType);
        // x⁰ is 1 also at 0, and 0ᵇ is 0 for all b > 0: both are constant there, where the formulas give NaN.
        if (input == 0) return Where.ZeroAt(b.Equal(zero), b * a.Pow(b - 1));
        return Where.ZeroAt(a.Equal(zero).And(b.GreaterEqual(zero)), call.Output * a.Log());
    }
}

/// <summary>x².</summary>
internal sealed record Square : PointwiseOp
{
    internal static readonly Square Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Power, "#1^2", Precedence.Atom), new Template(Precedence.Power, "#1^{2}", Precedence.Atom)))
    {
        Spellings = ["square"],
        Combination = Combination.Product(2),
    };

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Multiply(x, x, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Multiply(x, x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => 2 * x;
}

/// <summary>√x.</summary>
internal sealed record Sqrt : PointwiseOp
{
    internal static readonly Sqrt Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, "sqrt(#1)"), new Template(Precedence.Atom, @"\sqrt{#1}")))
    {
        Domain = "#1 >= 0",
        Spellings = ["sqrt"],
        Combination = Combination.Product(0.5),
        IsNonNegative = true,
    };

    public override Keep Keeps => Keep.Output;

    internal override unsafe delegate*<double, double> NumberFunction() => &Math.Sqrt;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => 0.5 / y;
}

/// <summary>1/√x.</summary>
internal sealed record Rsqrt : PointwiseOp
{
    internal static readonly Rsqrt Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Product, "1/sqrt(#1)"), new Template(Precedence.Product, @"\frac{1}{\sqrt{#1}}")))
    {
        Domain = "#1 > 0",
        Spellings = ["rsqrt"],
        Combination = Combination.Product(-0.5),
    };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.ReciprocalSqrt(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => -0.5 * y * y * y;
}

/// <summary>1/x.</summary>
internal sealed record Reciprocal : PointwiseOp
{
    internal static readonly Reciprocal Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Product, "1/#1", Precedence.Power), new Template(Precedence.Product, @"\frac{1}{#1}")))
    {
        Domain = "#1 != 0",
        IsDefinedAt = x => x[0] != 0,
        Spellings = ["reciprocal"],
        Combination = Combination.Product(-1),
    };

    public override Keep Keeps => Keep.Output;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Reciprocal(x, y);

    protected override Tensor? Slope(Tensor x, Tensor y) => -(y * y);
}
