namespace Adjoint.Core;

/// <summary>
/// The family of operations that are a fast kernel for an expression of simpler ones: the only way to fuse. A rule states that expression,
/// and the derivatives follow from it; a hot operation may state its own, and tests hold both to the expansion.
/// </summary>
public abstract record FusedOp : Op
{
    /// <summary>The same results from simpler operations.</summary>
    /// <param name="x">The inputs.</param>
    /// <returns>As many results as <see cref="Op.Infer"/> gives.</returns>
    public abstract Tensor[] Expand(ReadOnlySpan<Tensor> x);

    /// <inheritdoc/>
    public override void Pull(Pullback p)
    {
        ArgumentNullException.ThrowIfNull(p);
        Tensor[] x = p.Call.Inputs.ToArray();
        var aims = new List<int>();
        bool record = GradMode.IsEnabled;
        for (int i = 0; i < x.Length; i++)
        {
            record |= x[i].IsSymbolic; // what is captured is always recorded
            if (p.Wants(i)) aims.Add(i);
        }

        Tensor[] y;
        using (GradMode.On())
        {
            // Partial derivatives: an alias for each input, so that one input's dependence on another does not count.
            for (int i = 0; i < x.Length; i++) x[i] = record && x[i].RequiresGrad ? x[i].Alias() : x[i].Detach();
            foreach (int i in aims)
                if (!x[i].RequiresGrad) x[i].RequiresGrad = true;
            y = Expand(x);
        }

        var outputs = new List<Tensor>();
        var gradients = new List<Tensor>();
        for (int i = 0; i < y.Length; i++)
        {
            if (!y[i].RequiresGrad || !p.HasGradient(i)) continue;
            outputs.Add(y[i]);
            gradients.Add(p.Gradient(i));
        }

        if (outputs.Count == 0) return;
        Tensor?[] pulled = Engine.GradWithin(x, [.. outputs], [.. aims.Select(i => x[i])], [.. gradients], record);
        for (int i = 0; i < aims.Count; i++) p.Give(aims[i], pulled[i]);
    }

    /// <summary>A kernel that computes the expansion, for shapes that the fast one does not take.</summary>
    private protected Kernel ExpandedKernel() => Kernel.Of((inputs, results) =>
    {
        var x = new Tensor[inputs.Length];
        for (int i = 0; i < x.Length; i++) x[i] = inputs[i].Detach();
        Tensor[] y = Expand(x);
        for (int i = 0; i < y.Length; i++) results[i].Overwrite(y[i]);
    });

    /// <inheritdoc/>
    internal override Tensor[]? BatchAll(BatchInputs x) => base.BatchAll(x) ?? Batching.Map(this, slices => Expand(slices), x);

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of)
    {
        (Tensor[] x, Tensor[] y) = Expansion(call);
        return ReachBack.From(CallOrder.Behind(y), y[0], of.ToArray()).GetValueOrDefault(x[input].Value)
            ?? Enumerable.Repeat(Extent.None, x[input].Rank).ToArray();
    }

    /// <inheritdoc/>
    public override Work? Work(Call call)
    {
        Work total = Core.Work.None;
        foreach (Call step in CallOrder.Behind(Expansion(call).Y))
        {
            if (step.Op.Work(step) is not { } work) return null;
            total += work;
        }

        return total;
    }

    /// <summary>The expansion of a call, on symbolic tensors.</summary>
    private (Tensor[] X, Tensor[] Y) Expansion(Call call)
    {
        Tensor[] x = Array.ConvertAll(call.Inputs.ToArray(), input => Tensor.Symbolic(input.Shape, input.DType));
        return (x, Expand(x));
    }
}
