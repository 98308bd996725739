using Adjoint.Memory;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>A number: a tensor without axes.</summary>
    public static Tensor Scalar(double value, DType dtype = DType.Float32)
    {
        Tensor tensor = Allocate(dtype, Shape.Scalar);
        tensor.Store(value);
        return tensor;
    }

    /// <summary>A tensor with a copy of the values, in row-major order; without a shape, one axis.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape? shape = null) where T : unmanaged
    {
        Shape sizes = shape ?? [values.Length];
        CheckCount(values.Length, sizes);
        Tensor tensor = Allocate(DTypes.Of<T>(), sizes);
        values.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>A tensor over the array itself: no copy, and changes on either side are seen on the other.</summary>
    /// <exception cref="ShapeException">The shape does not hold as many values.</exception>
    public static Tensor Wrap<T>(T[] values, Shape? shape = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Shape sizes = shape ?? [values.Length];
        CheckCount(values.Length, sizes);
        return new Tensor(Storage.Wrap(values), DTypes.Of<T>(), sizes, null, 0, false);
    }

    /// <summary>A vector with a copy of the values: <c>Tensor.Of(1f, 2f, 3f)</c>.</summary>
    public static Tensor Of<T>(params ReadOnlySpan<T> values) where T : unmanaged => From(values);

    /// <summary>A tensor of the shape and values of an array of any rank: <c>new float[,] { { 1, 2 }, { 3, 4 } }</c>.</summary>
    /// <exception cref="DTypeException">The array's elements are no element type.</exception>
    public static Tensor From(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.GetType().GetElementType()!.IsArray ? FromJagged(values) : FromRanked(values);
    }

    /// <summary>A tensor with a copy of a <see cref="System.Numerics.Tensors.Tensor{T}"/>'s values.</summary>
    public static Tensor From<T>(System.Numerics.Tensors.Tensor<T> values) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var sizes = new int[values.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = values.Lengths[axis] <= int.MaxValue
                ? (int)values.Lengths[axis]
                : throw new ShapeException($"From: axis {axis} has {values.Lengths[axis]} places, more than 2^31 - 1.");
        Tensor tensor = Allocate(DTypes.Of<T>(), Shape.Create(sizes));
        values.FlattenTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>A tensor of zeros.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Zeros.</returns>
    [OverloadResolutionPriority(1)]
    public static Tensor Zeros(Shape size, DType dtype = DType.Float32)
    {
        if (MakesSymbolic) return Symbolic(size, dtype);
        Tensor tensor = Allocate(dtype, size);
        tensor.Clear();
        return tensor;
    }

    /// <summary>A tensor of ones.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Ones.</returns>
    [OverloadResolutionPriority(1)]
    public static Tensor Ones(Shape size, DType dtype = DType.Float32) => Full(size, 1, dtype);

    /// <summary>A tensor whose elements are whatever the memory held before, for who fills them all.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>Any numbers.</returns>
    [OverloadResolutionPriority(1)]
    public static Tensor Empty(Shape size, DType dtype = DType.Float32) => MakesSymbolic ? Symbolic(size, dtype) : Allocate(dtype, size);

    /// <summary>A vector with every element the same.</summary>
    /// <param name="size">How many elements.</param>
    /// <param name="fillValue">The element.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>The vector.</returns>
    public static Tensor Full(int size, double fillValue, DType dtype = DType.Float32) => Full(Shape.Create([size]), fillValue, dtype);

    /// <summary>A tensor with every element the same.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="fillValue">The element; integers take it without its fraction.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>A tensor of the shape.</returns>
    public static Tensor Full(Shape size, double fillValue, DType dtype = DType.Float32)
    {
        if (MakesSymbolic) return Symbolic(size, dtype);
        Tensor tensor = Allocate(dtype, size);
        tensor.Store(fillValue);
        return tensor;
    }

    /// <summary>The identity matrix of n rows, or n × m with ones on the diagonal.</summary>
    public static Tensor Eye(int n, int? m = null, DType dtype = DType.Float32)
    {
        Tensor matrix = Zeros([n, m ?? n], dtype);
        int diagonal = Math.Min(n, m ?? n);
        if (diagonal > 0) matrix.View([diagonal], [(m ?? n) + 1]).Store(1);
        return matrix;
    }

    /// <summary>start, start + step, … up to but without end, of whole numbers.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">What is not reached.</param>
    /// <param name="step">The distance, not 0; below 0 to count down.</param>
    /// <param name="dtype">The type; int64 by default, as the numbers of axes and classes are.</param>
    /// <returns>A vector.</returns>
    /// <exception cref="ShapeException">The step is zero or leads away from the end.</exception>
    public static Tensor Arange(long start, long end, long step = 1, DType dtype = DType.Int64)
    {
        // In 128 bits, since the distance may be larger than an int64.
        Int128 distance = (Int128)end - start;
        Int128 length = step == 0 ? -1 : (distance / step) + (distance % step == 0 ? 0 : 1);
        if (step == 0 || length > int.MaxValue || (distance < 0 && step > 0) || (distance > 0 && step < 0))
            throw new ShapeException($"Arange: a step of {step} does not lead from {start} to {end}.");
        if (dtype != DType.Int64) return Fill((int)length, dtype, i => start + ((double)i * step));
        Tensor range = Allocate(dtype, [(int)length]);
        Span<long> values = range.Span<long>();
        for (int i = 0; i < values.Length; i++) values[i] = start + (i * step);
        return range;
    }

    /// <summary>start, start + step, … up to but without end, of real numbers; float32 by default.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">What is not reached.</param>
    /// <param name="step">The distance, not 0; below 0 to count down.</param>
    /// <param name="dtype">The type; in one of integers fractions are cut off.</param>
    /// <returns>A vector.</returns>
    /// <exception cref="ShapeException">The step is zero or leads away from the end.</exception>
    public static Tensor Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
    {
        double length = Math.Ceiling((end - start) / step);
        if (!(length >= 0 && double.IsFinite(length)))
            throw new ShapeException($"Arange: a step of {step} does not lead from {start} to {end}.");
        if (length > int.MaxValue)
            throw new ShapeException($"Arange: {length} numbers from {start} to {end} are more than the 2^31 - 1 that one tensor holds.");
        return Fill((int)length, dtype, i => start + (i * step));
    }

    /// <summary>0, 1, … up to but without end.</summary>
    /// <param name="end">What is not reached.</param>
    /// <param name="dtype">The type; int64 by default.</param>
    /// <returns>A vector.</returns>
    /// <exception cref="ShapeException">The end is below 0.</exception>
    public static Tensor Arange(long end, DType dtype = DType.Int64) => Arange(0, end, 1, dtype);

    /// <summary>0, 1, … up to but without end, of real numbers; float32 by default.</summary>
    /// <param name="end">What is not reached.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>A vector.</returns>
    /// <exception cref="ShapeException">The end is below 0, or no number.</exception>
    public static Tensor Arange(double end, DType dtype = DType.Float32) => Arange(0.0, end, 1, dtype);

    /// <summary><paramref name="steps"/> numbers from start to end, both included, evenly spaced.</summary>
    public static Tensor Linspace(double start, double end, int steps, DType dtype = DType.Float32)
    {
        if (steps < 0) throw new ShapeException($"Linspace: a count of {steps} is negative.");
        double step = steps > 1 ? (end - start) / (steps - 1) : 0;
        // From both ends, so that the end itself is exact.
        return Fill(steps, dtype, i => i < steps / 2 ? start + (i * step) : steps > 1 ? end - ((steps - 1 - i) * step) : start);
    }

    /// <summary>Powers of a base: <paramref name="steps"/> of them, whose exponents run evenly from start to end, both included.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="end">The last exponent.</param>
    /// <param name="steps">How many.</param>
    /// <param name="base">The base.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>A vector.</returns>
    /// <exception cref="ShapeException">The count is negative.</exception>
    public static Tensor Logspace(double start, double end, int steps, double @base = 10, DType dtype = DType.Float32)
    {
        if (steps < 0) throw new ShapeException($"Logspace: a count of {steps} is negative.");
        double step = steps > 1 ? (end - start) / (steps - 1) : 0;
        return Fill(steps, dtype, i => Math.Pow(@base, i < steps / 2 || steps <= 1 ? start + (i * step) : end - ((steps - 1 - i) * step)));
    }

    /// <summary>Writes one value to every element; a fraction is cut towards zero in an integer tensor.</summary>
    /// <exception cref="DTypeException">The type does not hold the value.</exception>
    internal void Store(double value)
    {
        switch (DType)
        {
            case DType.Float32: StoreAll((float)value); break;
            case DType.Float64: StoreAll(value); break;
            case DType.Int64: StoreAll(Whole<long>(value)); break;
            case DType.Int32: StoreAll(Whole<int>(value)); break;
            case DType.UInt8: StoreAll(Whole<byte>(value)); break;
            case DType.Bool: StoreAll(value != 0 ? (byte)1 : (byte)0); break;
            case DType.Float16: StoreAll((Half)value); break;
            case DType.BFloat16: StoreAll((BFloat16)value); break;
            default: throw new DTypeException($"A number cannot be stored in a tensor of {DType.Name()}.");
        }
    }

    private static T Whole<T>(double value) where T : unmanaged, INumber<T>
    {
        T whole = T.CreateSaturating(value);
        return double.CreateTruncating(whole) == Math.Truncate(value)
            ? whole
            : throw new DTypeException($"{value} does not fit into {DTypes.Of<T>().Name()}; cast the tensor to a wider type first.");
    }

    private void StoreAll<T>(T value) where T : unmanaged
    {
        if (IsContiguous)
        {
            Span<T>().Fill(value);
            return;
        }

        ref T first = ref Reference<T>();
        foreach (int index in new StridedIndices(Shape, Strides)) System.Runtime.CompilerServices.Unsafe.Add(ref first, index) = value;
    }

    private static Tensor Fill(int count, DType dtype, Func<int, double> value)
    {
        Tensor tensor = Allocate(dtype, [count]);
        switch (dtype)
        {
            case DType.Float32: FillAll<float>(); break;
            case DType.Float64: FillAll<double>(); break;
            case DType.Int64: FillAll<long>(); break;
            case DType.Int32: FillAll<int>(); break;
            case DType.UInt8 or DType.Bool: FillAll<byte>(); break;
            case DType.Float16 or DType.BFloat16: return Fill(count, DType.Float64, value).To(dtype);
            default: throw new DTypeException($"A range cannot be of type {dtype.Name()}.");
        }

        return tensor;

        void FillAll<T>() where T : unmanaged, INumber<T>
        {
            Span<T> values = tensor.Span<T>();
            for (int i = 0; i < count; i++)
                values[i] = dtype == DType.Bool ? (value(i) != 0 ? T.One : T.Zero) : T.CreateTruncating(value(i));
        }
    }

    private static void CheckCount(int count, Shape shape)
    {
        if (shape.Numel != count)
            throw new ShapeException($"{count} values do not fill the shape {shape}, which has {shape.Numel} elements.");
    }

    private static Tensor FromRanked(Array values)
    {
        var sizes = new int[values.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = values.GetLength(axis);
        DType type = ElementType(values.GetType().GetElementType()!);
        Tensor tensor = Allocate(type, Shape.Create(sizes));
        tensor.CopyRow(ref MemoryMarshal.GetArrayDataReference(values));
        return tensor;
    }

    private static Tensor FromJagged(Array rows)
    {
        if (rows.Length == 0) return Zeros([0], ElementType(Innermost(rows.GetType())));
        Tensor? all = null;
        int index = 0;
        foreach (object? row in rows)
        {
            Tensor one = From(row as Array ?? throw new ShapeException("A nested array has a null row."));
            all ??= Allocate(one.DType, [rows.Length, .. one.Shape.Span]);
            if (one.Shape != Shape.Create(all.Shape.Span[1..]))
                throw new ShapeException(
                    $"A nested array is ragged: row {index} has shape {one.Shape}, the first has {Shape.Format(all.Shape.Span[1..])}.");
            all.View(one.Shape, null, index++ * one.Numel).CopyRow(in one.FirstReadOnlyByte);
            GC.KeepAlive(one);
        }

        return all!;
    }

    private static Type Innermost(Type array) => array.GetElementType() is { } element ? Innermost(element) : array;

    private static DType ElementType(Type type) =>
        type == typeof(float) ? DType.Float32
        : type == typeof(double) ? DType.Float64
        : type == typeof(long) ? DType.Int64
        : type == typeof(int) ? DType.Int32
        : type == typeof(byte) ? DType.UInt8
        : type == typeof(bool) ? DType.Bool
        : type == typeof(Half) ? DType.Float16
        : type == typeof(BFloat16) ? DType.BFloat16
        : throw new DTypeException($"{type.Name} is not an element type; use float, double, Half, BFloat16, long, int, byte or bool.");
}
