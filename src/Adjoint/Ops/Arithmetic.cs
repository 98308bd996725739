using System.Numerics.Tensors;
using Adjoint.Core;

namespace Adjoint.Ops;

/// <summary>a + b.</summary>
public sealed record Add : PointwiseBinary
{
    internal static readonly Add Op = new();

    /// <inheritdoc/>
    public override Notation Notation => Notation.Infix(Binding.Sum, " + ", "+");

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
public sealed record Subtract : PointwiseBinary
{
    internal static readonly Subtract Op = new();

    /// <inheritdoc/>
    public override Notation Notation => Notation.Infix(Binding.Sum, " - ", "-");

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
public sealed record Multiply : PointwiseBinary
{
    internal static readonly Multiply Op = new();

    /// <inheritdoc/>
    public override Notation Notation => Notation.Infix(Binding.Product, "*", @"\cdot");

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Multiply(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) => call[1 - input];
}

/// <summary>a / b, in real numbers.</summary>
public sealed record Divide : PointwiseBinary
{
    internal static readonly Divide Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Product, "#1/#2", Binding.Product, Binding.Power), new Layout(Binding.Product, @"\frac{#1}{#2}"))
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

/// <summary>The smaller of a and b; NaN where either is. Where they are equal, each gets half of the gradient.</summary>
public sealed record Minimum : PointwiseBinary
{
    internal static readonly Minimum Op = new();

    /// <inheritdoc/>
    public override Notation Notation => Notation.Function("min");

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) => Maximum.Share(call, 1 - input, input);
}

/// <summary>The larger of a and b; NaN where either is. Where they are equal, each gets half of the gradient.</summary>
public sealed record Maximum : PointwiseBinary
{
    internal static readonly Maximum Op = new();

    /// <inheritdoc/>
    public override Notation Notation => Notation.Function("max");

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input) => Share(call, input, 1 - input);

    /// <summary>0 where a is below b, ½ where they are equal, 1 elsewhere: also where the result is NaN.</summary>
    internal static Tensor Share(Call call, int first, int second)
    {
        (Tensor a, Tensor b, DType type) = (call[first], call[second], call.Spec.DType);
        // A formula says the same of all finite numbers with a sign, which can be read and simplified.
        return a.IsSymbolic || b.IsSymbolic
            ? ((a - b).Sign() + 1) * 0.5
            : 1 - ((a.Less(b).To(type) + a.LessEqual(b).To(type)) * 0.5);
    }
}

/// <summary>a to the power b. The slope at 0 and for negative bases is that of the real power, as in PyTorch.</summary>
public sealed record Pow : PointwiseBinary
{
    internal static readonly Pow Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Power, "#1^#2", Binding.Atom, Binding.Power), new Layout(Binding.Power, "#1^{#2}", Binding.Atom))
    {
        Domain = "#1 > 0, or #1 = 0 and #2 >= 0, or #1 < 0 and a whole number #2",
    };

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    /// <inheritdoc/>
    protected override bool TakesIntegers => false;

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    protected override Tensor? Slope(Call call, int input)
    {
        Tensor a = call[0];
        Tensor b = call[1];
        Tensor zero = Tensor.Scalar(0, call.Spec.DType);
        // x⁰ is 1 also at 0, and 0ᵇ is 0 for all b > 0: both are constant there, where the formulas give NaN.
        if (input == 0) return Where.ZeroAt(b.Equal(zero), b * a.Pow(b - 1));
        Tensor slope = call.Output * a.Log();
        bool isNeverZero = call.Output.IsSymbolic && !a.IsSymbolic && a.NotEqual(zero).All();
        return isNeverZero ? slope : Where.ZeroAt(a.Equal(zero).And(b.GreaterEqual(zero)), slope);
    }
}

/// <summary>−x.</summary>
public sealed record Negate : Pointwise
{
    internal static readonly Negate Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Negation, "-#1", Binding.Product), new Layout(Binding.Negation, "-#1", Binding.Product));

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

/// <summary>|x|; the slope at 0 is 0. At NaN it is NaN, where PyTorch has 0.</summary>
public sealed record Abs : Pointwise
{
    internal static readonly Abs Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Atom, "abs(#1)"), new Layout(Binding.Atom, @"\left|#1\right|"));

    /// <inheritdoc/>
    protected override bool TakesIntegers => true;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Abs(x, y);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => x.Sign();
}

/// <summary>−1, 0 or 1 by the sign of x; NaN stays, where PyTorch makes it 0.</summary>
public sealed record Sign : Pointwise
{
    internal static readonly Sign Op = new();

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    protected override bool TakesIntegers => true;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => Kernels.Selection.Sign(x, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = T.CreateTruncating(T.Sign(x[i]));
    }

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => null;
}

/// <summary>x².</summary>
public sealed record Square : Pointwise
{
    internal static readonly Square Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Power, "#1^2", Binding.Atom), new Layout(Binding.Power, "#1^{2}", Binding.Atom));

    /// <inheritdoc/>
    protected override bool TakesIntegers => true;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Multiply(x, x, y);

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Multiply(x, x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => 2 * x;
}

/// <summary>√x.</summary>
public sealed record Sqrt : Pointwise
{
    internal static readonly Sqrt Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Atom, "sqrt(#1)"), new Layout(Binding.Atom, @"\sqrt{#1}"))
    {
        Domain = "#1 >= 0",
    };

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => 0.5 / y;
}

/// <summary>1/√x.</summary>
public sealed record Rsqrt : Pointwise
{
    internal static readonly Rsqrt Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Product, "1/sqrt(#1)"), new Layout(Binding.Product, @"\frac{1}{\sqrt{#1}}"))
    {
        Domain = "#1 > 0",
    };

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.ReciprocalSqrt(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => -0.5 * y * y * y;
}

/// <summary>1/x.</summary>
public sealed record Reciprocal : Pointwise
{
    internal static readonly Reciprocal Op = new();

    /// <inheritdoc/>
    public override Notation Notation => new(
        new Layout(Binding.Product, "1/#1", Binding.Power), new Layout(Binding.Product, @"\frac{1}{#1}"))
    {
        Domain = "#1 != 0",
    };

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Output;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Reciprocal(x, y);

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => -(y * y);
}

/// <summary>x limited to [min, max]; the slope is 1 inside and at the limits, 0 outside.</summary>
/// <param name="Min">Lower limit; −∞ for none.</param>
/// <param name="Max">Upper limit; ∞ for none.</param>
public sealed record Clamp(double Min, double Max) : Pointwise
{
    /// <inheritdoc/>
    public override Notation Notation => Notation.Function(Name, Notation.Number(Min), Notation.Number(Max));

    /// <inheritdoc/>
    protected override bool TakesIntegers => true;

    /// <inheritdoc/>
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateSaturating(Min), y);
        TensorPrimitives.Min(y, T.CreateSaturating(Max), y);
    }

    /// <inheritdoc/>
    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateSaturating(Min), y);
        TensorPrimitives.Min(y, T.CreateSaturating(Max), y);
    }

    /// <inheritdoc/>
    protected override Tensor? Slope(Tensor x, Tensor y) => x.GreaterEqual(Min).And(x.LessEqual(Max)).To(x.DType);
}
