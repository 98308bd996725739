namespace Adjoint;

/// <summary>
/// One run of a function whose derivatives are wanted. It ran on stand-ins of the inputs, which exist nowhere else, and
/// passes follow only what depends on them: derivatives within derivatives cannot be confused.
/// </summary>
internal sealed class Trace
{
    private readonly string operation;
    private readonly bool records;

    private Trace(string operation, Func<Tensor[], Tensor[]> function, Tensor[] x)
    {
        this.operation = operation;
        bool enabled = GradMode.IsEnabled;
        using (GradMode.On())
        {
            Tensor[] given = [.. x.Select((input, i) => StandIn(input, i, enabled))];
            Inputs = [.. given.Select(input => input.WithoutValues())];
            Outputs = function([.. given]);
            for (int i = 0; i < given.Length; i++)
            {
                if (given[i].Value == Inputs[i].Value) continue;
                throw new GraphException(
                    $"{operation}: the function changes its input {i} in place, which is another one's result; let it change a Clone().");
            }
        }

        records = enabled && (x.Any(input => input.RequiresGrad) || DependsOnMore());
    }

    /// <summary>The stand-ins, without values: places in the graph.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>What the function made of them.</summary>
    public Tensor[] Outputs { get; }

    /// <summary>The results for the user: part of the graph around, if there is one.</summary>
    public Tensor[] Values => records ? Outputs : [.. Outputs.Select(y => y.Detach())];

    /// <summary>Runs the function.</summary>
    public static Trace Of(string operation, Func<Tensor[], Tensor[]> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        return new Trace(operation, function, x);
    }

    /// <summary>The same for a function with one result, which must be a single number.</summary>
    public static Trace OfScalar(string operation, Func<Tensor[], Tensor> function, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(function);
        Trace trace = Of(operation, inputs => [function(inputs)], x);
        Tensor y = trace.Outputs[0];
        if (y.Numel != 1 || !y.DType.IsFloatingPoint())
            throw new ShapeException(
                $"{operation}: the function gives {y.DType.Name()} {y.Shape}, not a single real number; reduce it first, "
                + "say with Sum(), or use Jacobian.");
        return trace;
    }

    /// <summary>
    /// The scope in which derivatives are computed: recorded if the function's result is part of a graph around it, or
    /// one of these tensors is.
    /// </summary>
    public Scope Mode(params ReadOnlySpan<Tensor> others)
    {
        bool record = records;
        foreach (Tensor other in others) record |= GradMode.IsEnabled && other.RequiresGrad;
        return record ? GradMode.On() : GradMode.Off();
    }

    /// <summary>Reverse mode, in the current mode, from the outputs that have a seed: one gradient for each input.</summary>
    public Tensor[] Pull(ReadOnlySpan<Tensor?> seeds, bool retain)
    {
        CheckCount("gradients", seeds.Length, Outputs.Length);
        var outputs = new List<Tensor>();
        var gradients = new List<Tensor>();
        for (int i = 0; i < seeds.Length; i++)
        {
            if (seeds[i] is not { } seed) continue;
            Engine.CheckFits($"{operation}: a gradient", seed, Outputs[i]);
            if (!Outputs[i].RequiresGrad) continue;
            outputs.Add(Outputs[i]);
            gradients.Add(seed);
        }

        Tensor?[] pulled = Engine.GradWithin(Inputs, [.. outputs], Inputs, [.. gradients], GradMode.IsEnabled, retain);
        return Filled(pulled, Inputs);
    }

    /// <summary>Reverse mode from a single number, recorded, so that it can be differentiated again.</summary>
    public Tensor[] PullRecorded()
    {
        using Scope _ = GradMode.On();
        return Pull([Tensor.Ones(Outputs[0].Shape, Outputs[0].DType)], retain: true);
    }

    /// <summary>Forward mode, in the current mode: one tangent for each output.</summary>
    public Tensor[] Push(ReadOnlySpan<Tensor> tangents)
    {
        CheckCount("tangents", tangents.Length, Inputs.Length);
        for (int i = 0; i < tangents.Length; i++) Engine.CheckFits($"{operation}: a tangent", tangents[i], Inputs[i]);
        return Push(Outputs, Inputs, tangents);
    }

    /// <summary>Forward mode from some of the inputs to anything that was computed from them.</summary>
    public Tensor[] Push(Tensor[] outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents) =>
        Filled(Engine.JvpWithin(Inputs, outputs, inputs, tangents, GradMode.IsEnabled), outputs);

    private static Tensor[] Filled(Tensor?[] derivatives, Tensor[] like) =>
        [.. derivatives.Select((d, i) => d ?? Tensor.Zeros(like[i].Shape, like[i].DType))];

    private Tensor StandIn(Tensor input, int index, bool enabled)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.DType.IsFloatingPoint())
            throw new DTypeException(
                $"{operation}: input {index} is {input.DType.Name()}, and only real inputs have derivatives; "
                + "let the function read it from outside.");
        // Captured values come from their place in the graph, whatever the mode.
        Tensor standIn = input.IsSymbolic || (enabled && input.RequiresGrad) ? input.Alias() : input.Detach();
        return standIn.WithGrad();
    }

    /// <summary>Whether the results depend on something tracked other than the inputs, which the function reads from outside.</summary>
    private bool DependsOnMore()
    {
        HashSet<Call?> boundary = [.. Inputs.Select(input => input.Creator)];
        foreach (Call call in CallOrder.Behind(Outputs, value => !boundary.Contains(value.Call)))
        {
            foreach (Tensor input in call.Inputs)
                if (input.RequiresGrad && input.Creator is null && !Inputs.Contains(input)) return true;
        }

        return false;
    }

    private void CheckCount(string what, int given, int expected)
    {
        if (given != expected) throw new ShapeException($"{operation}: takes {expected} {what}, not {given}.");
    }
}
