using Adjoint.Notation;

namespace Adjoint.Core;

/// <summary>
/// An operation: an immutable value whose properties are its attributes. It states what it computes, the shape and type
/// of its result, and its derivative, in terms of other operations, so that derivatives can be differentiated again.
/// </summary>
/// <remarks>
/// Derive from one of the families (<see cref="PointwiseOp"/>, <see cref="LinearOp"/>, <see cref="BilinearOp"/>,
/// <see cref="FusedOp"/>), which state the least algebra. See docs/adding-an-operation.md.
/// </remarks>
public abstract record Op
{
    /// <summary>The operation's name in messages and listings.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>How the operation is written on paper; by default as a function of its inputs.</summary>
    public virtual MathNotation Notation => MathNotation.Function(Name);

    /// <summary>What a backward pass reads, and so what the tape must hold.</summary>
    public virtual Keep Keeps => Keep.Inputs;

    /// <summary>The type and shape of the result. Every mistake of the user is found here.</summary>
    /// <exception cref="AdjointException">The inputs do not fit the operation.</exception>
    public abstract Spec Infer(ReadOnlySpan<Tensor> x);

    /// <summary>Computes the result into <paramref name="y"/>, which is contiguous and as <see cref="Infer"/> says.</summary>
    protected internal abstract void Run(ReadOnlySpan<Tensor> x, Tensor y);

    /// <summary>Pulls the gradient of the result back to one input: gᵀ·∂y/∂x. Null means zero.</summary>
    public abstract Tensor? Vjp(Call call, int input, Tensor g);

    /// <summary>Pushes the tangent of one input forward: ∂y/∂x·t. Null means zero.</summary>
    /// <remarks>
    /// By default the transpose of <see cref="Vjp"/>: that is linear in g, so its own pull-back of t is the push-forward.
    /// </remarks>
    public virtual Tensor? Jvp(Call call, int input, Tensor t)
    {
        bool record = GradMode.IsEnabled;
        Tensor u = Tensor.Zeros(call.Spec.Shape, call.Spec.DType).WithGrad();
        Tensor? pulled;
        using (GradMode.On()) pulled = Vjp(call, input, u);
        if (pulled is null || !pulled.RequiresGrad) return null;
        return Engine.GradWithin([.. call.Inputs, call.Output], [pulled], [u], [t], record)[0];
    }

    /// <summary>
    /// The operation that does the same to every slice along a new first axis of all inputs; null if there is none. Where
    /// there is, that is all a batching rule needs to say.
    /// </summary>
    /// <param name="size">Size of the new axis.</param>
    protected internal virtual Op? OnBatch(int size) => null;

    /// <summary>
    /// The batching rule: the operation applied to each slice of a batch at once, out of operations on the whole batch. By
    /// default <see cref="OnBatch"/>, with inputs that are no batch stretched to one. Null if there is no rule.
    /// </summary>
    /// <returns>The results, stacked along a new first axis.</returns>
    protected internal virtual Tensor? Batch(BatchInputs x) =>
        OnBatch(x.Size) is { } op ? Engine.Apply(op, x.Stretched()) : null;

    /// <summary>
    /// On which places of an input, along each of its axes, the given places of the result depend, whatever the values:
    /// what receptive fields are found by. Null: not known, and counted as everything.
    /// </summary>
    /// <param name="call">The call, for its shapes.</param>
    /// <param name="input">Which input.</param>
    /// <param name="of">Places along each axis of the result; they may lie beyond it.</param>
    public virtual Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => null;

    /// <summary>
    /// The same where borders count: padding that repeats what lies elsewhere sees that, and not what would lie beyond the
    /// border. By default <see cref="Reach"/>.
    /// </summary>
    internal virtual Extent[]? ReachWithin(Call call, int input, ReadOnlySpan<Extent> of) => Reach(call, input, of);

    /// <summary>The arithmetic of the call. Null: not known.</summary>
    public virtual Work? Work(Call call) => null;

    /// <summary>Adds what the call's kernels take for themselves while they compute; by default nothing to speak of.</summary>
    internal virtual void AddScratch(Call call, ref Kernels.ScratchSizes sizes) { }

    /// <summary>Whether the operation is one of this library's, whose rules keep no tensors for themselves.</summary>
    internal virtual bool IsOwn => GetType().Assembly == typeof(Op).Assembly;

    /// <summary>
    /// Allocates the result and computes it, or puts that off; an operation whose result is a view makes the view instead.
    /// </summary>
    protected internal virtual Tensor Compute(ReadOnlySpan<Tensor> x)
    {
        Spec spec = Infer(x);
        if (!x.IsEmpty && x[0].Count >= DeferredCall.LeastCount && DeferredCall.Of(this, x, spec) is { } later) return later;
        Tensor y = Tensor.Allocate(spec.DType, spec.Shape);
        Run(x, y);
        return y;
    }
}

/// <summary>The type and shape of a tensor, without its values.</summary>
/// <param name="DType">Type of the elements.</param>
/// <param name="Shape">Sizes of the axes.</param>
public readonly record struct Spec(DType DType, Shape Shape);

/// <summary>What a backward pass reads besides shapes.</summary>
[Flags]
public enum Keep
{
    /// <summary>Only shapes and types.</summary>
    Shapes = 0,

    /// <summary>The values of the inputs.</summary>
    Inputs = 1,

    /// <summary>The value of the result.</summary>
    Output = 2,
}
