namespace Adjoint.Symbolic;

/// <summary>The values behind a recorded result: what the tape has kept, and what can be computed of that again.</summary>
internal static class TapeValues
{
    /// <summary>Values of calls and leaves.</summary>
    public static Dictionary<Value, Tensor> Values(Tensor root)
    {
        var known = new Dictionary<Value, Tensor>();
        if (root.IsSymbolic) return known;
        List<Call> calls = PostOrder.Of([root], _ => true);
        foreach (Tensor tensor in calls.SelectMany(call => call.AllResults().Concat(call.Inputs.ToArray())).Prepend(root))
            if (!tensor.IsSymbolic) known.TryAdd(tensor.Value, tensor.Detach());
        using Scope scope = GradMode.Off();
        foreach (Call call in calls)
        {
            if (known.ContainsKey(new Value(call, 0)) || call.Inputs.IsEmpty) continue;
            Tensor?[] x = Array.ConvertAll(call.Inputs.ToArray(), input => known.GetValueOrDefault(input.Value));
            if (Array.Exists(x, value => value is null)) continue;
            Tensor[] results = Engine.ApplyAll(call.Op, x!);
            for (int i = 0; i < results.Length; i++) known[new Value(call, i)] = results[i];
        }

        return known;
    }
}
