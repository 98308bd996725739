using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>The angle of the point (b, a) from the axis of b, in radians from −π to π.</summary>
internal sealed record Atan2 : PointwiseBinaryOp
{
    internal static readonly Atan2 Op = new();

    public override OpFacts Facts => OpFacts.Function(Name);

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Atan2(a, b, y);

    protected override Tensor? Slope(Call call, int input)
    {
        (Tensor a, Tensor b) = (call[0], call[1]);
        return (input == 0 ? b : -a) * ((a * a) + (b * b)).Reciprocal();
    }
}

/// <summary>√(a² + b²), without overflow.</summary>
internal sealed record Hypot : PointwiseBinaryOp
{
    internal static readonly Hypot Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, "hypot(#1, #2)"),
        new Template(Precedence.Atom, @"\sqrt{#1^{2} + #2^{2}}", Precedence.Atom, Precedence.Atom)))
    {
        IsCommutative = true,
        IsNonNegative = true,
    };

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Hypot(a, b, y);

    protected override Tensor? Slope(Call call, int input) => call[input] / call.Output;
}

/// <summary>The size of a with the sign of b.</summary>
internal sealed record CopySign : PointwiseBinaryOp
{
    internal static readonly CopySign Op = new();

    public override OpFacts Facts => OpFacts.Function(Name);

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.CopySign(a, b, y);

    protected override Tensor? Slope(Call call, int input) => input == 0 ? call.Output.Sign() * call[0].Sign() : null;
}

/// <summary>The number of the type next to a on the way to b; it moves with a.</summary>
internal sealed record NextAfter : PointwiseBinaryOp
{
    internal static readonly NextAfter Op = new();

    public override OpFacts Facts => OpFacts.Function(Name);

    public override Keep Keeps => Keep.Shapes;

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = a[i] == b[i] ? b[i] : a[i] < b[i] ? T.BitIncrement(a[i]) : a[i] > b[i] ? T.BitDecrement(a[i]) : a[i] + b[i];
    }

    protected override Tensor? Scale(Tensor g, Call call, int input) => input == 0 ? g : null;
}
