namespace Adjoint.Core;

/// <summary>What takes down the calls that symbolic tensors make, and their effects.</summary>
internal interface ICapture
{
    /// <summary>Takes down a call.</summary>
    void Add(Call call);

    /// <summary>
    /// Whether effects are part of the capture: draws and changes in place. If not, draws are constants, and changes of what
    /// was there before do not happen.
    /// </summary>
    bool TakesEffects { get; }

    /// <summary>A symbolic tensor that stands for a value which each replay takes anew, such as a generator's next state.</summary>
    /// <param name="spec">Its type and shape.</param>
    /// <param name="next">Gives the value for a replay.</param>
    Tensor Source(Spec spec, Func<Tensor> next);

    /// <summary>A tensor that was there before the capture, as it is by now; symbolic, read anew by each replay.</summary>
    Tensor Read(Tensor state);

    /// <summary>Whether a tensor has been changed in place so far.</summary>
    bool HasUpdates { get; }

    /// <summary>The tensors as they are by now: what was changed in place is the symbolic value it was changed to.</summary>
    Tensor[] Updated(ReadOnlySpan<Tensor> x);

    /// <summary>Takes down that a tensor's memory is overwritten with a symbolic value when the calls are replayed.</summary>
    void Update(Tensor target, Tensor value);
}
