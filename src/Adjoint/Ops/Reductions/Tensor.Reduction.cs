using Adjoint.Ops;

namespace Adjoint;

/// <remarks>Reductions take axes from the start or the end; none named means all. A number has an axis 0 to reduce over.</remarks>
public sealed partial class Tensor
{
    /// <summary>The sum of all elements, or over axes; of integers and truth values in int64.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The sums, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Sum(params ReadOnlySpan<int> axes) => Sum(axes, false);

    /// <summary>The sum over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="dtype">The type in which is summed; by default this tensor's, of integers and truth values int64.</param>
    /// <returns>The sums.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Sum(ReadOnlySpan<int> axes = default, bool keepDims = false, DType? dtype = null) =>
        Reduce(axes, keepDims, "Sum", Summand(dtype), a => new Sum(a));

    /// <inheritdoc cref="Sum(ReadOnlySpan{int}, bool, Adjoint.DType?)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="dtype">The type in which is summed.</param>
    public Tensor Sum(int axis, bool keepDims = false, DType? dtype = null) => Sum([axis], keepDims, dtype);

    /// <summary>The mean of all elements, or over axes; of nothing, NaN. Of integers in float32.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The means, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Mean(params ReadOnlySpan<int> axes) => Mean(axes, false);

    /// <summary>The mean over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="dtype">The type in which is computed; by default this tensor's, of integers float32.</param>
    /// <returns>The means.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes = default, bool keepDims = false, DType? dtype = null)
    {
        Tensor x = (dtype is { } other ? To(other) : this).Real();
        if (x.DType.IsHalf()) return x.Widened().Mean(axes, keepDims).To(x.DType);
        return x.Sum(axes, keepDims) / Axes.Resolve(axes, Shape, "Mean").CountIn(Shape);
    }

    /// <inheritdoc cref="Mean(ReadOnlySpan{int}, bool, Adjoint.DType?)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="dtype">The type in which is computed.</param>
    public Tensor Mean(int axis, bool keepDims = false, DType? dtype = null) => Mean([axis], keepDims, dtype);

    /// <summary>
    /// The product of all elements, or over axes; of integers in int64. Its gradient is the product of the others, also next to
    /// zeros, NaN and infinities, where PyTorch's, a quotient, may be NaN.
    /// </summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The products, without those axes.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Prod(params ReadOnlySpan<int> axes) => Prod(axes, false);

    /// <summary>The product over axes.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="dtype">The type in which is multiplied; by default this tensor's, of integers and truth values int64.</param>
    /// <returns>The products.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Prod(ReadOnlySpan<int> axes = default, bool keepDims = false, DType? dtype = null) =>
        Reduce(axes, keepDims, "Prod", Summand(dtype), a => new Product(a));

    /// <inheritdoc cref="Prod(ReadOnlySpan{int}, bool, Adjoint.DType?)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="dtype">The type in which is multiplied.</param>
    public Tensor Prod(int axis, bool keepDims = false, DType? dtype = null) => Prod([axis], keepDims, dtype);

    /// <summary>The position of the first largest element, of all in row-major order or along an axis; NaN wins.</summary>
    /// <param name="axis">The axis; none for all elements.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>Positions; int64.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public Tensor ArgMax(int? axis = null, bool keepDims = false) => Arg(axis, keepDims, true);

    /// <summary>The position of the first smallest element, of all in row-major order or along an axis; NaN wins.</summary>
    /// <param name="axis">The axis; none for all elements.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <returns>Positions; int64.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
    public Tensor ArgMin(int? axis = null, bool keepDims = false) => Arg(axis, keepDims, false);

    /// <summary>log Σ eˣ of all elements, or over axes, without overflow.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <returns>The logarithms, without those axes; −∞ of nothing.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSumExp(params ReadOnlySpan<int> axes) => LogSumExp(axes, false);

    /// <summary>log Σ eˣ over axes, without overflow.</summary>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <returns>The logarithms; −∞ of nothing.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims) => Reduce(axes, keepDims, "LogSumExp", Real(), a => new LogSumExp(a));

    /// <inheritdoc cref="LogSumExp(ReadOnlySpan{int}, bool)"/>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    public Tensor LogSumExp(int axis, bool keepDims = false) => LogSumExp([axis], keepDims);

    /// <summary>Running sums along an axis; of integers and truth values in int64.</summary>
    /// <param name="axis">The axis; a number has an axis 0 here.</param>
    /// <param name="dtype">The type in which is summed; by default this tensor's, of integers and truth values int64.</param>
    /// <returns>The sums, of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor CumSum(int axis, DType? dtype = null)
    {
        Tensor x = Summand(dtype).WithAxis;
        return Engine.Apply(new CumSum(x.Shape.Axis(axis, "CumSum"), false), x).ReshapeTo(Shape);
    }

    /// <summary>
    /// The p-norm of all elements, or over axes: (Σ |x|ᵖ)^(1/p); p may be 0 (how many are not 0), ∞ or −∞. Its slope at
    /// the origin is 0, and with p below 1 also in an element that is 0. A NaN makes value and gradient NaN (PyTorch's gradient
    /// is 0 there for p = 1 and ±∞).
    /// </summary>
    /// <param name="p">Which norm.</param>
    /// <param name="axes">The axes; none for all.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="dtype">The type in which is computed; by default this tensor's, of integers float32.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ShapeException">There is no such axis, or, for p = ±∞, nothing along it.</exception>
    public Tensor Norm(double p = 2, ReadOnlySpan<int> axes = default, bool keepDims = false, DType? dtype = null)
    {
        Tensor x = (dtype is { } other ? To(other) : this).Real();
        if (x.DType.IsHalf()) return x.Widened().Norm(p, axes, keepDims).To(x.DType);
        if (double.IsPositiveInfinity(p)) return x.Abs().Amax(axes, keepDims);
        if (double.IsNegativeInfinity(p)) return x.Abs().Amin(axes, keepDims);
        // The sign has slope 0, so that a count is differentiable too.
        if (p == 0) return x.Sign().Abs().MaskedFill(x.IsNaN(), 1).Sum(axes, keepDims);
        if (p == 1) return x.Abs().Sum(axes, keepDims);
        return Root(p == 2 ? x.Square().Sum(axes, keepDims) : Powers(x.Abs(), p).Sum(axes, keepDims), p);
    }

    /// <summary>The p-th root, with slope 0 at 0 instead of ∞: there the root of 1 is taken, and then left out.</summary>
    private static Tensor Root(Tensor x, double p)
    {
        if (p == 1) return x.MaskedFill(x.Equal(0), 0);
        Tensor zero = x.Equal(0);
        Tensor safe = x.MaskedFill(zero, 1);
        return (p == 2 ? safe.Sqrt() : safe.Pow(1 / p)).MaskedFill(zero, p < 0 ? double.PositiveInfinity : 0);
    }

    /// <summary>The p-th power; where its slopes at 0 are infinite they are 0.</summary>
    private static Tensor Powers(Tensor x, double p)
    {
        if (p >= 2) return x.Pow(p);
        Tensor zero = x.Equal(0);
        return x.MaskedFill(zero, 1).Pow(p).MaskedFill(zero, p < 0 ? double.PositiveInfinity : 0);
    }

    /// <inheritdoc cref="Norm(double, ReadOnlySpan{int}, bool, Adjoint.DType?)"/>
    /// <param name="p">Which norm.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <param name="dtype">The type in which is computed.</param>
    public Tensor Norm(double p, int axis, bool keepDims = false, DType? dtype = null) => Norm(p, [axis], keepDims, dtype);

    /// <summary>This in the type in which it is summed or multiplied: the given one, its own, or int64 for integers.</summary>
    private Tensor Summand(DType? dtype) => dtype is { } given ? To(given) : DType.IsFloatingPoint() ? this : To(DType.Int64);

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

        Tensor x = WithAxis;
        int resolved = x.Shape.Axis(named, operation);
        Tensor y = Engine.Apply(new ArgExtreme(resolved, largest), x);
        return keepDims && Rank > 0 ? y.Unsqueeze(resolved) : y;
    }
}
