using Adjoint.Autograd;
using Adjoint.Core;
using Adjoint.Graphs;

namespace Adjoint;

/// <summary>
/// Applies operations and differentiates what was recorded: pull (reverse mode) and push (forward mode). It keeps no state
/// of its own, so any number of threads may use it, also from within a derivative rule.
/// </summary>
public static class Engine
{
    /// <summary>
    /// Whether operations do nothing but compute and record on this thread, so that several may be computed in one pass.
    /// </summary>
    internal static bool IsPlain => !(Substitution.IsUsed && Substitution.Current is not null) && !GradMode.DetectsAnomalies;

    /// <summary>
    /// Applies an operation, and records the call where a gradient is tracked or an input is symbolic.
    /// </summary>
    /// <exception cref="AdjointException">The inputs do not fit the operation.</exception>
    public static Tensor Apply(Op op, params ReadOnlySpan<Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(op);
        if (Substitution.IsUsed) x = Substitution.In(x);
        bool symbolic = false;
        bool tracked = false;
        foreach (Tensor input in x)
        {
            ArgumentNullException.ThrowIfNull(input, nameof(x));
            symbolic |= input.IsSymbolic;
            tracked |= input.RequiresGrad;
        }

        Tensor y;
        if (symbolic)
        {
            Spec spec = op.Infer(x);
            y = Tensor.Symbolic(spec.Shape, spec.DType);
        }
        else
        {
            y = op.Compute(x);
        }

        // Kernels work on bare memory: an input must not be collected while they do. One reference into a span keeps it all.
        if (!x.IsEmpty) GC.KeepAlive(x[0]);
        tracked = tracked && GradMode.IsEnabled;
        if (symbolic || (tracked && y.DType.IsFloatingPoint()))
        {
            foreach (Tensor input in x) input.CheckHistory();
            var call = new Call(op, x, y);
            // What a capture meets in a no-grad scope stays untracked when it is replayed.
            y.Record(call, tracked);
            if (symbolic) Recording.Add(call);
            if (call.Origin is not null && GradMode.ChecksResults) Anomaly.CheckResult(y, x);
        }

        return y;
    }

    /// <summary>
    /// Reverse mode without side effects: the gradients of the outputs, summed, with respect to each input.
    /// </summary>
    /// <param name="outputs">What to differentiate.</param>
    /// <param name="inputs">With respect to what: leaves or intermediate results.</param>
    /// <param name="gradients">What to pull back from each output; may be left out for single numbers, then 1.</param>
    /// <param name="retainGraph">Keep what calls have saved, for another pass; by default as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass itself, for derivatives of higher order.</param>
    /// <param name="allowUnused">Give null for an input that no output depends on, instead of failing.</param>
    /// <returns>One gradient for each input, of its shape.</returns>
    /// <exception cref="GraphException">No graph, a freed graph, an unused input, or a saved tensor changed in place.</exception>
    public static Tensor[] Grad(
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> gradients = default,
        bool? retainGraph = null,
        bool createGraph = false,
        bool allowUnused = false)
    {
        CheckTracked("Grad", inputs);
        using DerivativePass walk = DerivativePass.From(outputs);
        walk.Seed(outputs, gradients, "Grad");
        walk.Aim(inputs);
        walk.Pull(createGraph, !(retainGraph ?? createGraph));
        var results = new Tensor[inputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = walk.Hooked(inputs[i])!;
            if (results[i] is null && !allowUnused)
                throw new GraphException(
                    $"Grad: input {i}, of shape {inputs[i].Shape}, was not used to compute the outputs. Pass allowUnused: true to get null for it.");
        }

        return results;
    }

    /// <summary>
    /// The same for a rule that differentiates a piece of graph it has just recorded: the pass does not look beyond the
    /// boundary, so its cost is that of the piece. Null for an input that is not used.
    /// </summary>
    internal static Tensor?[] GradWithin(
        ReadOnlySpan<Tensor> boundary,
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> gradients,
        bool createGraph,
        bool retainGraph = false)
    {
        using DerivativePass walk = DerivativePass.From(outputs, boundary);
        walk.Seed(outputs, gradients, "Grad");
        walk.Aim(inputs);
        walk.Pull(createGraph, !(createGraph || retainGraph));
        var results = new Tensor?[inputs.Length];
        for (int i = 0; i < results.Length; i++) results[i] = walk.Result(inputs[i]);
        return results;
    }

    /// <summary>
    /// Forward mode over a recorded graph: how the output moves when each input moves along its tangent.
    /// </summary>
    /// <param name="output">What to differentiate.</param>
    /// <param name="inputs">With respect to what: leaves or intermediate results.</param>
    /// <param name="tangents">One direction for each input, of its shape.</param>
    /// <param name="createGraph">Record the pass itself, for derivatives of higher order.</param>
    /// <returns>Of the output's shape; zero if it does not depend on the inputs.</returns>
    /// <exception cref="GraphException">An input is not tracked, the graph was freed, or a saved tensor changed in place.</exception>
    public static Tensor Jvp(
        Tensor output, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (inputs.Length != tangents.Length)
            throw new ShapeException($"Jvp: {inputs.Length} inputs need as many tangents, not {tangents.Length}.");
        CheckTracked("Jvp", inputs);
        for (int i = 0; i < inputs.Length; i++) CheckFits("Jvp: a tangent", tangents[i], inputs[i]);
        using DerivativePass walk = DerivativePass.From([output]);
        walk.Push(inputs, tangents, createGraph);
        return walk.Result(output) ?? Tensor.Zeros(output.Shape, output.DType);
    }

    /// <summary>The same for the piece of graph within a boundary. Null for an output that does not move.</summary>
    internal static Tensor?[] JvpWithin(
        ReadOnlySpan<Tensor> boundary,
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> tangents,
        bool createGraph)
    {
        using DerivativePass walk = DerivativePass.From(outputs, boundary);
        walk.Push(inputs, tangents, createGraph);
        var results = new Tensor?[outputs.Length];
        for (int i = 0; i < results.Length; i++) results[i] = walk.Result(outputs[i]);
        return results;
    }

    /// <summary>Reverse mode into <see cref="Tensor.Grad"/> of the leaves.</summary>
    internal static void Backward(Tensor root, Tensor? gradient, bool retainGraph, bool createGraph)
    {
        using DerivativePass walk = DerivativePass.From([root]);
        walk.Seed([root], gradient is null ? default : [gradient], "Backward");
        walk.Pull(createGraph, !retainGraph);
        walk.Accumulate(createGraph);
    }

    private static void CheckTracked(string operation, ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor input in inputs)
        {
            if (!input.RequiresGrad)
                throw new GraphException(
                    $"{operation}: an input of shape {input.Shape} does not require a gradient; set RequiresGrad before computing the output.");
        }
    }

    /// <summary>Fails unless a gradient or tangent has the type and shape of what it belongs to.</summary>
    internal static void CheckFits(string what, Tensor given, Tensor tensor)
    {
        if (given.Shape != tensor.Shape)
            throw new ShapeException($"{what} of shape {given.Shape} does not fit its tensor of shape {tensor.Shape}.");
        if (given.DType != tensor.DType)
            throw new DTypeException(
                $"{what} of type {given.DType.Name()} does not fit its {tensor.DType.Name()} tensor; cast it with To(DType.{tensor.DType}).");
    }
}
