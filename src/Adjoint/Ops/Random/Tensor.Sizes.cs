namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="size">The sizes of the axes.</param>
    /// <returns>Zeros. float32.</returns>
    public static Tensor Zeros(params ReadOnlySpan<int> size) => Zeros(Shape.Create(size));

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int size, DType dtype) => Zeros([size], dtype);

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int first, int second, DType dtype) => Zeros([first, second], dtype);

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int first, int second, int third, DType dtype) => Zeros([first, second, third], dtype);

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int first, int second, int third, int fourth, DType dtype) => Zeros([first, second, third, fourth], dtype);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="size">The sizes of the axes.</param>
    /// <returns>Ones. float32.</returns>
    public static Tensor Ones(params ReadOnlySpan<int> size) => Ones(Shape.Create(size));

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int size, DType dtype) => Ones([size], dtype);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int first, int second, DType dtype) => Ones([first, second], dtype);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int first, int second, int third, DType dtype) => Ones([first, second, third], dtype);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int first, int second, int third, int fourth, DType dtype) => Ones([first, second, third, fourth], dtype);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="size">The sizes of the axes.</param>
    /// <returns>Any numbers. float32.</returns>
    public static Tensor Empty(params ReadOnlySpan<int> size) => Empty(Shape.Create(size));

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int size, DType dtype) => Empty([size], dtype);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int first, int second, DType dtype) => Empty([first, second], dtype);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int first, int second, int third, DType dtype) => Empty([first, second, third], dtype);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int first, int second, int third, int fourth, DType dtype) => Empty([first, second, third, fourth], dtype);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="size">The sizes of the axes.</param>
    /// <returns>Numbers from 0 up to 1. float32.</returns>
    public static Tensor Rand(params ReadOnlySpan<int> size) => Rand(Shape.Create(size));

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int size, Generator? generator = null, DType dtype = DType.Float32) => Rand([size], generator, dtype);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int first, int second, Generator? generator = null, DType dtype = DType.Float32) =>
        Rand([first, second], generator, dtype);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int first, int second, int third, Generator? generator = null, DType dtype = DType.Float32) =>
        Rand([first, second, third], generator, dtype);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int first, int second, int third, int fourth, Generator? generator = null, DType dtype = DType.Float32) =>
        Rand([first, second, third, fourth], generator, dtype);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="size">The sizes of the axes.</param>
    /// <returns>Real numbers. float32.</returns>
    public static Tensor Randn(params ReadOnlySpan<int> size) => Randn(Shape.Create(size));

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int size, Generator? generator = null, DType dtype = DType.Float32) => Randn([size], generator, dtype);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int first, int second, Generator? generator = null, DType dtype = DType.Float32) =>
        Randn([first, second], generator, dtype);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int first, int second, int third, Generator? generator = null, DType dtype = DType.Float32) =>
        Randn([first, second, third], generator, dtype);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int first, int second, int third, int fourth, Generator? generator = null, DType dtype = DType.Float32) =>
        Randn([first, second, third, fourth], generator, dtype);
}
