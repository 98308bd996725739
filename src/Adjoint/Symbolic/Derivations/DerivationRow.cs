namespace Adjoint.Symbolic;

/// <summary>One step of a function: what it computes from what, how it depends on that, and how the result depends on it.</summary>
public sealed class DerivationRow
{
    private readonly Derivation derivation;
    private IReadOnlyList<LocalPartial>? partials;

    internal DerivationRow(Derivation derivation, Call call, string name) => (this.derivation, Call, Name) = (derivation, call, name);

    /// <summary>What the result is called.</summary>
    public string Name { get; }

    /// <summary>The operation and its inputs.</summary>
    public Call Call { get; }

    /// <summary>The step as it is written: <c>v3 = v1 * v2</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {Operation}";

    /// <summary>The operation on paper, in the names of the trace: <c>v1/v2</c>.</summary>
    public string Operation => Formula.Text(Call, derivation.NameOf);

    /// <summary>The same in LaTeX.</summary>
    public string OperationLatex => Formula.Latex(Call, derivation.NameOf);

    /// <summary>The row in terms of the variables, unless that is too long; then as <see cref="Operation"/>.</summary>
    public string WrittenOut => derivation.WriteOut(this);

    /// <summary>Names of the inputs that are no constants, each once.</summary>
    public IReadOnlyList<string> Inputs => [.. derivation.DistinctInputs(Call).Select(input => input.Name)];

    /// <summary>The result; null if it is not known.</summary>
    public Tensor? Value => derivation.ValueOf(Call.Output);

    /// <summary>The derivatives with respect to the inputs; none for an input that is not differentiable.</summary>
    public IReadOnlyList<LocalPartial> Partials => partials ??= derivation.Differentiate(this);

    /// <summary>
    /// The derivative of a function with one value with respect to this row, as a formula in the names of the trace; null if it has
    /// several.
    /// </summary>
    public Tensor? AdjointFormula => derivation.AdjointFormulas?.GetValueOrDefault(Name);

    /// <summary>The derivative of a function with one value with respect to this row; null if it has several, or it is not known.</summary>
    public Tensor? Adjoint => Adjoints is [var one] ? one : null;

    /// <summary>The derivative of each value of the function with respect to this row; null if it is not known.</summary>
    public IReadOnlyList<Tensor?> Adjoints => derivation.AdjointsOf(Call.Output);
}
