using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>Common subexpressions: what was computed from the same inputs before is taken instead of computed again.</summary>
internal sealed class CommonSubexpressions
{
    private readonly Dictionary<Key, Tensor> known = [];

    /// <summary>The tensor, or an earlier one that is the result of the same operation on the same inputs.</summary>
    public Tensor Share(Tensor tensor)
    {
        if (tensor.Creator is not { } call || call.Inputs.Length > 2) return tensor;
        Value first = call[0].Value;
        Value? second = call.Inputs.Length > 1 ? call[1].Value : null;
        var key = new Key(call.Op, first, second);
        if (known.TryGetValue(key, out Tensor? before)) return before;
        if (second is not null && OperationTable.FactsOf(call.Op).IsCommutative
            && known.TryGetValue(new Key(call.Op, second!.Value, first), out before)) return before;
        known.Add(key, tensor);
        return tensor;
    }

    private readonly record struct Key(Op Op, Value First, Value? Second);
}
