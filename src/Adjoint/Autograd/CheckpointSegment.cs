namespace Adjoint.Autograd;

/// <summary>
/// A piece of a graph that keeps none of the values its backward pass will read: it runs its function again for them. Its
/// calls are the graph's own, so derivatives of any order, hooks and parameters read from outside are as without it.
/// </summary>
/// <remarks>
/// Chen, Xu, Zhang, Guestrin: "Training deep nets with sublinear memory cost", 2016, arXiv 1604.06174. Segments nest: the
/// inner one's inputs belong to what the outer one computes again.
/// </remarks>
internal sealed class CheckpointSegment : Checkpoint
{
    private readonly Func<Tensor[], Tensor[]> function;
    private readonly StreamLog streams = new();
    private readonly Substitution? substitution = Context.Current.Substitution;
    private readonly int[] versions;

    // In the order of their making: calls, and segments within this one.
    private readonly List<object> parts = [];
    private readonly CheckpointSegment? around;
    private readonly bool repeats;
    private Tensor[] inputs;

    private CheckpointSegment(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool repeats)
    {
        this.function = function;
        this.inputs = inputs;
        this.repeats = repeats;
        versions = [.. inputs.Select(x => x.Version)];
        if (repeats || Context.Current.Checkpoint is not CheckpointSegment current) return;
        current.parts.Add(this);
        if (current.repeats) return;
        around = current;
        this.inputs = [.. inputs.Select(x => x.WithoutValues())];
    }

    /// <summary>Runs the function; what it records keeps no values.</summary>
    public static Tensor[] Run(Func<Tensor[], Tensor[]> function, Tensor[] x)
    {
        var segment = new CheckpointSegment(function, x, repeats: false);
        using (segment.streams.Write()) return segment.Enter(x);
    }

    public override Checkpoint? Take(Call call)
    {
        parts.Add(call);
        return repeats ? null : this;
    }

    public override void Restore()
    {
        around?.Restore();
        if (parts.Count == 0) return; // an earlier call has asked
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Version != versions[i])
                throw new GraphException(
                    $"Checkpoint: input {i} was changed in place after the call, so the function cannot be run again on it. "
                    + "Change a Clone() instead.");
        }

        var again = new CheckpointSegment(function, [.. inputs.Select(x => x.Detach().WithGrad(x.RequiresGrad))], repeats: true);
        using (GradMode.On())
        using (streams.Replay())
        using (Substitution.Enter(substitution))
            again.Enter(again.inputs);
        for (int i = 0; i < Math.Max(parts.Count, again.parts.Count); i++)
            Restore(parts.ElementAtOrDefault(i), again.parts.ElementAtOrDefault(i));
        parts.Clear();
    }

    private static void Restore(object? part, object? again)
    {
        if (part is Call call && again is Call made && call.Op.GetType() == made.Op.GetType() && call.Spec == made.Spec) call.Restore(made);
        else if (part is CheckpointSegment inner && again is CheckpointSegment madeInner) inner.inputs = inner.Refilled(madeInner.inputs);
        else throw new GraphException(
            $"Checkpoint: run again, the function calls other operations than the first time ({Name(again)} where it was {Name(part)}); "
            + "it must do the same each time.");

        static string Name(object? part) => part switch { null => "none", Call call => call.ToString(), _ => "a checkpoint within" };
    }

    private Tensor[] Refilled(Tensor[] values) =>
        [.. inputs.Select((x, i) => x.IsSymbolic ? x.WithValues(values[i]) : x)];

    private Tensor[] Enter(Tensor[] x)
    {
        using Scope _ = Context.Enter(this);
        return function(x);
    }
}
