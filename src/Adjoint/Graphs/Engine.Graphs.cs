using Adjoint.Core;
using Adjoint.Graphs;

namespace Adjoint;

public static partial class Engine
{
    /// <summary>Runs a function on every slice of a batch at once, on behalf of an operation's batching rule.</summary>
    internal static Tensor[] Map(Op op, Func<Tensor[], Tensor[]> function, BatchInputs x) => Batching.Map(op, function, x);

    /// <summary>The places of an input that places of the first result depend on, through an operation's expansion.</summary>
    internal static Extent[] ReachOfExpansion(FusedOp op, Call call, int input, ReadOnlySpan<Extent> of)
    {
        (Tensor[] x, Tensor[] y, IReadOnlyList<Call> steps) = Expansion(op, call);
        return ReachBack.From(steps, y[0], of.ToArray()).GetValueOrDefault(x[input].Value)
            ?? Enumerable.Repeat(Extent.None, x[input].Rank).ToArray();
    }

    /// <summary>The arithmetic of an operation's expansion; null if that of a step is not known.</summary>
    internal static Work? WorkOfExpansion(FusedOp op, Call call)
    {
        Work total = Work.None;
        foreach (Call step in Expansion(op, call).Steps)
        {
            if (step.Op.Work(step) is not { } work) return null;
            total += work;
        }

        return total;
    }

    /// <summary>The expansion of a call, on symbolic tensors.</summary>
    private static (Tensor[] X, Tensor[] Y, IReadOnlyList<Call> Steps) Expansion(FusedOp op, Call call)
    {
        var x = new Tensor[call.Inputs.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Tensor.Symbolic(call[i].Shape, call[i].DType);
        (Tensor[] y, Recording recording) = Recording.Of(() => op.Expand(x));
        return (x, y, [.. recording.Calls.Select(recorded => recorded.Call)]);
    }
}
