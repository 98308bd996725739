namespace Adjoint.Symbolic;

/// <summary>Calls in post order, as a person would compute them: all that the first input needs, then the next.</summary>
internal static class PostOrder
{
    /// <summary>The calls behind some tensors, each after those it depends on, that pass the filter.</summary>
    /// <exception cref="GraphException">A backward pass has freed one of them.</exception>
    public static List<Call> Of(IEnumerable<Tensor> roots, Func<Tensor, bool> follow)
    {
        var ordered = new List<Call>();
        var found = new HashSet<Call>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(Call Call, int Input)>();
        foreach (Tensor root in roots)
        {
            Enter(root);
            while (open.TryPop(out (Call Call, int Input) top))
            {
                ReadOnlySpan<Tensor> inputs = top.Call.Inputs;
                if (top.Input == inputs.Length)
                {
                    ordered.Add(top.Call);
                    continue;
                }

                open.Push((top.Call, top.Input + 1));
                Enter(inputs[top.Input]);
            }
        }

        return ordered;

        void Enter(Tensor tensor)
        {
            if (tensor.Creator is { } call && follow(tensor) && found.Add(call)) open.Push((call, 0));
        }
    }
}
