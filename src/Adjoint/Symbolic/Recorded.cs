using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>The values behind a recorded result: what the tape has kept, and what can be computed of that again.</summary>
internal static class Recorded
{
    /// <summary>Values of calls and leaves.</summary>
    public static Dictionary<object, Tensor> Values(Tensor root)
    {
        var known = new Dictionary<object, Tensor>(ReferenceEqualityComparer.Instance);
        if (root.IsSymbolic) return known;
        List<Call> calls = CallOrder.Of([root], _ => true);
        Keep(root);
        foreach (Call call in calls)
        {
            Keep(call.Output);
            foreach (Tensor input in call.Inputs) Keep(input);
        }

        using Scope scope = GradMode.Off();
        foreach (Call call in calls)
        {
            if (known.ContainsKey(call)) continue;
            var x = new Tensor[call.Inputs.Length];
            for (int i = 0; i < x.Length; i++)
            {
                if (!known.TryGetValue(Key(call[i]), out Tensor? value)) break;
                x[i] = value;
            }

            if (x.Length > 0 && x[^1] is not null && x.All(value => value is not null)) known[call] = Engine.Apply(call.Op, x);
        }

        return known;

        void Keep(Tensor tensor)
        {
            if (!tensor.IsSymbolic) known.TryAdd(Key(tensor), tensor.Detach());
        }
    }

    private static object Key(Tensor tensor) => (object?)tensor.Creator ?? tensor;
}
