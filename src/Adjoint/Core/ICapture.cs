using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>What takes down the calls that symbolic tensors make, and their effects.</summary>
internal interface ICapture
{
    /// <summary>Takes down a call.</summary>
    void Add(Call call);

    /// <summary>
    /// Whether effects are part of the capture: draws, changes in place, steps of optimizers. Then what was there before is read
    /// anew by each replay. If not, draws are constants, and changes of what was there before do not happen.
    /// </summary>
    bool TakesEffects { get; }

    /// <summary>A symbolic tensor that stands for a value which each replay takes anew, such as a generator's next state.</summary>
    /// <param name="spec">Its type and shape.</param>
    /// <param name="next">Gives the value for a replay.</param>
    Tensor Source(Spec spec, Func<Tensor> next);

    /// <summary>Takes down what each replay does on the host once all calls have been made, before it changes tensors in place.</summary>
    /// <param name="values">What it depends on.</param>
    /// <param name="effect">Gets the values of a replay; if it fails, no tensor is changed.</param>
    void Effect(Tensor[] values, Action<Tensor[]> effect);

    /// <summary>
    /// Whether an operation on these tensors is recorded although they have values: one of them was there before the capture,
    /// and may be another in each replay.
    /// </summary>
    bool IsLive(ReadOnlySpan<Tensor> x);

    /// <summary>The tensors as they are by now: what was changed in place is the symbolic value it was changed to.</summary>
    /// <param name="x">The tensors.</param>
    /// <param name="isForView">Whether they are not read, but a view of them is taken.</param>
    /// <exception cref="GraphException">One shares memory with a tensor that was changed, and is no view of all of it.</exception>
    ReadOnlySpan<Tensor> Updated(ReadOnlySpan<Tensor> x, bool isForView);

    /// <summary>Takes down that a tensor's memory is overwritten with a value when the calls are replayed.</summary>
    /// <exception cref="GraphException">It shares memory with another tensor that was changed.</exception>
    void Update(Tensor target, Tensor value);

    /// <summary>
    /// Called before memory that was made within the capture is changed: the calls so far keep what is there as a constant.
    /// </summary>
    void Preserve(Storage memory);

    /// <summary>
    /// Called before a tensor's <see cref="Tensor.Grad"/> is set: gradients within a capture are symbolic, and the tensor gets
    /// its own back in the end.
    /// </summary>
    void SetGradientAside(Tensor tensor);

    /// <summary>Whether a tensor's gradient is one that was there before the capture.</summary>
    bool HasOlderGradient(Tensor tensor);
}
