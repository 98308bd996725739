using System.Numerics;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Records what it observes: one array after the other for each quantity, each padded to whole vectors, and
/// a bit for each quantity that was observed at all.
/// </summary>
internal readonly unsafe struct StepRecorder<T>(T* arrays, nint length, nint start, uint* seen) : IStepObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsObserving => true;

    /// <summary>
    /// Elements of an array for <paramref name="count"/> values: whole vectors, since the last one is written whole.
    /// </summary>
    public static int Padded(int count) => (count + Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    /// <summary>The observer some elements on.</summary>
    public StepRecorder<T> At(nint elements) => new(arrays, length, start + elements, seen);

    public void Observe(StepQuantity quantity, Vector512<T> values)
    {
        values.Store(arrays + ((int)quantity * length) + start);
        *seen |= 1u << (int)quantity;
    }
}
