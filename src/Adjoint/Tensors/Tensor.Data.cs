namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The value of a tensor of one element.</summary>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    public double Item()
    {
        if (Numel != 1) throw new ShapeException($"Item: a tensor of shape {Shape} has {Numel} elements, not one; index it first.");
        double value = ReadAt(0);
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>The value of a tensor of one element, in a type of one's choice.</summary>
    /// <typeparam name="T">float, double, long, int, byte, bool, Half or BFloat16; the value is converted as <see cref="To{T}"/>
    /// does.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="ShapeException">The tensor has not exactly one element.</exception>
    /// <exception cref="DTypeException">There is no such type of element.</exception>
    public T Item<T>() where T : unmanaged
    {
        if (Numel != 1) throw new ShapeException($"Item: a tensor of shape {Shape} has {Numel} elements, not one; index it first.");
        return To<T>().ToArray<T>()[0];
    }

    /// <summary>The size of an axis.</summary>
    /// <param name="axis">The axis; −1 is the last.</param>
    /// <returns>How many places it has.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int Size(int axis) => Shape[Shape.Axis(axis, "Size")];

    /// <summary>
    /// Computes the values now, if they wait for somebody to read them: what a program that measures time wants to say, and no
    /// other needs to.
    /// </summary>
    /// <returns>This tensor.</returns>
    public Tensor Evaluate()
    {
        if (storage is not null) _ = ref storage.ReadOnly;
        return this;
    }

    /// <summary>The values in row-major order, in a new array.</summary>
    /// <exception cref="DTypeException">T is not the type of the elements; cast with <see cref="To(DType)"/> first.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        CheckType<T>("ToArray");
        if (Numel > Array.MaxLength)
            throw new AllocationException($"ToArray: no array holds the {Numel} elements of {Shape}; take a part, or use AsSpan.");
        var values = new T[Numel];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the values in row-major order.</summary>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    /// <exception cref="ShapeException">The destination is shorter than the tensor.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        CheckType<T>("CopyTo");
        if (destination.Length < Numel)
            throw new ShapeException($"CopyTo: {destination.Length} places do not hold the {Numel} elements of {Shape}.");
        if (IsContiguous)
        {
            MemoryMarshal.CreateReadOnlySpan(in ReadOnly<T>(), Numel).CopyTo(destination);
        }
        else
        {
            ref T first = ref System.Runtime.CompilerServices.Unsafe.AsRef(in ReadOnly<T>());
            int i = 0;
            foreach (int index in new StridedIndices(Shape, Strides))
                destination[i++] = System.Runtime.CompilerServices.Unsafe.Add(ref first, index);
        }

        GC.KeepAlive(this);
    }

    /// <summary>
    /// The memory itself, writable and without a copy. Changes through it are not seen by a backward pass that saved this
    /// tensor; call <see cref="MarkChanged"/> after writing.
    /// </summary>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    /// <exception cref="ShapeException">The tensor is not contiguous; call <c>Contiguous()</c> first.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        CheckType<T>("AsSpan");
        if (!IsContiguous)
            throw new ShapeException($"AsSpan: the elements of this {Shape} view do not lie in a row; call Contiguous() first.");
        Storage?.Escape();
        return Span<T>();
    }

    /// <summary>Says that the values were written through <see cref="AsSpan{T}"/>.</summary>
    public void MarkChanged() => Touch();

    /// <summary>
    /// A <see cref="System.Numerics.Tensors.TensorSpan{T}"/> over the memory, with its strides, without a copy. A number has
    /// one axis of size 1 there.
    /// </summary>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    /// <exception cref="ShapeException">A stride is negative, as after a flip.</exception>
    public System.Numerics.Tensors.TensorSpan<T> AsTensorSpan<T>() where T : unmanaged
    {
        CheckType<T>("AsTensorSpan");
        if (Rank == 0) return View([1], null).AsTensorSpan<T>();
        Span<nint> lengths = stackalloc nint[Rank];
        Span<nint> steps = stackalloc nint[Rank];
        int reach = Numel == 0 ? 0 : 1;
        for (int axis = 0; axis < Rank; axis++)
        {
            if (Strides[axis] < 0) throw new ShapeException("AsTensorSpan: a stride is negative; call Contiguous() first.");
            lengths[axis] = Shape[axis];
            // There, an axis of size 1 has stride 0.
            steps[axis] = Shape[axis] == 1 || Numel == 0 ? 0 : Strides[axis];
            if (Numel > 0) reach += (Shape[axis] - 1) * Strides[axis];
        }

        Storage?.Escape();
        return new System.Numerics.Tensors.TensorSpan<T>(MemoryMarshal.CreateSpan(ref Reference<T>(), reach), lengths, steps);
    }

    /// <summary>A copy as a <see cref="System.Numerics.Tensors.Tensor{T}"/>; a number has one axis of size 1 there.</summary>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    public System.Numerics.Tensors.Tensor<T> ToDenseTensor<T>() where T : unmanaged
    {
        var lengths = new nint[Math.Max(1, Rank)];
        lengths[0] = 1;
        for (int axis = 0; axis < Rank; axis++) lengths[axis] = Shape[axis];
        return System.Numerics.Tensors.Tensor.Create(ToArray<T>(), lengths);
    }

    private void CheckType<T>(string operation) where T : unmanaged
    {
        DType asked = DTypes.Of<T>();
        if (asked != DType)
            throw new DTypeException(
                $"{operation}<{typeof(T).Name}>: the tensor holds {DType.Name()}; ask for that, or cast with To(DType.{asked}) first.");
    }
}
