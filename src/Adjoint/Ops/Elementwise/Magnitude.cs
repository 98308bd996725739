using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>The smaller of a and b; NaN where either is. Where they are equal, each gets half of the gradient.</summary>
internal sealed record Minimum : PointwiseBinaryOp
{
    internal static readonly Minimum Op = new();

    public override OpFacts Facts => new(MathNotation.Named("min", @"\min")) { IsCommutative = true };

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    protected override Tensor? Slope(Call call, int input) => Engine.Apply(Heaviside.Op, call[1 - input], call[input]);
}

/// <summary>The larger of a and b; NaN where either is. Where they are equal, each gets half of the gradient.</summary>
internal sealed record Maximum : PointwiseBinaryOp
{
    internal static readonly Maximum Op = new();

    public override OpFacts Facts => new(MathNotation.Named("max", @"\max")) { IsCommutative = true };

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    protected override Tensor? Slope(Call call, int input) => Engine.Apply(Heaviside.Op, call[input], call[1 - input]);
}

/// <summary>The step function of a − b, the slope of the larger: 0 where a is below b, ½ where equal, 1 elsewhere and at NaN.</summary>
internal sealed record Heaviside : PointwiseBinaryOp
{
    internal static readonly Heaviside Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Product, "(sign(#1 - #2) + 1)*0.5", Precedence.Sum, Precedence.Product),
        new Template(
            Precedence.Product, @"\left(\operatorname{sign}\left(#1 - #2\right) + 1\right) \cdot 0.5", Precedence.Sum, Precedence.Product)))
    {
        Formula = x => ((x[0] - x[1]).Sign() + 1) * 0.5,
    };

    public override Keep Keeps => Keep.Shapes;

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        T half = T.One / (T.One + T.One);
        int i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (Vector<T> first, Vector<T> second) = (new Vector<T>(a[i..]), new Vector<T>(b[i..]));
            Vector<T> above = Vector.ConditionalSelect(Vector.Equals(first, second), new Vector<T>(half), Vector<T>.One);
            Vector.ConditionalSelect(Vector.LessThan(first, second), Vector<T>.Zero, above).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++) y[i] = a[i] < b[i] ? T.Zero : a[i] == b[i] ? half : T.One;
    }
}

/// <summary>x limited to [min, max], infinite for no limit; the slope is 1 inside and at the limits, 0 outside.</summary>
internal sealed record Clamp(double Min, double Max) : PointwiseOp
{
    public override OpFacts Facts => OpFacts.Function(Name, MathNotation.Number(Min), MathNotation.Number(Max));

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateSaturating(Min), y);
        TensorPrimitives.Min(y, T.CreateSaturating(Max), y);
    }

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateSaturating(Min), y);
        TensorPrimitives.Min(y, T.CreateSaturating(Max), y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => x.GreaterEqual(Min).And(x.LessEqual(Max)).To(x.DType);
}

/// <summary>|x|; the slope at 0 is 0. At NaN it is NaN, where PyTorch has 0.</summary>
internal sealed record Abs : PointwiseOp
{
    internal static readonly Abs Op = new();

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, "abs(#1)"), new Template(Precedence.Atom, @"\left|#1\right|")))
    {
        Spellings = ["abs"],
        Parity = Parity.Even,
        IsNonNegative = true,
    };

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Abs(x, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        // TensorPrimitives.Abs throws at the least integer, which has no opposite; here, as in PyTorch, it stays: the
        // larger of x and −x. Numbers without a sign are their own absolute value.
        if (T.IsNegative(T.Zero - T.One))
        {
            TensorPrimitives.Negate(x, y);
            TensorPrimitives.Max(x, y, y);
        }
        else
        {
            x.CopyTo(y);
        }
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => x.Sign();
}

/// <summary>−1, 0 or 1 by the sign of x; NaN stays, where PyTorch makes it 0.</summary>
internal sealed record Sign : PointwiseOp
{
    internal static readonly Sign Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { Parity = Parity.Odd };

    public override Keep Keeps => Keep.Shapes;

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => Kernels.Selection.Sign(x, y);

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = T.CreateTruncating(T.Sign(x[i]));
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => null;
}
