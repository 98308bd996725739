namespace Adjoint;

public sealed partial class Tensor
{
    private bool requiresGrad;
    private bool isGradient; // HoldsGradient, while there is no storage
    private Call? creator;
    private byte result; // which of the creator's results

    /// <summary>The call that made this tensor, if it was recorded. After a recorded change in place it is that change.</summary>
    public Call? Creator
    {
        get
        {
            if (IsView) Follow();
            return creator;
        }
    }

    /// <summary>The tensor's place in the graph: the call that makes it and which of its results it is, or itself.</summary>
    public Value Value => new(Node, result);

    /// <summary>Which result of its call the tensor is; 0 for a leaf.</summary>
    internal int ResultNumber => Creator is null ? 0 : result;

    /// <summary>Whether the tensor is no recorded result: a parameter, an input, a constant.</summary>
    public bool IsLeaf => Creator is null;

    /// <summary>Whether gradients flow to this tensor. Set it on leaves, before they are used.</summary>
    /// <exception cref="DTypeException">The tensor holds no floating-point numbers.</exception>
    /// <exception cref="GraphException">The tensor is the result of a recorded call.</exception>
    public bool RequiresGrad
    {
        get
        {
            if (IsView) Follow();
            return requiresGrad;
        }
        set
        {
            if (value && !DType.IsFloatingPoint())
                throw new DTypeException(
                    $"RequiresGrad: only tensors of real numbers have gradients; this one is {DType.Name()}. "
                    + "Cast it with To(DType.Float32) first.");
            if (!value && Creator is not null)
                throw new GraphException("RequiresGrad: a recorded result cannot stop requiring a gradient; use Detach().");
            if (value && creator is null && !requiresGrad) BecomeLeaf();
            requiresGrad = value;
        }
    }

    /// <summary>Sets <see cref="RequiresGrad"/> and returns the tensor.</summary>
    /// <param name="requires">Whether gradients are wanted.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="DTypeException">The tensor holds no real numbers.</exception>
    /// <exception cref="GraphException">A recorded result is to require none; use <see cref="Detach"/>.</exception>
    public Tensor WithGrad(bool requires = true)
    {
        RequiresGrad = requires;
        return this;
    }

    /// <summary>The same memory, outside the graph.</summary>
    /// <remarks>A symbolic tensor's values come from its place in the graph, so it keeps that, and gradients stop at it.</remarks>
    /// <returns>Of this shape and type; it requires no gradient.</returns>
    public Tensor Detach()
    {
        if (!IsSymbolic)
        {
            var plain = new Tensor(Storage, DType, Shape, strides, offset, true);
            // What a capture has made may come to stand for a computed value, and this with it.
            if (storage!.IsMadeInCapture) plain.LieIn(this, new ViewLayout(null, 0, IsDetached: true));
            return plain;
        }

        // What is captured of a function must have a place in the graph.
        Tensor placed = this;
        if (Creator is null && Context.Current.Capture is not null)
            using (GradMode.Off()) placed = Alias();
        var detached = new Tensor(null, DType, Shape, null, 0, true) { creator = placed.creator, result = placed.result };
        ViewLayout? layout = FewNotes?.Layout;
        detached.LieIn(this, new ViewLayout(layout?.Strides, layout?.Offset ?? 0, IsDetached: true));
        return detached;
    }

    /// <summary>Whether this thread makes symbolic tensors.</summary>
    private static bool MakesSymbolic => Context.Current.IsSymbolic;

    /// <summary>Name of the operation that made this tensor, if that was recorded.</summary>
    private string? CreatorName => Creator?.Op.Name;

    /// <summary>The call that makes the tensor, or the tensor itself.</summary>
    internal object Node => (object?)Creator ?? this;

    /// <summary>A stand-in for a result that was not kept: its shape and its place in the graph.</summary>
    internal static Tensor Placeholder(Spec spec, Call? creator, int result)
    {
        Tensor tensor = Symbolic(spec.Shape, spec.DType);
        (tensor.creator, tensor.result) = (creator, (byte)result);
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
        if (Creator is { } call)
        {
            // Strides too: a rule may give a gradient that is laid out as the input was.
            return new Tensor(null, DType, Shape, IsSymbolic ? null : strides, 0, false)
            { creator = call, result = result, requiresGrad = DType.IsFloatingPoint() };
        }

        if (requiresGrad) return this;
        if (storage is { Block: not null }) return Placeholder(Spec, null, 0);
        return IsView ? this : Detach();
    }

    /// <summary>This stand-in's place in the graph, with the values of another tensor.</summary>
    internal Tensor WithValues(Tensor values) =>
        new(values.Storage, DType, Shape, values.strides, values.offset, true)
        { creator = creator, result = result, requiresGrad = requiresGrad };

    /// <summary>Makes this new tensor a recorded result of a call.</summary>
    internal void Record(Call call, int number, bool tracked = true)
    {
        (creator, result) = (call, (byte)number);
        requiresGrad = tracked && DType.IsFloatingPoint();
    }
}
