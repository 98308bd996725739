using System.Numerics;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Writes down what it sees: one array after the other for each quantity, each with room for a whole vector at the end, and
/// a bit for each quantity that was seen at all.
/// </summary>
internal readonly unsafe struct OpenLens<T>(T* arrays, nint length, nint start, uint* seen) : ILens<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsOpen => true;

    /// <summary>Elements that an array needs for so many values: whole vectors, since the last one is written whole.</summary>
    public static int Padded(int count) => (count + Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    /// <summary>The lens some elements on.</summary>
    public OpenLens<T> At(nint elements) => new(arrays, length, start + elements, seen);

    public void See(StepQuantity quantity, Vector512<T> values)
    {
        values.Store(arrays + ((int)quantity * length) + start);
        *seen |= 1u << (int)quantity;
    }
}
