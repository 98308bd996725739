namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The gradient that backward passes have added up so far, or null. Leaves have one; other tensors on <see cref="RetainGrad"/>.
    /// </summary>
    /// <exception cref="AdjointException">What is set has another shape or type than this tensor.</exception>
    public Tensor? Grad
    {
        get
        {
            if (FewNotes is not { } notes) return null;
            lock (notes)
            {
                notes.OwnsGradient = false;
                return notes.Gradient;
            }
        }
        set
        {
            if (value is not null) Engine.CheckFits("Grad: a gradient", value, this);
            if (value is not null || FewNotes is not null) TakeGrad(value, isOwned: false);
        }
    }

    /// <summary>The same, for code that lets nobody see it.</summary>
    internal Tensor? UnseenGrad => FewNotes?.Gradient;

    /// <summary>Asks backward passes to keep the gradient of this tensor, though it is no leaf.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="GraphException">The tensor does not require a gradient.</exception>
    public Tensor RetainGrad()
    {
        if (!RequiresGrad) throw new GraphException("RetainGrad: the tensor does not require a gradient, so none will come.");
        if (Creator is { } call) call.Watch(result).Retained = this;
        return this;
    }

    /// <summary>
    /// Has a function see the gradient of this tensor in every backward pass, after all of it has come together and before
    /// it goes on: into <see cref="Grad"/>, or to what the tensor was computed from.
    /// </summary>
    /// <param name="hook">Gets the gradient; returns another to go on in its place, or null. It must not change it in place.</param>
    /// <returns>Dispose it to take the hook away.</returns>
    /// <exception cref="GraphException">The tensor does not require a gradient.</exception>
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!RequiresGrad) throw new GraphException("RegisterHook: the tensor does not require a gradient, so none will come.");
        return Creator?.AddHook(result, hook) ?? (Notes.Hooks ??= new()).Add(hook);
    }

    /// <summary>
    /// Has a function called when a backward pass has added all of this leaf's gradient to <see cref="Grad"/>. The pass may still
    /// run: there a gradient can be sent away, or a step be made and the gradient be forgotten. <c>Engine.Grad</c> calls none.
    /// </summary>
    /// <param name="hook">Gets this tensor, on the thread of the pass.</param>
    /// <returns>Dispose it to take the hook away.</returns>
    /// <exception cref="GraphException">The tensor is no leaf, or does not require a gradient.</exception>
    public IDisposable RegisterPostAccumulateGradHook(Action<Tensor> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!RequiresGrad)
            throw new GraphException("RegisterPostAccumulateGradHook: the tensor does not require a gradient, so none will come.");
        if (!IsLeaf)
            throw new GraphException(
                "RegisterPostAccumulateGradHook: gradients are accumulated in leaves, and this is the result of a recorded call; use "
                + "RegisterHook.");
        TensorNotes.AnyAccumulationHooks = true;
        TensorNotes notes = Notes;
        lock (notes) return (notes.AccumulationHooks ??= new()).Add(hook);
    }

    /// <summary>Reverse mode: adds to <see cref="Grad"/> of every leaf the gradient of this tensor with respect to it.</summary>
    /// <param name="gradient">What to pull back, of this tensor's shape; may be left out for a single number, then 1.</param>
    /// <param name="retainGraph">Keep what calls have saved, for another pass; by default as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass itself, for derivatives of higher order.</param>
    /// <exception cref="GraphException">There is no graph, it was freed, or a saved tensor was changed in place.</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false) =>
        Engine.Backward(this, gradient, retainGraph ?? createGraph, createGraph);

    /// <summary>Forgets the gradient.</summary>
    public void ZeroGrad()
    {
        if (FewNotes is not { } notes) return;
        lock (notes)
        {
            // A gradient that a pass has made and the user has not read has no other owner.
            if (notes is { OwnsGradient: true, Gradient: { } unseen } && Context.Current.EffectCapture is null) unseen.Dispose();
            TakeGrad(null, isOwned: false);
        }
    }

    /// <summary>Whether nobody but this tensor has its gradient.</summary>
    internal bool OwnsGrad => FewNotes?.OwnsGradient == true;

    /// <summary>Sets the gradient, and whether nobody but this tensor has it.</summary>
    internal void TakeGrad(Tensor? gradient, bool isOwned)
    {
        Context.Current.EffectCapture?.SetGradientAside(this);
        TensorNotes own = Notes;
        lock (own) (own.Gradient, own.OwnsGradient) = (gradient, isOwned);
    }

    /// <summary>What wants to see the gradient of a leaf; none for most.</summary>
    internal Hooks<Func<Tensor, Tensor?>>? LeafHooks => FewNotes?.Hooks;

    /// <summary>What wants to know when the gradient of a leaf has been accumulated; none for most.</summary>
    internal Hooks<Action<Tensor>>? AccumulationHooks => FewNotes?.AccumulationHooks;
}
