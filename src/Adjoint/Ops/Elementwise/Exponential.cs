using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>eˣ.</summary>
public sealed record Exp : PointwiseOp
{
    internal static readonly Exp Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => new(
        new Template(Precedence.Atom, "exp(#1)"), new Template(Precedence.Power, "e^{#1}"));

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => Kernels.Exponential.Exp(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => y;
}

/// <summary>eˣ − 1, exact for small x.</summary>
public sealed record Expm1 : PointwiseOp
{
    internal static readonly Expm1 Op = new();

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => NearZero.Expm1(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => y + 1;
}

/// <summary>The natural logarithm of x; NaN below 0.</summary>
public sealed record Log : PointwiseOp
{
    internal static readonly Log Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name) with { Domain = "#1 > 0" };

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => Kernels.Exponential.Log(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => x.Reciprocal();

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => g / call[0];
}

/// <summary>The natural logarithm of 1 + x, exact for small x.</summary>
public sealed record Log1p : PointwiseOp
{
    internal static readonly Log1p Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name) with { Domain = "#1 > -1" };

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => NearZero.Log1p(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => (x + 1).Reciprocal();
}

/// <summary>The logarithm of x to base 2.</summary>
public sealed record Log2 : PointwiseOp
{
    internal static readonly Log2 Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name) with { Domain = "#1 > 0" };

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => Kernels.Exponential.Log2(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => (x * Math.Log(2)).Reciprocal();
}

/// <summary>The logarithm of x to base 10.</summary>
public sealed record Log10 : PointwiseOp
{
    internal static readonly Log10 Op = new();

    /// <inheritdoc/>
    public override MathNotation Notation => MathNotation.Function(Name) with { Domain = "#1 > 0" };

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => Kernels.Exponential.Log10(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => (x * Math.Log(10)).Reciprocal();
}
