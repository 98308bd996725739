using Adjoint.Autograd;
using Adjoint.Core;

namespace Adjoint;

/// <summary>
/// A function captured as the calls it makes: run once on symbolic tensors, so nothing is computed, and replayed on real
/// ones. Constants that the function makes are part of the graph.
/// </summary>
public sealed class Graph
{
    private readonly Tensor[] inputs;

    /// <summary>The graph of outputs that were computed from symbolic inputs.</summary>
    internal Graph(Tensor[] inputs, Tensor[] outputs)
    {
        this.inputs = inputs;
        Outputs = outputs;
        using DerivativePass walk = DerivativePass.From(outputs);
        Calls = walk.Calls;
    }

    /// <summary>What the function takes: symbolic tensors, with types and shapes.</summary>
    public IReadOnlyList<Tensor> Inputs => inputs;

    /// <summary>The calls, each after those it depends on.</summary>
    public IReadOnlyList<Call> Calls { get; }

    /// <summary>What the function returned: symbolic tensors, with types and shapes.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>Captures a function of tensors of the given types and shapes.</summary>
    /// <exception cref="GraphException">The function reads values, which symbolic tensors do not have.</exception>
    public static Graph Capture(Func<Tensor[], Tensor[]> function, params ReadOnlySpan<Spec> specs)
    {
        ArgumentNullException.ThrowIfNull(function);
        var inputs = new Tensor[specs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Tensor.Symbolic(specs[i].Shape, specs[i].DType);
            if (specs[i].DType.IsFloatingPoint()) inputs[i].RequiresGrad = true;
        }

        return new Graph(inputs, function(inputs));
    }

    /// <summary>The calls that lead from symbolic inputs to results that were recorded before.</summary>
    internal static Graph Of(Tensor[] inputs, Tensor[] outputs) => new(inputs, outputs);

    /// <summary>Replays the calls on real inputs of the captured types and shapes.</summary>
    /// <exception cref="ShapeException">The inputs are not as many, or not of the shapes, that were captured.</exception>
    public Tensor[] Run(params ReadOnlySpan<Tensor> values)
    {
        Dictionary<object, Tensor> known = Replay(values, null);
        var results = new Tensor[Outputs.Count];
        for (int i = 0; i < results.Length; i++) results[i] = Value(Outputs[i], known);
        return results;
    }

    /// <summary>Replays the calls, and gives every value that was computed on the way.</summary>
    /// <param name="values">The inputs.</param>
    /// <param name="inspect">Is shown each call with its real inputs and result.</param>
    /// <returns>The values of the captured inputs and calls; see <see cref="Value"/>.</returns>
    internal Dictionary<object, Tensor> Replay(ReadOnlySpan<Tensor> values, Action<Call, Tensor[], Tensor>? inspect)
    {
        if (values.Length != inputs.Length)
            throw new ShapeException($"Graph: takes {inputs.Length} inputs, not {values.Length}.");
        var known = new Dictionary<object, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < inputs.Length; i++)
        {
            Engine.CheckFits($"Graph: input {i}", values[i], inputs[i]);
            known[inputs[i]] = values[i];
        }

        foreach (Call call in Calls)
        {
            ReadOnlySpan<Tensor> symbolic = call.Inputs;
            var x = new Tensor[symbolic.Length];
            for (int i = 0; i < x.Length; i++) x[i] = Value(symbolic[i], known);
            // What was computed of large constants did not keep them; those who read its result hold that.
            if (!call.IsCaptured && Array.Exists(x, input => input.IsSymbolic)) continue;
            Tensor y = Engine.Apply(call.Op, x);
            known[call] = y;
            inspect?.Invoke(call, x, y);
        }

        return known;
    }

    /// <summary>What a captured tensor became in a replay; a constant is itself.</summary>
    internal static Tensor Value(Tensor tensor, Dictionary<object, Tensor> known) =>
        known.GetValueOrDefault(tensor.Node, tensor);
}
