using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>a + b.</summary>
internal sealed record Add : PointwiseBinaryOp
{
    internal static readonly Add Op = new();

    public override OpFacts Facts => new(MathNotation.Infix(Precedence.Sum, " + ", "+"))
    {
        Combination = Combination.Sum(1, 1),
        IsCommutative = true,
    };

    public override Keep Keeps => Keep.Shapes;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    protected override Tensor? Scale(Tensor g, Call call, int input) => g;
}

/// <summary>a − b.</summary>
internal sealed record Subtract : PointwiseBinaryOp
{
    internal static readonly Subtract Op = new();

    public override OpFacts Facts => new(MathNotation.Infix(Precedence.Sum, " - ", "-")) { Combination = Combination.Sum(1, -1) };

    public override Keep Keeps => Keep.Shapes;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    protected override Tensor? Scale(Tensor g, Call call, int input) => input == 0 ? g : -g;
}

/// <summary>a · b.</summary>
internal sealed record Multiply : PointwiseBinaryOp
{
    internal static readonly Multiply Op = new();

    public override OpFacts Facts => new(MathNotation.Infix(Precedence.Product, "*", @"\cdot"))
    {
        Combination = Combination.Product(1, 1),
        IsCommutative = true,
    };

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    protected override Tensor? Slope(Call call, int input) => call[1 - input];

    internal override Keep KeepsFor(uint wanted) => Keep.Others(wanted);
}

/// <summary>a / b, in real numbers.</summary>
internal sealed record Divide : PointwiseBinaryOp
{
    internal static readonly Divide Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(
            Precedence.Product, "#1/#2", Precedence.Product, Precedence.Power), new Template(Precedence.Product, @"\frac{#1}{#2}")))
    {
        Domain = "#2 != 0",
        IsDefinedAt = x => x[1] != 0,
        Combination = Combination.Product(1, -1),
    };

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    protected override Tensor? Scale(Tensor g, Call call, int input) => input == 0 ? g / call[1] : g * (-(call[0] / call[1]) / call[1]);

    internal override Keep KeepsFor(uint wanted) => wanted == 1 ? Keep.Input(1) : Keep.Inputs;
}

/// <summary>−x.</summary>
internal sealed record Negate : PointwiseOp
{
    internal static readonly Negate Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Negation, "-#1", Precedence.Product), new Template(Precedence.Negation, "-#1", Precedence.Product)))
    {
        Combination = Combination.Sum(-1),
    };

    public override Keep Keeps => Keep.Shapes;

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

    protected override Tensor? Scale(Tensor g, Tensor x, Tensor y) => -g;
}
