namespace Adjoint.Symbolic;

/// <summary>Common subexpressions: what was computed from the same inputs before is taken instead of computed again.</summary>
internal sealed class CommonSubexpressions
{
    private readonly Dictionary<(Op, Value First, Value? Second), Tensor> known = [];

    /// <summary>The tensor, or an earlier one that is the result of the same operation on the same inputs.</summary>
    public Tensor Share(Tensor tensor)
    {
        if (tensor.Creator is not { } call || call.Inputs.Length > 2) return tensor;
        Value first = call[0].Value;
        Value? second = call.Inputs.Length > 1 ? call[1].Value : null;
        if (known.TryGetValue((call.Op, first, second), out Tensor? before)) return before;
        if (second is { } other && OperationTable.FactsOf(call.Op).IsCommutative
            && known.TryGetValue((call.Op, other, first), out before)) return before;
        known.Add((call.Op, first, second), tensor);
        return tensor;
    }
}
