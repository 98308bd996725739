using Adjoint.Ops;

namespace Adjoint;

/// <remarks>Each random tensor takes the next stream of a generator, by default of <see cref="Generator.Shared"/>.</remarks>
public sealed partial class Tensor
{
    /// <summary>Real numbers evenly distributed over [low, high).</summary>
    /// <exception cref="AdjointException">The limits are not finite, or low is above high.</exception>
    public static Tensor Uniform(
        Shape size, double low = 0, double high = 1, Generator? generator = null, DType dtype = DType.Float32) =>
        Uniform(size, low, high, generator, dtype, null);

    /// <summary>The same in the memory of a tensor of the shape and type, if one is given, so that no more is taken.</summary>
    internal static Tensor Uniform(Shape size, double low, double high, Generator? generator, DType dtype, Tensor? into)
    {
        if (!(low <= high && double.IsFinite(high - low)))
            throw new AdjointException($"Uniform: there are no numbers from {low} to {high} to draw.");
        return Draw(size, dtype, generator, "Uniform", new UniformDraw(low, high), into);
    }

    /// <summary>Normally distributed real numbers, by the method of Box and Muller (1958).</summary>
    /// <exception cref="AdjointException">The deviation is negative.</exception>
    public static Tensor Normal(
        Shape size, double mean = 0, double std = 1, Generator? generator = null, DType dtype = DType.Float32) =>
        Normal(size, mean, std, generator, dtype, null);

    /// <summary>The same in the memory of a tensor of the shape and type, if one is given, so that no more is taken.</summary>
    internal static Tensor Normal(Shape size, double mean, double std, Generator? generator, DType dtype, Tensor? into)
    {
        if (!(std >= 0)) throw new AdjointException($"Normal: a deviation of {std} is not at least 0.");
        return Draw(size, dtype, generator, "Normal", new NormalDraw(mean, std), into);
    }

    /// <summary>1 with the given probability, else 0.</summary>
    /// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
    public static Tensor Bernoulli(Shape size, double p, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (!(p is >= 0 and <= 1))
            throw new AdjointException($"Bernoulli: a probability of {p} is not within 0 to 1.");
        return Draw(size, dtype, generator, "Bernoulli", new BernoulliDraw(p));
    }

    /// <summary>0 to count − 1 in random order; int64. By the shuffle of Fisher and Yates.</summary>
    public static Tensor RandPerm(int count, Generator? generator = null)
    {
        if (count < 0) throw new ShapeException($"RandPerm: a count of {count} is negative.");
        return DrawScope.Drawn([count], shape => Permutations(shape, generator ?? Generator.Shared));
    }

    /// <summary>One permutation for each innermost row.</summary>
    private static Tensor Permutations(Shape shape, Generator generator)
    {
        var op = new RandomPermutation(shape[^1]);
        if (shape.Rank == 1) return Engine.Apply(op, generator.NextState());
        var orders = new Tensor[Shape.Product(shape.Span[..^1])];
        for (int row = 0; row < orders.Length; row++) orders[row] = Engine.Apply(op, generator.NextState());
        return orders.Length == 0 ? Zeros(shape, DType.Int64) : Stack(orders).ReshapeTo(shape);
    }

    private static Tensor Draw<TDraw>(Shape shape, DType dtype, Generator? generator, string operation, TDraw draw, Tensor? into = null)
        where TDraw : struct, IDraw
    {
        if (SymbolicMode.IsOn) return Symbolic(shape, dtype);
        if (!dtype.IsFloatingPoint())
            throw new DTypeException($"{operation}: draws real numbers, not {dtype.Name()}; cast with To(DType.{dtype}).");

        // Half precision draws what float32 does, rounded.
        if (dtype.IsHalf()) return Draw(shape, DType.Float32, generator, operation, draw).To(dtype);
        return DrawScope.Drawn(
            shape, drawn => DrawAll(drawn, dtype, generator ?? Generator.Shared, operation, draw, drawn == shape ? into : null));
    }

    private static Tensor DrawAll<TDraw>(Shape shape, DType dtype, Generator generator, string operation, TDraw draw, Tensor? into)
        where TDraw : struct, IDraw
    {
        var op = new Draw<TDraw>(operation, draw, shape, dtype);
        Tensor state = generator.NextState();
        if (into is null || state.IsSymbolic) return Engine.Apply(op, state);
        op.Bind([state.Spec]).Run([state], [into]);
        into.Touch();
        return into;
    }

    /// <summary>
    /// In training, each element 0 with probability p, the others multiplied by 1/(1 − p) so that the mean stays; otherwise
    /// this tensor itself. Srivastava et al. 2014, Journal of Machine Learning Research 15.
    /// </summary>
    /// <exception cref="ShapeException">The probability is not within 0 to 1.</exception>
    public Tensor Dropout(double p = 0.5, bool training = true, Generator? generator = null)
    {
        if (!(p is >= 0 and <= 1)) throw new ShapeException($"Dropout: a probability of {p} is not within 0 to 1.");
        if (!training || p == 0) return this;
        if (DType.IsHalf()) return Widened().Dropout(p, training, generator).To(DType);
        double factor = p == 1 ? 1 : 1 / (1 - p);
        if (DType == DType.Float32)
            return this * Draw(Shape, DType.Float32, generator, "Dropout", new Kernels.BernoulliDraw(1 - p, factor));

        // Drawn in one type, so that the same elements fall in every precision.
        return this * (Bernoulli(Shape, 1 - p, generator).To(Real().DType) * factor);
    }
}
