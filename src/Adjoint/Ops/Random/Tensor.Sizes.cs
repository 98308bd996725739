namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="sizes">The sizes of the axes.</param>
    /// <returns>Zeros. float32.</returns>
    public static Tensor Zeros(params ReadOnlySpan<int> sizes) => Zeros(Shape.Create(sizes));

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="type">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int size, DType type) => Zeros([size], type);

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="type">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int first, int second, DType type) => Zeros([first, second], type);

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="type">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int first, int second, int third, DType type) => Zeros([first, second, third], type);

    /// <summary>A tensor of zeros, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="type">The type.</param>
    /// <returns>Zeros.</returns>
    public static Tensor Zeros(int first, int second, int third, int fourth, DType type) => Zeros([first, second, third, fourth], type);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="sizes">The sizes of the axes.</param>
    /// <returns>Ones. float32.</returns>
    public static Tensor Ones(params ReadOnlySpan<int> sizes) => Ones(Shape.Create(sizes));

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="type">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int size, DType type) => Ones([size], type);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="type">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int first, int second, DType type) => Ones([first, second], type);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="type">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int first, int second, int third, DType type) => Ones([first, second, third], type);

    /// <summary>A tensor of ones, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="type">The type.</param>
    /// <returns>Ones.</returns>
    public static Tensor Ones(int first, int second, int third, int fourth, DType type) => Ones([first, second, third, fourth], type);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="sizes">The sizes of the axes.</param>
    /// <returns>Any numbers. float32.</returns>
    public static Tensor Empty(params ReadOnlySpan<int> sizes) => Empty(Shape.Create(sizes));

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="type">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int size, DType type) => Empty([size], type);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="type">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int first, int second, DType type) => Empty([first, second], type);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="type">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int first, int second, int third, DType type) => Empty([first, second, third], type);

    /// <summary>A tensor whose elements are whatever the memory held before, its sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="type">The type.</param>
    /// <returns>Any numbers.</returns>
    public static Tensor Empty(int first, int second, int third, int fourth, DType type) => Empty([first, second, third, fourth], type);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="sizes">The sizes of the axes.</param>
    /// <returns>Numbers from 0 up to 1. float32.</returns>
    public static Tensor Rand(params ReadOnlySpan<int> sizes) => Rand(Shape.Create(sizes));

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int size, Generator? random = null, DType type = DType.Float32) => Rand([size], random, type);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int first, int second, Generator? random = null, DType type = DType.Float32) =>
        Rand([first, second], random, type);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int first, int second, int third, Generator? random = null, DType type = DType.Float32) =>
        Rand([first, second, third], random, type);

    /// <summary>Real numbers evenly distributed over [0, 1), the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Numbers from 0 up to 1.</returns>
    public static Tensor Rand(int first, int second, int third, int fourth, Generator? random = null, DType type = DType.Float32) =>
        Rand([first, second, third, fourth], random, type);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="sizes">The sizes of the axes.</param>
    /// <returns>Real numbers. float32.</returns>
    public static Tensor Randn(params ReadOnlySpan<int> sizes) => Randn(Shape.Create(sizes));

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="size">The size of the only axis.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int size, Generator? random = null, DType type = DType.Float32) => Randn([size], random, type);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int first, int second, Generator? random = null, DType type = DType.Float32) =>
        Randn([first, second], random, type);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int first, int second, int third, Generator? random = null, DType type = DType.Float32) =>
        Randn([first, second, third], random, type);

    /// <summary>Real numbers of the standard normal distribution, the sizes one by one.</summary>
    /// <param name="first">The size of axis 0.</param>
    /// <param name="second">The size of axis 1.</param>
    /// <param name="third">The size of axis 2.</param>
    /// <param name="fourth">The size of axis 3.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">A type of real numbers.</param>
    /// <returns>Real numbers.</returns>
    public static Tensor Randn(int first, int second, int third, int fourth, Generator? random = null, DType type = DType.Float32) =>
        Randn([first, second, third, fourth], random, type);
}
