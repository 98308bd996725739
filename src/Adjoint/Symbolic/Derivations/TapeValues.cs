using Adjoint.Core;

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
        Keep(root);
        foreach (Call call in calls)
        {
            foreach (Tensor result in call.AllResults()) Keep(result);
            foreach (Tensor input in call.Inputs) Keep(input);
        }

        using Scope scope = GradMode.Off();
        foreach (Call call in calls)
        {
            if (known.ContainsKey(new Value(call, 0))) continue;
            var x = new Tensor[call.Inputs.Length];
            for (int i = 0; i < x.Length; i++)
            {
                if (!known.TryGetValue(call[i].Value, out Tensor? value)) break;
                x[i] = value;
            }

            if (x.Length > 0 && x[^1] is not null && x.All(value => value is not null)) Add(call, Engine.ApplyAll(call.Op, x));
        }

        return known;

        void Add(Call call, Tensor[] results)
        {
            for (int i = 0; i < results.Length; i++) known[new Value(call, i)] = results[i];
        }

        void Keep(Tensor tensor)
        {
            if (!tensor.IsSymbolic) known.TryAdd(tensor.Value, tensor.Detach());
        }
    }

}
