namespace Adjoint.Core;

/// <summary>
/// An operation: an immutable value whose properties are its attributes. It states the shapes and types of its results, the kernel that
/// computes them, and its derivative, in terms of other operations, so that derivatives can be differentiated again.
/// </summary>
/// <remarks>
/// Derive from one of the families (<see cref="PointwiseOp"/>, <see cref="LinearOp"/>, <see cref="BilinearOp"/>,
/// <see cref="FusedOp"/>), which state the least algebra. See docs/adding-an-operation.md.
/// </remarks>
public abstract record Op
{
    /// <summary>The operation's name in messages and listings.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>What other rooms need to know of the operation: how it is written, where it is defined, what it is like.</summary>
    public virtual OpFacts Facts => OpFacts.Function(Name);

    /// <summary>How the operation is written on paper.</summary>
    internal MathNotation Notation => Facts.Notation;

    /// <summary>What a backward pass reads, and so what the tape must hold.</summary>
    public virtual Keep Keeps => Keep.Inputs;

    /// <summary>The same for a call of which only some inputs want a gradient: what the others' gradients would read may go.</summary>
    /// <param name="wanted">A bit for each input; those from number 32 on count as wanted.</param>
    internal virtual Keep KeepsFor(uint wanted) => Keeps;

    /// <summary>Types and shapes of the results. Every mistake of the user is found here.</summary>
    /// <param name="x">Types and shapes of the inputs.</param>
    /// <returns>One for each result.</returns>
    /// <exception cref="AdjointException">The inputs do not fit the operation.</exception>
    public abstract Specs Infer(ReadOnlySpan<Spec> x);

    /// <summary>Pulls gradients of the results back to the inputs: gᵀ·∂y/∂x for each input that is wanted.</summary>
    /// <param name="p">Has the gradients, the inputs and results, and takes what is given.</param>
    public abstract void Pull(Pullback p);

    /// <summary>Pushes tangents of the inputs forward: ∂y/∂x·t, summed over the inputs that move.</summary>
    /// <remarks>
    /// By default the transpose of <see cref="Pull"/>: that is linear in the gradients, so its own pull-back of the tangents
    /// is the push-forward.
    /// </remarks>
    /// <param name="p">Has the tangents, the inputs and results, and takes what is given.</param>
    public virtual void Push(Pushforward p)
    {
        ArgumentNullException.ThrowIfNull(p);
        p.Transpose();
    }

    /// <summary>
    /// Chooses and prepares what computes the operation on inputs of these types and shapes, which <see cref="Infer"/> has passed.
    /// </summary>
    /// <param name="x">Types and shapes of the inputs.</param>
    /// <returns>The kernel, which may be run often.</returns>
    protected internal abstract Kernel Bind(ReadOnlySpan<Spec> x);

    /// <summary>
    /// The operation that does the same to every slice along a new first axis of all inputs; null if there is none. Where
    /// there is, that is all a batching rule needs to say.
    /// </summary>
    /// <param name="size">Size of the new axis.</param>
    /// <returns>The operation, or null.</returns>
    protected internal virtual Op? OnBatch(int size) => null;

    /// <summary>
    /// The batching rule of an operation of one result: the operation applied to each slice of a batch at once, out of
    /// operations on the whole batch. Null if there is no rule but <see cref="OnBatch"/>.
    /// </summary>
    /// <param name="x">The inputs, and which of them are batches.</param>
    /// <returns>The results of all slices, stacked along a new first axis.</returns>
    protected internal virtual Tensor? Batch(BatchInputs x) => null;

    /// <summary>
    /// The same for any number of results: by default <see cref="Batch"/>, or <see cref="OnBatch"/> with inputs that are no
    /// batch broadcast to one.
    /// </summary>
    internal virtual Tensor[]? BatchAll(BatchInputs x) =>
        Batch(x) is { } one ? [one]
        : OnBatch(x.Size) is { } op ? Engine.ApplyAll(op, x.Expanded())
        : null;

    /// <summary>
    /// On which places of an input, along each of its axes, the given places of the first result depend, whatever the values:
    /// what receptive fields are found by. Null: not known, and counted as everything.
    /// </summary>
    /// <param name="call">The call, for its shapes.</param>
    /// <param name="input">Which input.</param>
    /// <param name="of">Places along each axis of the result; they may lie beyond it.</param>
    /// <returns>Places along each axis of the input, or null.</returns>
    public virtual Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => null;

    /// <summary>
    /// The same where borders count: padding that repeats what lies elsewhere sees that, and not what would lie beyond the
    /// border. By default <see cref="Reach"/>.
    /// </summary>
    internal virtual Extent[]? ReachWithin(Call call, int input, ReadOnlySpan<Extent> of) => Reach(call, input, of);

    /// <summary>The arithmetic of the call. Null: not known.</summary>
    /// <param name="call">The call, for its shapes.</param>
    /// <returns>Multiply-adds and other operations, or null.</returns>
    public virtual Work? Work(Call call) => null;

    /// <summary>Whether the operation's kernel takes float16 and bfloat16 as they are; others compute in float32.</summary>
    internal virtual bool TakesHalf => false;

    /// <summary>Whether the operation is one of this library's, whose rules keep no tensors for themselves.</summary>
    internal virtual bool IsOwn => GetType().Assembly == typeof(Op).Assembly;

    /// <summary>The view of a tensor that the operation gives; null if it is no view, of this tensor at least.</summary>
    internal virtual Tensor? ViewOf(Tensor x) => null;

    /// <summary>
    /// Allocates the results and computes them; an operation whose result is a view, or waits to be computed, makes that instead.
    /// </summary>
    /// <param name="x">The inputs.</param>
    /// <param name="all">All results where there are several, else null.</param>
    /// <returns>The first result.</returns>
    internal virtual Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        var buffer = default(SpecBuffer);
        ReadOnlySpan<Spec> inputs = SpecBuffer.Of(x, ref buffer);
        Specs results = Infer(inputs);
        Tensor y = Tensor.Allocate(results[0]);
        if (results.All is null)
        {
            all = null;
            HalfPrecision.Bind(this, inputs).Run(x, new ReadOnlySpan<Tensor>(in y));
            return y;
        }

        all = new Tensor[results.Count];
        all[0] = y;
        for (int i = 1; i < all.Length; i++) all[i] = Tensor.Allocate(results[i]);
        HalfPrecision.Bind(this, inputs).Run(x, all);
        return y;
    }
}
