using Adjoint.Graphs;

namespace Adjoint;

/// <summary>
/// A function captured as the calls it makes: run once on symbolic tensors, so nothing is computed, and replayed on real
/// ones. Constants that the function makes are part of the graph.
/// </summary>
public sealed class Graph
{
    private readonly Tensor[] inputs;
    private readonly IReadOnlyList<(Tensor Placeholder, Func<Tensor> Next)> sources = [];
    private readonly IReadOnlyList<(Tensor[] Values, Action<Tensor[]> Effect)> effects = [];
    private readonly bool isRecorded; // and so knows what was tracked

    /// <summary>The graph of outputs that were computed from symbolic inputs; of a recording, with its effects.</summary>
    private Graph(Tensor[] inputs, Tensor[] outputs, Recording? recording = null)
    {
        (this.inputs, Outputs, isRecorded) = (inputs, outputs, recording is not null);
        if (recording is not null) (sources, Updates, effects) = (recording.Sources, recording.Updates, recording.Effects);
        Calls = CallOrder.Behind([.. outputs, .. Updates.Values, .. effects.SelectMany(effect => effect.Values)]);
    }

    /// <summary>What the function takes: symbolic tensors, with types and shapes.</summary>
    public IReadOnlyList<Tensor> Inputs => inputs;

    /// <summary>The calls, each after those it depends on.</summary>
    public IReadOnlyList<Call> Calls { get; }

    /// <summary>Tensors that a replay changes in place, such as running averages, each with the symbolic value that it is given.</summary>
    public IReadOnlyDictionary<Tensor, Tensor> Updates { get; } = new Dictionary<Tensor, Tensor>();

    /// <summary>What the function returned: symbolic tensors, with types and shapes.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The graph as a program, a line for each call.</summary>
    /// <inheritdoc/>
    public override string ToString() => GraphText.Of(this);

    /// <summary>
    /// Captures a function of tensors of the given types and shapes, together with its effects. Random draws, changes in place
    /// of tensors that were there before, as batch normalisation makes them, and steps of optimizers are part of the graph: each
    /// replay draws anew, and changes parameters and buffers as the function would have. Capturing itself changes nothing.
    /// </summary>
    /// <remarks>
    /// Tensors that were there before the capture are read by each replay as they are then; tensors that the function makes are
    /// constants. Gradients that the function computes by <c>Backward</c> are part of the graph: <see cref="Tensor.Grad"/> is
    /// afterwards what it was before. Whatever else the function does, such as counting in a field, it does once, at the capture.
    /// </remarks>
    /// <example>
    /// <code>
    /// Graph step = Graph.Capture(x =&gt;
    /// {
    ///     optimizer.ZeroGrad();
    ///     Tensor loss = model.Call(x[0]).CrossEntropy(x[1]);
    ///     loss.Backward();
    ///     optimizer.Step();
    ///     return [loss];
    /// }, new Spec(DType.Float32, [64, 1, 28, 28]), new Spec(DType.Int64, [64]));
    /// </code>
    /// </example>
    /// <param name="function">The function.</param>
    /// <param name="specs">Type and shape of each input.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="GraphException">
    /// The function reads values, which symbolic tensors do not have, or has an effect that cannot be captured.
    /// </exception>
    public static Graph Capture(Func<Tensor[], Tensor[]> function, params ReadOnlySpan<Spec> specs)
    {
        ArgumentNullException.ThrowIfNull(function);
        var inputs = new Tensor[specs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Tensor.Symbolic(specs[i].Shape, specs[i].DType);
            if (specs[i].DType.IsFloatingPoint()) inputs[i].RequiresGrad = true;
        }

        (Tensor[] outputs, Recording recording) = Recording.Of(() => function(inputs), takesEffects: true);
        return new Graph(inputs, outputs, recording);
    }

    /// <summary>The calls that lead from symbolic inputs to results that were recorded before.</summary>
    internal static Graph Of(Tensor[] inputs, Tensor[] outputs) => new(inputs, outputs);

    /// <summary>
    /// Replays the calls on real inputs of the captured types and shapes, and their effects. Results are recorded for
    /// differentiation as the function's would be, except where the function made an optimizer's step.
    /// </summary>
    /// <param name="values">The inputs.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ShapeException">The inputs are not as many, or not of the shapes, that were captured.</exception>
    /// <exception cref="AdjointException">A step fails, say for a gradient that is not finite; then no tensor has changed.</exception>
    public Tensor[] Run(params ReadOnlySpan<Tensor> values)
    {
        // Who has made a step is done with the gradients.
        using Scope _ = effects.Count > 0 ? GradMode.Off() : Context.Enter();
        Dictionary<Value, Tensor> known = Replay(values, null);
        var results = new Tensor[Outputs.Count];
        for (int i = 0; i < results.Length; i++) results[i] = Value(Outputs[i], known);
        using Scope __ = GradMode.Off();
        foreach ((Tensor[] of, Action<Tensor[]> effect) in effects)
        {
            Tensor[] now = [.. of.Select(value => Value(value, known))];
            if (Context.Current.EffectCapture is { } capture) capture.Effect(now, effect);
            else effect(now);
        }

        foreach ((Tensor target, Tensor value) in Updates) target.CopyFrom(Value(value, known).Detach());
        return results;
    }

    /// <summary>Replays the calls, each of which is shown with its real inputs and result, and gives every value on the way.</summary>
    internal Dictionary<Value, Tensor> Replay(ReadOnlySpan<Tensor> values, Action<Call, Tensor[], Tensor>? inspect)
    {
        if (values.Length != inputs.Length)
            throw new ShapeException($"Graph: takes {inputs.Length} inputs, not {values.Length}.");
        var known = new Dictionary<Value, Tensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            Engine.CheckFits($"Graph: input {i}", values[i], inputs[i]);
            known[inputs[i].Value] = values[i];
        }

        foreach ((Tensor placeholder, Func<Tensor> next) in sources) known[placeholder.Value] = next();
        foreach (Call call in Calls)
        {
            ReadOnlySpan<Tensor> symbolic = call.Inputs;
            var x = new Tensor[symbolic.Length];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = Value(symbolic[i], known);
                if (isRecorded && call.IsCaptured && x[i].RequiresGrad && !symbolic[i].RequiresGrad) x[i] = x[i].Detach();
            }

            // What was computed of large constants did not keep them; those who read its result hold that.
            if (!call.IsCaptured && Array.Exists(x, input => input.IsSymbolic)) continue;
            // What was captured in a no-grad scope stays untracked.
            using Scope _ = call.IsTracked || !isRecorded ? Context.Enter() : GradMode.Off();
            Tensor[] y = Engine.ApplyAll(call.Op, x);
            for (int i = 0; i < y.Length; i++) known[new Value(call, i)] = y[i];
            inspect?.Invoke(call, x, y[0]);
        }

        return known;
    }

    /// <summary>What a captured tensor became in a replay; a constant is itself.</summary>
    internal static Tensor Value(Tensor tensor, Dictionary<Value, Tensor> known) => known.GetValueOrDefault(tensor.Value, tensor);
}
