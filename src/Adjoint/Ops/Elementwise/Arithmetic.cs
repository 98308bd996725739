using System.Numerics.Tensors;
using Adjoint.Core;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>a + b.</summary>
public sealed record Add : PointwiseBinaryOp
{
    internal static readonly Add Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Infix(Precedence.Sum, " + ", "+");

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) => Tensor.Scalar(1, call.Spec.DType);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => g;
}

/// <summary>a − b.</summary>
public sealed record Subtract : PointwiseBinaryOp
{
    internal static readonly Subtract Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Infix(Precedence.Sum, " - ", "-");

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Subtract(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) =>
        Tensor.Scalar(input == 0 ? 1 : -1, call.Spec.DType);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => input == 0 ? g : -g;
}

/// <summary>a · b.</summary>
public sealed record Multiply : PointwiseBinaryOp
{
    internal static readonly Multiply Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Infix(Precedence.Product, "*", @"\cdot");

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Multiply(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) => call[1 - input];
}

/// <summary>a / b, in real numbers.</summary>
public sealed record Divide : PointwiseBinaryOp
{
    internal static readonly Divide Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => new(
        new Template(Precedence.Product, "#1/#2", Precedence.Product, Precedence.Power), new Template(Precedence.Product, @"\frac{#1}{#2}"))
    {
        Domain = "#2 != 0",
    };

    /// <inheritdoc/>
    protected override bool TakesIntegers => false;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) =>
        input == 0 ? call[1].Reciprocal() : -(call[0] / call[1]) / call[1];

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => input == 0 ? g / call[1] : base.Vjp(call, input, g);
}

/// <summary>−x.</summary>
public sealed record Negate : PointwiseOp
{
    internal static readonly Negate Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => new(
        new Template(Precedence.Negation, "-#1", Precedence.Product), new Template(Precedence.Negation, "-#1", Precedence.Product));

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    protected override bool TakesIntegers => true;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => Tensor.Scalar(-1, x.DType);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => -g;
}
