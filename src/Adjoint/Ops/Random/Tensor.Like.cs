namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Real numbers evenly distributed over [0, 1).</summary>
    /// <param name="size">The shape.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to, not including, 1.</returns>
    [OverloadResolutionPriority(1)]
    public static Tensor Rand(Shape size, Generator? generator = null, DType dtype = DType.Float32) =>
        Uniform(size, 0, 1, generator, dtype);

    /// <summary>Real numbers of the standard normal distribution.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers with the mean 0 and the deviation 1.</returns>
    [OverloadResolutionPriority(1)]
    public static Tensor Randn(Shape size, Generator? generator = null, DType dtype = DType.Float32) =>
        Normal(size, 0, 1, generator, dtype);

    /// <summary>Integers from low up to, not including, high, all with the same chance.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">One more than the largest.</param>
    /// <param name="size">The shape.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">The type, which must hold the integers.</param>
    /// <returns>Integers.</returns>
    /// <exception cref="AdjointException">High is not above low.</exception>
    public static Tensor RandInt(long low, long high, Shape size, Generator? generator = null, DType dtype = DType.Int64)
    {
        if (high <= low) throw new AdjointException($"RandInt: there are no integers from {low} up to, not including, {high}.");
        return Integers(low, (ulong)high - (ulong)low, size, generator).To(dtype);
    }

    /// <summary>Integers from 0 up to, not including, high, all with the same chance.</summary>
    /// <param name="high">One more than the largest.</param>
    /// <param name="size">The shape.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">The type, which must hold the integers.</param>
    /// <returns>Integers.</returns>
    /// <exception cref="AdjointException">High is not above 0.</exception>
    public static Tensor RandInt(long high, Shape size, Generator? generator = null, DType dtype = DType.Int64) =>
        RandInt(0, high, size, generator, dtype);

    /// <summary>Zeros of the shape of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>Zeros.</returns>
    public static Tensor ZerosLike(Tensor input, DType? dtype = null) => Zeros(Operand(input).Shape, dtype ?? input.DType);

    /// <summary>Ones of the shape of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>Ones.</returns>
    public static Tensor OnesLike(Tensor input, DType? dtype = null) => Ones(Operand(input).Shape, dtype ?? input.DType);

    /// <summary>One value at all places of the shape of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="fillValue">The value.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>A tensor of the value.</returns>
    public static Tensor FullLike(Tensor input, double fillValue, DType? dtype = null) =>
        Full(Operand(input).Shape, fillValue, dtype ?? input.DType);

    /// <summary>A tensor of the shape of another, whose elements are whatever the memory held before.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor EmptyLike(Tensor input, DType? dtype = null) => Empty(Operand(input).Shape, dtype ?? input.DType);

    /// <summary>Real numbers evenly distributed over [0, 1), of the shape of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>Numbers from 0 up to, not including, 1.</returns>
    public static Tensor RandLike(Tensor input, Generator? generator = null, DType? dtype = null) =>
        Rand(Operand(input).Shape, generator, dtype ?? input.DType);

    /// <summary>Real numbers of the standard normal distribution, of the shape of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>Numbers with the mean 0 and the deviation 1.</returns>
    public static Tensor RandnLike(Tensor input, Generator? generator = null, DType? dtype = null) =>
        Randn(Operand(input).Shape, generator, dtype ?? input.DType);

    /// <summary>Integers from low up to, not including, high, of the shape of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="low">The least.</param>
    /// <param name="high">One more than the largest.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">The type; null for the tensor's.</param>
    /// <returns>Integers.</returns>
    /// <exception cref="AdjointException">High is not above low.</exception>
    public static Tensor RandIntLike(Tensor input, long low, long high, Generator? generator = null, DType? dtype = null) =>
        RandInt(low, high, Operand(input).Shape, generator, dtype ?? input.DType);
}
