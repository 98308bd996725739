namespace Adjoint.Symbolic;

/// <summary>A function has no value at a point: one of its steps left the domain.</summary>
public sealed class DomainException : AdjointException
{
    private DomainException(string message, string step) : base(message) => Step = step;

    /// <summary>The step that left the domain, such as <c>v2 = sqrt(v1)</c>.</summary>
    public string Step { get; }

    /// <summary>Fails if a step on finite numbers x gave a y that is not; constants have no names.</summary>
    internal static void Check(Call call, Tensor[] x, Tensor y, Func<Tensor, string?> names)
    {
        if (!y.DType.IsFloatingPoint() || double.IsFinite(y.Item()) || !x.All(input => double.IsFinite(Number(input)))) return;
        string step = Formula.Text(call, names);
        if (names(call.Output) is { } name) step = $"{name} = {step}";
        var at = new List<string>();
        for (int i = 0; i < x.Length; i++)
            if (names(call[i]) is { } input) at.Add($"{input} = {y.DType.Write(Number(x[i]))}");
        string where = at.Count > 0 ? $" at {string.Join(", ", at.Distinct())}" : "";
        OpFacts facts = OperationTable.FactsOf(call.Op);
        bool overflows = facts.IsDefinedAt?.Invoke([.. x.Select(Number)]) == true;
        string why = facts.Domain is { } domain && !overflows
            ? $"it needs {new FormulaWriter(Symbols.Text, Written).Write(call, new Template(Precedence.None, domain))}"
            : $"the result is {(double.IsNaN(y.Item()) ? "not a number" : $"too large for {y.DType.Name()}")}";
        throw new DomainException($"The function has no value here: {step}{where}, but {why}.", step);

        string Written(Tensor input) => names(input) ?? Formula.Text(input);
    }

    private static double Number(Tensor x) => x.Detach().To(DType.Float64).Item();
}
