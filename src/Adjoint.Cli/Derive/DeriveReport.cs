using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>All that is to be said of a function at a point, or of its formulas alone.</summary>
internal sealed class DeriveReport
{
    public DeriveReport(DeriveSettings settings)
    {
        Settings = settings;
        (Expression f, IReadOnlyList<Tensor> variables) = (settings.Expression, settings.Variables);
        double[]? point = settings.Point;
        Trace = point is null ? Derivation.Of(f) : Derivation.Of(f, point);
        Jacobian = [.. f.Outputs.Select((_, output) => Differentiation.OfOrder(f, 1, variables, point, output))];
        Cost = Cost.Of(f, variables, Jacobian.SelectMany(row => row.Select(partial => partial.Formula)));
        if (f.IsVector) return;
        Tensor[] formulas = [.. Jacobian[0].Select(partial => partial.Formula)];
        if (point is not null) Gradients = GradientComparison.At(f, variables, formulas, point);
        if (settings.Order > 1) Hessian = Differentiation.OfOrder(f, 2, variables, point);
        if (settings.Order > 2) Highest = Differentiation.OfOrder(f, settings.Order, variables, point);
        if (settings.Rounding is { } rounding) Rounded = HandRounding.Of(
            f, Trace, point!, variables, rounding, settings.RoundWhat, settings.KeepFractions);
        if (settings.Exact) Exact = ExactTrace.Of(Trace, settings.PointTexts.ToDictionary(p => p.Key, p => ExactTrace.Read(p.Value)));
    }

    public DeriveSettings Settings { get; }

    public Derivation Trace { get; }

    /// <summary>Of each value the partial derivatives, with formulas.</summary>
    public IReadOnlyList<IReadOnlyList<PartialDerivative>> Jacobian { get; }

    /// <summary>The gradient in four ways, at a point of a function with one value.</summary>
    public IReadOnlyList<GradientComparison>? Gradients { get; }

    public Cost Cost { get; }

    /// <summary>The second derivatives, if they were asked for.</summary>
    public IReadOnlyList<PartialDerivative>? Hessian { get; }

    /// <summary>The derivatives of the highest order, if that is above the second.</summary>
    public IReadOnlyList<PartialDerivative>? Highest { get; }

    public HandRounding? Rounded { get; }

    /// <summary>The trace in exact numbers, if they were asked for.</summary>
    public ExactTrace? Exact { get; }

    /// <summary>The names of the function's values: those that statements gave, else f, or f1, f2, …</summary>
    public IReadOnlyList<string> OutputNames
    {
        get
        {
            Expression f = Settings.Expression;
            var names = new List<string>();
            foreach (Tensor output in f.Outputs)
            {
                string? row = Trace.Rows.FirstOrDefault(row => ReferenceEquals(row.Call, output.Creator))?.Name;
                string name = row ?? (f.IsVector ? $"f{names.Count + 1}" : "f");
                names.Add(names.Contains(name) ? $"f{names.Count + 1}" : name);
            }

            return names;
        }
    }

    /// <summary>The values at the point.</summary>
    public double[]? Values => Settings.Point is { } point ? Settings.Expression.Evaluate(point) : null;

    /// <summary>The chain rule for a variable.</summary>
    public ChainRule ChainRuleFor(Tensor variable) => ChainRule.Of(Trace, variable.Name!);
}
