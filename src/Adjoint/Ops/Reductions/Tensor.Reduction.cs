using Adjoint.Ops;

namespace Adjoint;

/// <remarks>Reductions take axes from the start or the end; none named means all.</remarks>
public sealed partial class Tensor
{
    /// <summary>The sum of all elements, or over axes; of integers and truth values in int64.</summary>
    public Tensor Sum(params ReadOnlySpan<int> axes) => Sum(axes, false);

    /// <summary>The sum over axes.</summary>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims) =>
        Reduce(axes, keepDims, "Sum", DType.IsFloatingPoint() ? this : To(DType.Int64), a => new Sum(a));

    /// <summary>The mean of all elements, or over axes; of nothing, NaN.</summary>
    public Tensor Mean(params ReadOnlySpan<int> axes) => Mean(axes, false);

    /// <summary>The mean over axes.</summary>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims)
    {
        if (DType.IsHalf()) return Widened().Mean(axes, keepDims).To(DType);
        return Real().Sum(axes, keepDims) / Axes.Resolve(axes, Shape, "Mean").CountIn(Shape);
    }

    /// <summary>
    /// The product of all elements, or over axes; of integers in int64. Its gradient is the product of the others, also next to
    /// zeros, NaN and infinities, where PyTorch's, a quotient, may be NaN.
    /// </summary>
    public Tensor Prod(params ReadOnlySpan<int> axes) => Prod(axes, false);

    /// <summary>The product over axes.</summary>
    public Tensor Prod(ReadOnlySpan<int> axes, bool keepDims) =>
        Reduce(axes, keepDims, "Prod", DType.IsFloatingPoint() ? this : To(DType.Int64), a => new Product(a));

    /// <summary>The variance: squared distances from the mean, summed and divided by the count less the correction.</summary>
    public Tensor Var(params ReadOnlySpan<int> axes) => Var(axes, false);

    /// <summary>
    /// The variance over axes, divided by the count less <paramref name="correction"/> (1: Bessel's). Where that leaves
    /// nothing, value and gradient are NaN (PyTorch's gradient is infinite).
    /// </summary>
    public Tensor Var(ReadOnlySpan<int> axes, bool keepDims, int correction = 1)
    {
        if (DType.IsHalf()) return Widened().Var(axes, keepDims, correction).To(DType);
        int count = Axes.Resolve(axes, Shape, "Var").CountIn(Shape);
        return (Real() - Mean(axes, true)).Square().Sum(axes, keepDims) / Math.Max(0, count - correction);
    }

    /// <summary>The standard deviation: the root of the variance.</summary>
    public Tensor Std(params ReadOnlySpan<int> axes) => Std(axes, false);

    /// <summary>The standard deviation over axes. Its slope where all are equal is 0.</summary>
    public Tensor Std(ReadOnlySpan<int> axes, bool keepDims, int correction = 1) =>
        Rounded(Root(Widened().Var(axes, keepDims, correction), 2));

    /// <summary>The largest element, or over axes; NaN where there is one.</summary>
    public Tensor Max(params ReadOnlySpan<int> axes) => Max(axes, false);

    /// <summary>The largest over axes. Equals share the gradient.</summary>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDims) => Reduce(axes, keepDims, "Max", this, a => new Extreme(a, true));

    /// <summary>The smallest element, or over axes; NaN where there is one.</summary>
    public Tensor Min(params ReadOnlySpan<int> axes) => Min(axes, false);

    /// <summary>The smallest over axes. Equals share the gradient.</summary>
    public Tensor Min(ReadOnlySpan<int> axes, bool keepDims) => Reduce(axes, keepDims, "Min", this, a => new Extreme(a, false));

    /// <summary>The position of the first largest element, of all in row-major order or along an axis; int64.</summary>
    public Tensor ArgMax(int? axis = null, bool keepDims = false) => Arg(axis, keepDims, true);

    /// <summary>The position of the first smallest element, of all in row-major order or along an axis; int64.</summary>
    public Tensor ArgMin(int? axis = null, bool keepDims = false) => Arg(axis, keepDims, false);

    /// <summary>log Σ eˣ of all elements, or over axes, without overflow.</summary>
    public Tensor LogSumExp(params ReadOnlySpan<int> axes) => LogSumExp(axes, false);

    /// <summary>log Σ eˣ over axes, without overflow.</summary>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims) => Reduce(axes, keepDims, "LogSumExp", Real(), a => new LogSumExp(a));

    /// <summary>Running sums along an axis; of integers in int64.</summary>
    public Tensor CumSum(int axis) =>
        Engine.Apply(new CumSum(Shape.Axis(axis, "CumSum"), false), DType.IsFloatingPoint() ? this : To(DType.Int64));

    /// <summary>
    /// The p-norm of all elements, or over axes: (Σ |x|ᵖ)^(1/p); p may be 0 (how many are not 0), ∞ or −∞. Its slope at
    /// the origin is 0. A NaN makes value and gradient NaN (PyTorch's gradient is 0 there for p = 1 and ±∞).
    /// </summary>
    public Tensor Norm(double p = 2, ReadOnlySpan<int> axes = default, bool keepDims = false)
    {
        if (DType.IsHalf()) return Widened().Norm(p, axes, keepDims).To(DType);
        Tensor x = Real();
        if (double.IsPositiveInfinity(p)) return x.Abs().Max(axes, keepDims);
        if (double.IsNegativeInfinity(p)) return x.Abs().Min(axes, keepDims);
        if (p == 0) return x.NotEqual(0).To(x.DType).Sum(axes, keepDims);
        if (p == 1) return x.Abs().Sum(axes, keepDims);
        return Root(p == 2 ? x.Square().Sum(axes, keepDims) : x.Abs().Pow(p).Sum(axes, keepDims), p);
    }

    /// <summary>The p-th root, with slope 0 at 0 instead of ∞: there the root of 1 is taken, and then left out.</summary>
    private static Tensor Root(Tensor x, double p)
    {
        Tensor zero = x.Equal(0);
        Tensor safe = x.MaskedFill(zero, 1);
        return (p == 2 ? safe.Sqrt() : safe.Pow(1 / p)).MaskedFill(zero, 0);
    }

    private Tensor Reduce(ReadOnlySpan<int> axes, bool keepDims, string operation, Tensor x, Func<Axes, Core.Op> op)
    {
        Axes resolved = Axes.Resolve(axes, Shape, operation);
        Tensor y = Engine.Apply(op(resolved), x);
        return keepDims ? y : y.ReshapeTo(Shape.Without(resolved)).AsOrigin();
    }

    private Tensor Arg(int? axis, bool keepDims, bool largest)
    {
        string operation = largest ? "ArgMax" : "ArgMin";
        if (axis is not { } named)
        {
            Tensor flat = Engine.Apply(new ArgExtreme(0, largest), ReshapeTo([Numel]));
            return keepDims ? flat.ReshapeTo(Shape.Repeat(1, Rank)) : flat;
        }

        int resolved = Shape.Axis(named, operation);
        Tensor y = Engine.Apply(new ArgExtreme(resolved, largest), this);
        return keepDims ? y.Unsqueeze(resolved) : y;
    }
}
