namespace Adjoint;

/// <summary>
/// Applies operations and differentiates what was recorded: pull (reverse mode) and push (forward mode). It keeps no state
/// of its own, so any number of threads may use it, also from within a derivative rule.
/// </summary>
public static partial class Engine
{
    /// <summary>Applies an operation, and records the call where a gradient is tracked or an input is symbolic.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="x">Its inputs.</param>
    /// <returns>The first result.</returns>
    /// <exception cref="AdjointException">The inputs do not fit the operation.</exception>
    public static Tensor Apply(Op op, params ReadOnlySpan<Tensor> x) => Apply(op, x, out _);

    /// <summary>The same for an operation of several results.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="x">Its inputs.</param>
    /// <returns>All results.</returns>
    /// <exception cref="AdjointException">The inputs do not fit the operation.</exception>
    public static Tensor[] ApplyAll(Op op, params ReadOnlySpan<Tensor> x)
    {
        Tensor y = Apply(op, x, out Tensor[]? all);
        return all ?? [y];
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // once for all callers: what runs for a number should fit the cache
    private static Tensor Apply(Op op, ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        ArgumentNullException.ThrowIfNull(op);
        Context context = Context.Current;
        bool symbolic = false;
        bool tracked = false;
        if (context.IsIntercepted) x = Intercept(op, x, in context, out symbolic);
        foreach (Tensor input in x)
        {
            ArgumentNullException.ThrowIfNull(input, nameof(x));
            symbolic |= input.IsSymbolic;
            tracked |= input.RequiresGrad;
        }

        Tensor y = symbolic ? Infer(op, x, out all) : op.Compute(x, out all);

        // Kernels work on bare memory: an input must not be collected while they do. One reference into a span keeps it all.
        if (!x.IsEmpty) GC.KeepAlive(x[0]);
        if (tracked && context.IsGradOff)
        {
            tracked = false;
            y.LeaveUnrecorded();
        }

        if (symbolic || (tracked && (all is not null || y.DType.IsFloatingPoint())))
            Record(op, x, y, all, tracked, in context);
        return y;
    }

    /// <summary>What an operation takes in the place of its inputs, and whether it is recorded even of values.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // few calls come by here, and all would clear its stack
    private static ReadOnlySpan<Tensor> Intercept(Op op, ReadOnlySpan<Tensor> x, scoped in Context context, out bool symbolic)
    {
        symbolic = false;
        if (context.Substitution is not null) x = Substitution.Of(x);
        if (context.EffectCapture is not { } capture) return x;

        // Views of what was there before share its memory, and so need not be recorded.
        bool isView = op.Facts.IsAlias && (op is ViewOp || x[0].IsContiguous);
        x = capture.Updated(x, isView);
        symbolic = !isView && capture.IsLive(x);
        return x;
    }

    private static Tensor Infer(Op op, ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        var buffer = default(SpecBuffer);
        Specs specs = op.Infer(SpecBuffer.Of(x, ref buffer));
        all = null;
        if (specs.All is null)
        {
            Tensor y = Tensor.Symbolic(specs[0].Shape, specs[0].DType);
            if (x.Length == 1 && x[0].IsSymbolic) y.LieAsView(op, x[0]);
            return y;
        }

        all = new Tensor[specs.Count];
        for (int i = 0; i < all.Length; i++) all[i] = Tensor.Symbolic(specs[i].Shape, specs[i].DType);
        return all[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Record(Op op, ReadOnlySpan<Tensor> x, Tensor y, Tensor[]? all, bool tracked, in Context context)
    {
        var call = new Call(op, x, y, all, tracked, in context);
        // What a capture meets in a no-grad scope stays untracked when it is replayed.
        y.Record(call, 0, tracked);
        for (int i = 1; i < all?.Length; i++) all[i].Record(call, i, tracked);
        if (call.IsCaptured) context.Capture?.Add(call);
        if (tracked && call.KeepsResult) call.SaveResults();
        if (context.ChecksResults) CheckResults(call, all ?? [y], x);
    }

    /// <summary>
    /// Records a call for what has happened already: from here on the tensor is its result. The derivative must read no values.
    /// </summary>
    internal static void RecordInto(Tensor y, Op op, params ReadOnlySpan<Tensor> x) =>
        y.MoveTo(new Call(op, x, y, null, true, default), 0, true);

    /// <summary>Fails unless a gradient or tangent has the type and shape of what it belongs to.</summary>
    internal static void CheckFits(string what, Tensor given, Tensor tensor)
    {
        if (given.Shape != tensor.Shape)
            throw new ShapeException($"{what} of shape {given.Shape} does not fit its tensor of shape {tensor.Shape}.");
        if (given.DType != tensor.DType)
            throw new DTypeException(
                $"{what} of type {given.DType.Name()} does not fit its {tensor.DType.Name()} tensor; "
                + $"cast it with To(DType.{tensor.DType}).");
    }
}
