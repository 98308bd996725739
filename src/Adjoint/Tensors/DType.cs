namespace Adjoint;

/// <summary>The type of a tensor's elements, in ascending order of promotion within each category.</summary>
public enum DType : byte
{
    /// <summary>true or false, one byte.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer; the type of indices, counts and class labels.</summary>
    Int64,

    /// <summary>IEEE 754 half precision, 16 bits. A type of storage: operations compute in float32 and round.</summary>
    Float16,

    /// <summary>The upper half of a float32, 16 bits: its range with 8 significant bits. A type of storage, as float16.</summary>
    BFloat16,

    /// <summary>IEEE 754 single precision; the default.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,
}

/// <summary>Facts about element types, and the rule of promotion.</summary>
public static class DTypes
{
    // In the order of the types.
    private static readonly string[] Names = ["bool", "uint8", "int32", "int64", "float16", "bfloat16", "float32", "float64"];

    private static ReadOnlySpan<byte> Sizes => [1, 1, 4, 8, 2, 2, 4, 8];

    /// <summary>Size of one element in bytes.</summary>
    public static int Size(this DType dtype) => Sizes[(int)dtype];

    /// <summary>Whether the type holds real numbers, and so can carry a gradient.</summary>
    public static bool IsFloatingPoint(this DType dtype) => dtype >= DType.Float16;

    /// <summary>Whether the type holds real numbers in 16 bits.</summary>
    /// <param name="dtype">The type.</param>
    /// <returns>Whether it is float16 or bfloat16.</returns>
    public static bool IsHalf(this DType dtype) => dtype is DType.Float16 or DType.BFloat16;

    /// <summary>The name that messages and listings use: <c>float32</c>, <c>int64</c>, …</summary>
    public static string Name(this DType dtype) =>
        (int)dtype < Names.Length ? Names[(int)dtype] : throw new ArgumentOutOfRangeException(nameof(dtype));

    /// <summary>
    /// The type in which two element types meet: the higher of bool &lt; uint8 &lt; int32 &lt; int64 &lt; float16, bfloat16 &lt;
    /// float32 &lt; float64. The two types of 16 bits meet in float32.
    /// </summary>
    /// <remarks>As in PyTorch, the order is one chain but for those two: an integer meets a float32 in float32.</remarks>
    public static DType Promote(DType a, DType b) => a != b && a.IsHalf() && b.IsHalf() ? DType.Float32 : a > b ? a : b;

    /// <summary>
    /// The type in which two tensors meet. As in PyTorch, a tensor without axes (a number) does not widen a tensor with
    /// axes within the same category (bool, integer, floating point).
    /// </summary>
    public static DType Promote(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.DType == b.DType) return a.DType;
        if (a.Rank == 0 && b.Rank > 0) return PromoteNumber(a.DType, b.DType);
        if (b.Rank == 0 && a.Rank > 0) return PromoteNumber(b.DType, a.DType);
        return Promote(a.DType, b.DType);
    }

    /// <summary>The element type that stores a CLR type.</summary>
    /// <exception cref="DTypeException">The CLR type is none of float, double, Half, BFloat16, long, int, byte and bool.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(bool) ? DType.Bool
        : typeof(T) == typeof(Half) ? DType.Float16
        : typeof(T) == typeof(BFloat16) ? DType.BFloat16
        : throw new DTypeException($"{typeof(T).Name} is not an element type; use float, double, Half, BFloat16, long, int, byte or bool.");

    private static DType PromoteNumber(DType number, DType tensor) => Category(number) > Category(tensor) ? number : tensor;

    private static int Category(DType dtype) => dtype switch
    {
        DType.Bool => 0,
        DType.UInt8 or DType.Int32 or DType.Int64 => 1,
        DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64 => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype)),
    };
}
