using Adjoint.Autograd;

namespace Adjoint;

public static partial class Engine
{
    /// <summary>Reverse mode without side effects: the gradients of the outputs, summed, with respect to each input.</summary>
    /// <param name="outputs">What to differentiate.</param>
    /// <param name="inputs">With respect to what: leaves or intermediate results.</param>
    /// <param name="gradients">What to pull back from each output; may be left out for single numbers, then 1.</param>
    /// <param name="retainGraph">Keep what calls have saved, for another pass; by default as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass itself, for derivatives of higher order.</param>
    /// <returns>One gradient for each input, of its shape.</returns>
    /// <exception cref="GraphException">No graph, a freed graph, an unused input, or a saved tensor changed in place.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor[] Grad(
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> gradients = default,
        bool? retainGraph = null,
        bool createGraph = false) => Grad(outputs, inputs, gradients, retainGraph, createGraph, allowUnused: false)!;

    /// <summary>The same, with a choice for inputs that no output depends on.</summary>
    /// <param name="outputs">What to differentiate.</param>
    /// <param name="inputs">With respect to what: leaves or intermediate results.</param>
    /// <param name="gradients">What to pull back from each output; may be left out for single numbers, then 1.</param>
    /// <param name="retainGraph">Keep what calls have saved, for another pass; by default as <paramref name="createGraph"/>.</param>
    /// <param name="createGraph">Record the pass itself, for derivatives of higher order.</param>
    /// <param name="allowUnused">Whether such an input gets null; if not, it is an error.</param>
    /// <returns>One gradient for each input, of its shape; null for one that is not used, if that is allowed.</returns>
    /// <exception cref="GraphException">No graph, a freed graph, an unused input, or a saved tensor changed in place.</exception>
    public static Tensor?[] Grad(
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> gradients = default,
        bool? retainGraph = null,
        bool createGraph = false,
        bool allowUnused = false)
    {
        CheckTracked("Grad", inputs);
        using DerivativePass pass = DerivativePass.From(outputs);
        pass.Seed(outputs, gradients, "Grad");
        pass.Aim(inputs);
        pass.Pull(createGraph, !(retainGraph ?? createGraph));
        var results = new Tensor?[inputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = pass.Hooked(inputs[i]);
            if (results[i] is null && !allowUnused)
                throw new GraphException(
                    $"Grad: input {i}, of shape {inputs[i].Shape}, was not used to compute the outputs. Pass allowUnused: "
                    + "true to get null for it.");
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
        using DerivativePass pass = DerivativePass.From(outputs, boundary);
        pass.Seed(outputs, gradients, "Grad");
        pass.Aim(inputs);
        pass.Pull(createGraph, !(createGraph || retainGraph));
        var results = new Tensor?[inputs.Length];
        for (int i = 0; i < results.Length; i++) results[i] = pass.Result(inputs[i]);
        return results;
    }

    /// <summary>Forward mode over a recorded graph: how the output moves when each input moves along its tangent.</summary>
    /// <param name="output">What to differentiate.</param>
    /// <param name="inputs">With respect to what: leaves or intermediate results.</param>
    /// <param name="tangents">One direction for each input, of its shape.</param>
    /// <param name="createGraph">Record the pass itself, for derivatives of higher order.</param>
    /// <returns>Of the output's shape; zero if it does not depend on the inputs.</returns>
    /// <exception cref="GraphException">An input is not tracked, the graph was freed, or a saved tensor changed in place.</exception>
    public static Tensor Jvp(Tensor output, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (inputs.Length != tangents.Length)
            throw new ShapeException($"Jvp: {inputs.Length} inputs need as many tangents, not {tangents.Length}.");
        CheckTracked("Jvp", inputs);
        for (int i = 0; i < inputs.Length; i++) CheckFits("Jvp: a tangent", tangents[i], inputs[i]);
        using DerivativePass pass = DerivativePass.From([output]);
        pass.Push(inputs, tangents, createGraph);
        return pass.Result(output) ?? Tensor.Zeros(output.Shape, output.DType);
    }

    /// <summary>The same for the piece of graph within a boundary. Null for an output that does not move.</summary>
    internal static Tensor?[] JvpWithin(
        ReadOnlySpan<Tensor> boundary,
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> tangents,
        bool createGraph)
    {
        using DerivativePass pass = DerivativePass.From(outputs, boundary);
        pass.Push(inputs, tangents, createGraph);
        var results = new Tensor?[outputs.Length];
        for (int i = 0; i < results.Length; i++) results[i] = pass.Result(outputs[i]);
        return results;
    }

    /// <summary>Reverse mode into <see cref="Tensor.Grad"/> of the leaves.</summary>
    internal static void Backward(Tensor root, Tensor? gradient, bool retainGraph, bool createGraph)
    {
        using DerivativePass pass = DerivativePass.From([root]);
        pass.Seed([root], gradient is null ? default : [gradient], "Backward");
        pass.Pull(createGraph, !retainGraph, accumulate: true);
    }

    /// <summary>Fails if a recorded result has a NaN in it, under anomaly detection.</summary>
    private static void CheckResults(Call call, ReadOnlySpan<Tensor> y, ReadOnlySpan<Tensor> x)
    {
        foreach (Tensor result in y) Anomaly.CheckResult(call, result, x);
    }

    private static void CheckTracked(string operation, ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor input in inputs)
        {
            if (!input.RequiresGrad)
                throw new GraphException(
                    $"{operation}: an input of shape {input.Shape} does not require a gradient; "
                    + "set RequiresGrad before computing the output.");
        }
    }
}
