using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>Formulas in which operations that stand for a formula of simpler ones are replaced by that.</summary>
internal static class FormulaExpansion
{
    /// <summary>The same formulas by operations that have no formula among their facts.</summary>
    public static Tensor[] Of(ReadOnlySpan<Tensor> roots)
    {
        Tensor[] formulas = roots.ToArray();
        List<Call> calls = PostOrder.Of(formulas, _ => true);
        var formulaOf = new Dictionary<Op, Func<Tensor[], Tensor>?>();
        foreach (Call call in calls)
            if (!formulaOf.ContainsKey(call.Op)) formulaOf.Add(call.Op, call.Op.Facts.Formula);
        if (formulaOf.Values.All(formula => formula is null)) return formulas;
        var replaced = new Dictionary<Value, Tensor>();
        using Scope scope = GradMode.On();
        foreach (Call call in calls)
        {
            Tensor[] x = call.Inputs.ToArray();
            bool changed = false;
            for (int i = 0; i < x.Length; i++)
            {
                if (!replaced.TryGetValue(x[i].Value, out Tensor? other)) continue;
                x[i] = other;
                changed = true;
            }

            if (formulaOf[call.Op] is { } formula) replaced.Add(new Value(call, 0), formula(x));
            else if (changed)
            {
                Tensor[] results = Engine.ApplyAll(call.Op, x);
                for (int i = 0; i < results.Length; i++) replaced.Add(new Value(call, i), results[i]);
            }
        }

        return Array.ConvertAll(formulas, root => replaced.GetValueOrDefault(root.Value, root));
    }
}
