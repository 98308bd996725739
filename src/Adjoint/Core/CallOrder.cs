namespace Adjoint.Core;

/// <summary>The order of the calls in a graph.</summary>
internal static class CallOrder
{
    /// <summary>The calls that lead to some tensors, each after those it depends on.</summary>
    /// <param name="outputs">The tensors.</param>
    /// <param name="follows">Whether to look for the call of a value too; null: for all.</param>
    /// <exception cref="GraphException">A backward pass has freed one of the calls.</exception>
    public static IReadOnlyList<Call> Behind(ReadOnlySpan<Tensor> outputs, Func<Value, bool>? follows = null)
    {
        var found = new HashSet<Call>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Call>();
        var calls = new List<Call>();
        foreach (Tensor output in outputs) Visit(output);
        while (waiting.TryPop(out Call? call))
        {
            if (call.IsFreed) throw call.Freed();
            calls.Add(call);
            foreach (Tensor input in call.Inputs) Visit(input);
        }

        return [.. calls.OrderBy(call => call.Depth)];

        void Visit(Tensor tensor)
        {
            if (tensor.Creator is { } creator && follows?.Invoke(tensor.Value) != false && found.Add(creator)) waiting.Push(creator);
        }
    }
}
