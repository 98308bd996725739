namespace Adjoint.Symbolic;

public sealed partial class Derivation
{
    /// <summary>A formula that is longer is written with the adjoints of other rows.</summary>
    private const double LongestAdjoint = 60;

    /// <summary>Nobody reads the formulas of more rows.</summary>
    private const int MostAdjointRows = 400;

    private IReadOnlyDictionary<string, Tensor>? adjointFormulas;

    /// <summary>
    /// The derivatives of a function with one value with respect to rows and variables, as formulas in the names of the trace: each the
    /// sum over the rows that use it of their adjoint times their local partial. Null for several values, or a long trace.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor>? AdjointFormulas => adjointFormulas ??= FindAdjointFormulas();

    private Dictionary<string, Tensor>? FindAdjointFormulas()
    {
        if (Outputs.Count != 1 || Rows.Count > MostAdjointRows || Rows.Any(row => row.Call.Spec.Shape.Rank != 0)) return null;
        DType type = Outputs[0].DType;
        string? result = NameOf(Outputs[0]);
        var found = new Dictionary<string, Tensor>();
        var sums = new Dictionary<string, Tensor>();
        using Scope scope = GradMode.On();
        if (result is not null) sums[result] = Tensor.Ones([], type);
        for (int i = Rows.Count - 1; i >= 0; i--)
        {
            DerivationRow row = Rows[i];
            Tensor adjoint = found[row.Name] = Settled(row.Name);
            Tensor factor = new FormulaLength().Of(adjoint) > LongestAdjoint ? Tensor.Symbol($"d{result}/d{row.Name}", type) : adjoint;
            foreach (LocalPartial partial in row.Partials)
            {
                Tensor term = factor * partial.Slope;
                sums[partial.Input] = sums.TryGetValue(partial.Input, out Tensor? before) ? before + term : term;
            }
        }

        foreach ((string name, _) in Leaves) found[name] = Settled(name);
        return found;

        Tensor Settled(string name) => sums.TryGetValue(name, out Tensor? sum) ? Simplifier.Simplify(sum) : Tensor.Zeros([], type);
    }
}
