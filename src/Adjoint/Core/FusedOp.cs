using Adjoint.Graphs;

namespace Adjoint.Core;

/// <summary>
/// The family of operations that are a fast kernel for an expression of simpler ones. A rule states that expression, and
/// the derivatives follow from it; a hot operation may state its own, and tests hold both to the expansion.
/// </summary>
public abstract record FusedOp : Op
{
    /// <summary>The same result from simpler operations.</summary>
    public abstract Tensor Expand(ReadOnlySpan<Tensor> x);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g)
    {
        ArgumentNullException.ThrowIfNull(call);
        Tensor[] x = call.Inputs.ToArray();
        bool record = GradMode.IsEnabled || x[input].IsSymbolic; // what is captured is always recorded
        Tensor y;
        using (GradMode.On())
        {
            // Partial derivatives: an alias for each input, so that one input's dependence on another does not count.
            for (int i = 0; i < x.Length; i++) x[i] = record && x[i].RequiresGrad ? x[i].Alias() : x[i].Detach();
            if (!x[input].RequiresGrad) x[input].RequiresGrad = true;
            y = Expand(x);
        }

        return y.RequiresGrad ? Engine.GradWithin(x, [y], [x[input]], [g], record)[0] : null;
    }

    /// <inheritdoc/>
    protected internal override Tensor? Batch(BatchInputs x) =>
        base.Batch(x) ?? Batching.Map(this, slices => [Expand(slices)], x)[0];

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        (Tensor[] x, Tensor y, List<Call> steps) = Steps(call);
        return ReachBack.From(steps, y, of.ToArray()).GetValueOrDefault(x[input].Node)
            ?? Enumerable.Repeat(Extent.None, x[input].Rank).ToArray();
    }

    /// <inheritdoc/>
    public override Work? Work(Call call)
    {
        Work total = Core.Work.None;
        foreach (Call step in Steps(call).Steps)
        {
            if (step.Op.Work(step) is not { } work) return null;
            total += work;
        }

        return total;
    }

    /// <summary>The expansion of a call, on symbolic tensors.</summary>
    private (Tensor[] X, Tensor Y, List<Call> Steps) Steps(Call call)
    {
        var x = new Tensor[call.Inputs.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Tensor.Symbolic(call[i].Shape, call[i].DType);
        (Tensor y, Recording recording) = Recording.Of(() => Expand(x));
        return (x, y, [.. recording.Calls.Select(recorded => recorded.Call)]);
    }
}
