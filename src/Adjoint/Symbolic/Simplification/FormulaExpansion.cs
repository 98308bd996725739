namespace Adjoint.Symbolic;

/// <summary>Formulas in which operations that stand for a formula of simpler ones are replaced by that.</summary>
internal static class FormulaExpansion
{
    /// <summary>The same formulas by operations that have no formula among their facts.</summary>
    public static Tensor[] Of(ReadOnlySpan<Tensor> roots)
    {
        Tensor[] formulas = roots.ToArray();
        List<Call> calls = PostOrder.Of(formulas, _ => true);
        if (calls.TrueForAll(call => OperationTable.FactsOf(call.Op).Formula is null)) return formulas;
        var replaced = new Dictionary<Value, Tensor>();
        using Scope scope = GradMode.On();
        foreach (Call call in calls)
        {
            Tensor[] x = Array.ConvertAll(call.Inputs.ToArray(), Replaced);
            Tensor[] results = OperationTable.FactsOf(call.Op).Formula is { } formula ? [formula(x)]
                : call.Inputs.SequenceEqual(x) ? []
                : Engine.ApplyAll(call.Op, x);
            for (int i = 0; i < results.Length; i++) replaced.Add(new Value(call, i), results[i]);
        }

        return Array.ConvertAll(formulas, Replaced);

        Tensor Replaced(Tensor tensor) => replaced.GetValueOrDefault(tensor.Value, tensor);
    }
}
