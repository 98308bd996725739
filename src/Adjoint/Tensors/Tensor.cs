using System.Diagnostics;
using System.Text.Json.Serialization;
using Adjoint.Memory;

namespace Adjoint;

/// <summary>
/// An array of numbers with any number of axes, the value that operations take and give. Views share memory with what
/// they are a view of. No tensor needs to be disposed.
/// </summary>
/// <remarks>
/// A tensor without memory is <em>symbolic</em>: operations infer its shape and record the call, and reading its values
/// is an error. A tensor can be used from any thread; one that is changed in place, from one thread at a time.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
[JsonConverter(typeof(TensorJsonConverter))]
public sealed partial class Tensor : IDisposable, IFormattable
{
    private bool holdsNumber; // whether the values are in this object until something shares them
    private ulong number;
    private Storage? storage;
    private int[]? strides; // null: contiguous, row-major
    private int offset;

    private Tensor(Storage? storage, DType dtype, Shape shape, int[]? strides, int offset, bool isView)
        : this(dtype, shape, shape.Numel, isView)
    {
        this.storage = storage;
        this.strides = strides;
        this.offset = offset;
    }

    private Tensor(DType dtype, Shape shape, int count, bool isView)
    {
        DType = dtype;
        Shape = shape;
        Numel = count;
        IsView = isView;
    }

    /// <summary>Type of the elements.</summary>
    public DType DType { get; private set; }

    /// <summary>Sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>Type and shape.</summary>
    internal Spec Spec => new(DType, Shape);

    /// <summary>Number of axes; 0 for a number.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Numel { get; }

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => strides is null;

    /// <summary>What the tensor is called in formulas and listings, if it has a name.</summary>
    public string? Name
    {
        get => FewNotes?.Name;
        set
        {
            if (value is not null || FewNotes is not null) Notes.Name = value;
        }
    }

    /// <summary>Whether the tensor has a shape but no values.</summary>
    public bool IsSymbolic => storage is null && !holdsNumber;

    /// <summary>Whether the tensor shares memory with the one it was taken from.</summary>
    public bool IsView { get; private set; }

    /// <summary>Distance in elements between neighbours along each axis; 0 where an axis is broadcast.</summary>
    public ReadOnlySpan<int> Strides => strides ?? RowMajor(Shape);

    /// <summary>Distance in elements between neighbours along one axis, where not all are asked for.</summary>
    internal int Stride(Index axis)
    {
        int place = axis.GetOffset(Rank);
        if (strides is not null) return strides[place];
        int stride = 1;
        for (int inner = Rank - 1; inner > place; inner--) stride *= Shape[inner];
        return stride;
    }

    /// <summary>How often the memory was changed in place.</summary>
    internal int Version => storage?.Version ?? 0;

    /// <summary>The memory behind the tensor; null if it is symbolic.</summary>
    internal Storage? Storage => storage is null && holdsNumber ? Share() : storage;

    /// <summary>Whether some leaf's gradient lives in the memory, so that no other may.</summary>
    internal bool HoldsGradient
    {
        get => storage?.HoldsGradient ?? isGradient;
        set
        {
            if (storage is null) isGradient = value;
            else storage.HoldsGradient = value;
        }
    }

    /// <summary>
    /// The memory behind the tensor, if it is worth releasing early: that of the storage, or what a symbolic tensor would take.
    /// </summary>
    internal IMemoryBlock? Block => storage is { } memory ? memory.Block : holdsNumber ? null : Creator?.Blocks?[result];

    /// <summary>Index of the first element within the memory.</summary>
    internal int Offset => offset;

    /// <summary>A tensor with a shape and a type but no values, for shape inference and capture.</summary>
    public static Tensor Symbolic(Shape shape, DType dtype = DType.Float32) => new(null, dtype, shape, null, 0, false);

    /// <summary>A symbolic variable with a name, to which gradients flow: a single number, unless a shape is given.</summary>
    /// <example><code>Formula.Text(Tensor.Symbol("x").Log() * 2) // log(x)*2</code></example>
    public static Tensor Symbol(string name, DType dtype = DType.Float64, Shape? shape = null) =>
        new(null, dtype, shape ?? Shape.Scalar, null, 0, false) { Name = name, RequiresGrad = true };

    /// <summary>A contiguous tensor whose elements are whatever the memory held before.</summary>
    internal static Tensor Allocate(Spec spec) => Allocate(spec.DType, spec.Shape);

    /// <summary>A contiguous tensor whose elements are whatever the memory held before.</summary>
    internal static Tensor Allocate(DType dtype, Shape shape, bool isView = false)
    {
        int count = shape.Numel;
        long bytes = (long)count * dtype.Size();
        bool fits = bytes <= sizeof(ulong) && !Storage.IsCapturing;
        var tensor = new Tensor(dtype, shape, count, isView) { holdsNumber = fits };
        if (!fits) tensor.storage = Storage.Allocate(bytes);
        return tensor;
    }

    /// <summary>A contiguous tensor over memory that nothing else uses.</summary>
    internal static Tensor Over(Storage memory, DType dtype, Shape shape) => new(memory, dtype, shape, null, 0, false);

    /// <summary>A tensor that shares this one's memory.</summary>
    /// <param name="shape">Sizes of the view.</param>
    /// <param name="strides">Strides of the view in elements, or null for contiguous.</param>
    /// <param name="shift">Where the view begins, in elements from where this tensor begins.</param>
    internal Tensor View(Shape shape, int[]? strides, int shift = 0)
    {
        var view = new Tensor(Storage, DType, shape, IsRowMajor(shape, strides) ? null : strides, offset + shift, true);
        (view.extra, view.generation) = (Origin, generation);
        if (IsView && FewNotes?.Layout is { IsDetached: true } detached) view.LieIn(this, detached);
        return view;
    }

    /// <summary>Reference to the first element, for who may change the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Reference<T>() where T : unmanaged
    {
        return ref Unsafe.Add(ref Unsafe.As<byte, T>(ref storage is null ? ref OwnByte : ref storage.Reference), offset);
    }

    /// <summary>Reference to the first element, for who only reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref readonly T ReadOnly<T>() where T : unmanaged
    {
        return ref Unsafe.Add(ref Unsafe.As<byte, T>(ref storage is null ? ref OwnByte : ref Unsafe.AsRef(in storage.ReadOnly)), offset);
    }

    /// <summary>The same, or a null reference where there is no tensor: kernels get a null pointer.</summary>
    internal static ref readonly T ReadOnlyOrNull<T>(Tensor? tensor) where T : unmanaged =>
        ref tensor is null ? ref Unsafe.NullRef<T>() : ref tensor.ReadOnly<T>();

    /// <summary>Reference to the first byte of the first element, for what writes elements of any type.</summary>
    internal ref byte FirstByte =>
        ref Unsafe.AddByteOffset(ref storage is null ? ref OwnByte : ref storage.Reference, (nint)offset * DType.Size());

    /// <summary>The same for what only reads.</summary>
    internal ref readonly byte FirstReadOnlyByte => ref Unsafe.AddByteOffset(
        ref storage is null ? ref OwnByte : ref Unsafe.AsRef(in storage.ReadOnly), (nint)offset * DType.Size());

    /// <summary>Whether the memory holds nothing else.</summary>
    internal bool IsWhole => storage is null || storage.Bytes == (long)ByteCount;

    /// <summary>Number of bytes of the elements.</summary>
    internal nuint ByteCount => (nuint)Numel * (nuint)DType.Size();

    /// <summary>The elements of a contiguous tensor. The tensor must outlive the span: keep it alive where nothing else does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>() where T : unmanaged
    {
        System.Diagnostics.Debug.Assert(IsContiguous && Unsafe.SizeOf<T>() == DType.Size());
        return MemoryMarshal.CreateSpan(ref Reference<T>(), Numel);
    }

    /// <summary>Sets every element of a contiguous tensor to 0.</summary>
    internal unsafe void Clear()
    {
        fixed (byte* start = &FirstByte) NativeMemory.Clear(start, ByteCount);
    }

    /// <summary>Copies contiguous elements, of this tensor's type and number, into this contiguous tensor.</summary>
    internal unsafe void CopyRow(ref readonly byte source)
    {
        fixed (byte* from = &source, to = &FirstByte) NativeMemory.Copy(from, to, ByteCount);
    }

    /// <summary>Says that the values were changed in place.</summary>
    internal void Touch() => Storage!.Version++;

    /// <summary>
    /// Gives large memory back at once, instead of when the tensor is collected. Never required. Views of this tensor, and
    /// a backward pass that saved it, can then no longer be read and say so.
    /// </summary>
    public void Dispose() => storage?.Dispose();

    /// <summary>The first byte of the values within this object.</summary>
    private ref byte OwnByte
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!holdsNumber) ThrowSymbolic();
            return ref Unsafe.As<ulong, byte>(ref number);
        }
    }

    /// <summary>Moves the values out of this object, to memory that others can have too. Several threads get the same.</summary>
    private Storage Share() => Interlocked.CompareExchange(ref storage, Storage.Of(number, (long)ByteCount, isGradient), null) ?? storage;

    private static bool IsRowMajor(Shape shape, int[]? strides)
    {
        if (strides is null || shape.Numel == 0) return true;
        int expected = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1) continue;
            if (strides[axis] != expected) return false;
            expected *= shape[axis];
        }

        return true;
    }

    private static int[] RowMajor(Shape shape)
    {
        var strides = new int[shape.Rank];
        int stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void ThrowSymbolic() => throw new GraphException(
        $"A symbolic tensor of shape {Shape} has no values to read; it only carries shapes through a capture. "
        + "Run the function on a real tensor.");
}
