using Adjoint.Kernels;

namespace Adjoint;

/// <remarks>Each random tensor takes the next stream of a generator, by default of <see cref="Generator.Shared"/>.</remarks>
public sealed partial class Tensor
{
    /// <summary>Real numbers evenly distributed over [low, high).</summary>
    /// <exception cref="AdjointException">The limits are not finite, or low is above high.</exception>
    public static Tensor Uniform(
        Shape shape, double low = 0, double high = 1, Generator? random = null, DType type = DType.Float32) =>
        Uniform(shape, low, high, random, type, null);

    /// <summary>The same in the memory of a tensor of the shape and type, if one is given, so that no more is taken.</summary>
    internal static Tensor Uniform(Shape shape, double low, double high, Generator? random, DType type, Tensor? into)
    {
        if (!(low <= high && double.IsFinite(high - low)))
            throw new AdjointException($"Uniform: there are no numbers from {low} to {high} to draw.");
        return Draw(shape, type, random, "Uniform", new UniformDraw(low, high), into);
    }

    /// <summary>Normally distributed real numbers, by the method of Box and Muller (1958).</summary>
    /// <exception cref="AdjointException">The deviation is negative.</exception>
    public static Tensor Normal(
        Shape shape, double mean = 0, double deviation = 1, Generator? random = null, DType type = DType.Float32) =>
        Normal(shape, mean, deviation, random, type, null);

    /// <summary>The same in the memory of a tensor of the shape and type, if one is given, so that no more is taken.</summary>
    internal static Tensor Normal(Shape shape, double mean, double deviation, Generator? random, DType type, Tensor? into)
    {
        if (!(deviation >= 0)) throw new AdjointException($"Normal: a deviation of {deviation} is not at least 0.");
        return Draw(shape, type, random, "Normal", new NormalDraw(mean, deviation), into);
    }

    /// <summary>1 with the given probability, else 0.</summary>
    /// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
    public static Tensor Bernoulli(
        Shape shape, double probability, Generator? random = null, DType type = DType.Float32)
    {
        if (!(probability is >= 0 and <= 1))
            throw new AdjointException($"Bernoulli: a probability of {probability} is not within 0 to 1.");
        return Draw(shape, type, random, "Bernoulli", new BernoulliDraw(probability));
    }

    /// <summary>0 to count − 1 in random order; int64. By the shuffle of Fisher and Yates.</summary>
    public static Tensor Permutation(int count, Generator? random = null)
    {
        if (count < 0) throw new ShapeException($"Permutation: a count of {count} is negative.");
        return DrawScope.Drawn([count], shape => Permutations(shape, random ?? Generator.Shared));
    }

    /// <summary>One permutation for each innermost row.</summary>
    private static Tensor Permutations(Shape shape, Generator random)
    {
        Tensor orders = Arange(shape[^1]).Expand(shape).Clone();
        for (int row = 0; row < orders.Count; row += shape[^1]) Shuffle(orders.Span<long>().Slice(row, shape[^1]), random);
        return orders;
    }

    private static void Shuffle(Span<long> values, Generator random)
    {
        ulong stream = random.NextStream();
        for (int i = values.Length - 1; i > 0; i--)
        {
            (uint high, uint low, _, _) = Philox.Block(random.Seed, stream, (ulong)i);
            // The high half of the product is even over 0 to i, but for one part in 2^64 / i.
            int other = (int)Math.BigMul(((ulong)high << 32) | low, (ulong)i + 1, out _);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    private static Tensor Draw<TDraw>(Shape shape, DType type, Generator? random, string operation, TDraw draw, Tensor? into = null)
        where TDraw : struct, IDraw
    {
        if (SymbolicMode.IsOn) return Symbolic(shape, type);
        return DrawScope.Drawn(shape, drawn => DrawAll(drawn, type, random ?? Generator.Shared, operation, draw, drawn == shape ? into : null));
    }

    private static Tensor DrawAll<TDraw>(Shape shape, DType type, Generator random, string operation, TDraw draw, Tensor? into)
        where TDraw : struct, IDraw
    {
        Tensor tensor = into ?? Allocate(type, shape);
        switch (type)
        {
            case DType.Float32: Fill<float, TDraw>(tensor, random, draw); break;
            case DType.Float64: Fill<double, TDraw>(tensor, random, draw); break;
            default:
                throw new DTypeException($"{operation}: draws float32 or float64, not {type.Name()}; cast with To(DType.{type}).");
        }

        into?.Touch();
        return tensor;
    }

    private static unsafe void Fill<T, TDraw>(Tensor tensor, Generator random, TDraw draw)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        where TDraw : struct, IDraw
    {
        fixed (T* target = &tensor.Reference<T>())
            RandomFill.Run(target, tensor.Count, random.Seed, random.NextStream(), draw);
    }
}
