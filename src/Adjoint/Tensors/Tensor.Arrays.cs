namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>The elements in the type that holds a C# type: <c>x.To&lt;double&gt;()</c> is <c>x.To(DType.Float64)</c>.</summary>
    /// <typeparam name="T">float, double, Half, BFloat16, long, int, byte or bool.</typeparam>
    /// <returns>The tensor itself if it has this type; else a new one.</returns>
    /// <exception cref="DTypeException">T is no element type.</exception>
    public Tensor To<T>() where T : unmanaged => To(DTypes.Of<T>());

    /// <summary>A copy of a matrix as an array of two dimensions.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <returns>[rows, columns].</returns>
    /// <exception cref="ShapeException">The tensor has not two axes.</exception>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    public T[,] ToArray2D<T>() where T : unmanaged
    {
        CheckRank(2, "ToArray2D");
        var array = new T[Shape[0], Shape[1]];
        Fill<T>(array);
        return array;
    }

    /// <summary>A copy of a tensor of three axes as an array of three dimensions.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <returns>The array, of the tensor's sizes.</returns>
    /// <exception cref="ShapeException">The tensor has not three axes.</exception>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    public T[,,] ToArray3D<T>() where T : unmanaged
    {
        CheckRank(3, "ToArray3D");
        var array = new T[Shape[0], Shape[1], Shape[2]];
        Fill<T>(array);
        return array;
    }

    /// <summary>A copy of a tensor of four axes, such as a batch of images, as an array of four dimensions.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <returns>The array, of the tensor's sizes.</returns>
    /// <exception cref="ShapeException">The tensor has not four axes.</exception>
    /// <exception cref="DTypeException">T is not the type of the elements.</exception>
    public T[,,,] ToArray4D<T>() where T : unmanaged
    {
        CheckRank(4, "ToArray4D");
        var array = new T[Shape[0], Shape[1], Shape[2], Shape[3]];
        Fill<T>(array);
        return array;
    }

    private void Fill<T>(Array array) where T : unmanaged =>
        CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length));

    private void CheckRank(int rank, string operation)
    {
        if (Rank != rank) throw new ShapeException($"{operation}: takes a tensor of {rank} axes, not {Shape}; reshape it first.");
    }
}
