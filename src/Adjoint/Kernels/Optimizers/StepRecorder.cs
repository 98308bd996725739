namespace Adjoint.Kernels;

/// <summary>
/// Records what it observes: one array after the other for each quantity, each padded to whole vectors, and
/// a bit for each quantity that was observed at all. The arrays are zero at first.
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

    public void ObserveStep(Vector512<T> gradient, Vector512<T> before, Vector512<T> shrunk, Vector512<T> step)
    {
        // What the rule has shown as decay is the part of its step that is due to λθ; nothing if it has shown none.
        Vector512<T> coupled = Vector512.Load(arrays + ((int)StepQuantity.Decay * length) + start);
        Observe(StepQuantity.Gradient, gradient);
        Observe(StepQuantity.Update, step - coupled);
        Observe(StepQuantity.Decay, before - shrunk + coupled);
        Observe(StepQuantity.Value, shrunk - step);
    }
}
