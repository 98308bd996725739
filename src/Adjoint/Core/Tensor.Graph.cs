namespace Adjoint;

public sealed partial class Tensor
{
    private const int Unfollowed = -1; // as after Detach: what happens to the memory does not matter

    private bool requiresGrad;
    private bool isGradient; // HoldsGradient, while there is no storage
    private TensorNotes? notes; // what few tensors have
    private int rebasedAt = Unfollowed;
    private byte result; // which of the creator's results

    /// <summary>The call that made this tensor, if it was recorded.</summary>
    public Call? Creator { get; private set; }

    /// <summary>The tensor's place in the graph: the call that makes it and which of its results it is, or itself.</summary>
    public Value Value => new(Node, result);

    /// <summary>Which result of its call the tensor is; 0 for a leaf.</summary>
    internal int ResultNumber => result;

    /// <summary>Whether the tensor is no recorded result: a parameter, an input, a constant.</summary>
    public bool IsLeaf => Creator is null;

    /// <summary>Whether gradients flow to this tensor. Set it on leaves, before they are used.</summary>
    /// <exception cref="DTypeException">The tensor holds no floating-point numbers.</exception>
    /// <exception cref="GraphException">The tensor is the result of a recorded call.</exception>
    public bool RequiresGrad
    {
        get => requiresGrad;
        set
        {
            if (value && !DType.IsFloatingPoint())
                throw new DTypeException(
                    $"RequiresGrad: only tensors of real numbers have gradients; this one is {DType.Name()}. "
                    + "Cast it with To(DType.Float32) first.");
            if (!value && Creator is not null)
                throw new GraphException("RequiresGrad: a recorded result cannot stop requiring a gradient; use Detach().");
            requiresGrad = value;
        }
    }

    /// <summary>Sets <see cref="RequiresGrad"/> and returns the tensor.</summary>
    public Tensor WithGrad(bool requires = true)
    {
        RequiresGrad = requires;
        return this;
    }

    /// <summary>The same memory, outside the graph.</summary>
    /// <remarks>A symbolic tensor's values come from its place in the graph, so it keeps that, and gradients stop at it.</remarks>
    public Tensor Detach() =>
        new(Storage, DType, Shape, strides, offset, true) { Creator = IsSymbolic ? Creator : null, result = IsSymbolic ? result : (byte)0 };

    /// <summary>Whether this thread makes symbolic tensors.</summary>
    private static bool MakesSymbolic => Context.Current.IsSymbolic;

    /// <summary>Name of the operation that made this tensor, if that was recorded.</summary>
    private string? CreatorName => Creator?.Op.Name;

    /// <summary>The call that makes the tensor, or the tensor itself.</summary>
    internal object Node => (object?)Creator ?? this;

    /// <summary>Passes of several threads may ask for the notes of a leaf at once, and get the same.</summary>
    internal TensorNotes Notes => notes ?? Interlocked.CompareExchange(ref notes, new TensorNotes(), null) ?? notes;

    /// <summary>A stand-in for a result that was not kept: its shape and its place in the graph.</summary>
    internal static Tensor Placeholder(Spec spec, Call? creator, int result)
    {
        Tensor tensor = Symbolic(spec.Shape, spec.DType);
        (tensor.Creator, tensor.result) = (creator, (byte)result);
        tensor.requiresGrad = creator is not null && spec.DType.IsFloatingPoint();
        return tensor;
    }

    /// <summary>
    /// A stand-in that holds no large memory and keeps the place in the graph, whatever later changes in place make of this
    /// tensor's history. A leaf that gets a gradient stands for itself. Small constants keep their values, so that what was
    /// recorded of numbers alone can be read as a formula and computed again; a small view of one cannot get a history, and
    /// stands for itself too: most numbers in expressions are such, broadcast to the other's shape.
    /// </summary>
    internal Tensor WithoutValues()
    {
        if (Creator is not null) return Placeholder(Spec, Creator, result);
        if (requiresGrad) return this;
        if (storage is { Block: not null }) return Placeholder(Spec, null, 0);
        return IsView ? this : Detach();
    }

    /// <summary>This stand-in's place in the graph, with the values of another tensor.</summary>
    internal Tensor WithValues(Tensor values) =>
        new(values.Storage, DType, Shape, values.strides, values.offset, true)
        { Creator = Creator, result = result, requiresGrad = requiresGrad };

    /// <summary>Makes this tensor a recorded result of a call, or of none.</summary>
    internal void Record(Call? call, int number, bool tracked = true)
    {
        (Creator, result) = (call, (byte)number);
        requiresGrad = tracked && call is not null && DType.IsFloatingPoint();
        rebasedAt = Rebased;
    }

    /// <summary>How often the memory got a new history.</summary>
    private int Rebased => storage?.Rebased ?? (holdsNumber ? 0 : Unfollowed);

    /// <summary>Fails if the memory got a new history, by a recorded change in place, after this tensor's was made.</summary>
    internal void CheckHistory()
    {
        if (rebasedAt != Unfollowed && storage is not null && storage.Rebased != rebasedAt)
            throw new GraphException("A view is used after the tensor it shares memory with was changed in place; take the view again.");
    }
}
