using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>A derivative rule by rule, from the outside in, as a teacher writes it.</summary>
public static class DifferentiationRules
{
    /// <summary>The rules for one variable, a step for each row of the trace that depends on it, from the result back to the
    /// variable.</summary>
    /// <param name="trace">A trace of numbers, with one result.</param>
    /// <param name="variable">Name of the variable.</param>
    /// <returns>The steps, in that order.</returns>
    public static IReadOnlyList<RuleStep> Of(Derivation trace, string variable)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var depends = new HashSet<string> { variable };
        foreach (DerivationRow row in trace.Rows)
            if (row.Inputs.Any(depends.Contains)) depends.Add(row.Name);
        var needed = new HashSet<string> { trace.NameOf(trace.Outputs[0]) ?? "" };
        var steps = new List<RuleStep>();
        for (int i = trace.Rows.Count - 1; i >= 0; i--)
        {
            DerivationRow row = trace.Rows[i];
            if (!needed.Contains(row.Name) || !depends.Contains(row.Name)) continue;
            foreach (string input in row.Inputs) needed.Add(input);
            steps.Add(Step(trace, row, variable, depends));
        }

        return steps;
    }

    private static RuleStep Step(Derivation trace, DerivationRow row, string variable, HashSet<string> depends)
    {
        bool first = Depends(0);
        bool second = row.Call.Inputs.Length > 1 && Depends(1);
        bool isOuter = row.Inputs.Count == 1 && row.Inputs[0] == variable;
        (string rule, string pattern) = row.Call.Op switch
        {
            Add => first && second ? ("sum rule", "(u + v)' = u' + v'") : ("sum rule, a constant falls away", "(u + c)' = u'"),
            Subtract => first && second ? ("difference rule", "(u - v)' = u' - v'")
                : ("difference rule, a constant falls away", first ? "(u - c)' = u'" : "(c - u)' = -u'"),
            Negate => ("factor rule", "(-u)' = -u'"),
            Multiply => first && second ? ("product rule", "(u*v)' = u'*v + u*v'") : ("factor rule", "(c*u)' = c*u'"),
            Divide => first && second ? ("quotient rule", "(u/v)' = (u'*v - u*v')/v^2")
                : first ? ("factor rule", "(u/c)' = u'/c") : ("quotient rule, constant numerator", "(c/v)' = -c*v'/v^2"),
            Pow when !second => isOuter ? ("power rule", "(x^n)' = n*x^(n - 1)") : ("power and chain rule", "(u^n)' = n*u^(n - 1)*u'"),
            Pow when !first => ("exponential and chain rule", "(c^v)' = c^v*log(c)*v'"),
            Pow => ("power with a variable exponent", "(u^v)' = u^v*(v'*log(u) + v*u'/u)"),
            Square => isOuter ? ("power rule", "(x^2)' = 2*x") : ("power and chain rule", "(u^2)' = 2*u*u'"),
            Maximum or Minimum => ("the one that is chosen", "slope 1 for the chosen one, 0 for the other"),
            Where or Cast => ("cases", "each case for itself"),
            _ => isOuter ? ("derivative of a known function", "g(x)' = g'(x)") : ("chain rule", "g(u)' = g'(u)*u'"),
        };
        DType type = row.Call.Spec.DType;
        Tensor? sum = null;
        using Scope scope = GradMode.On();
        foreach (LocalPartial partial in row.Partials)
        {
            if (!depends.Contains(partial.Input)) continue;
            Tensor slope = partial.Slope.IsSymbolic || partial.Slope.Creator is not null ? partial.Slope : partial.Slope.WithGrad();
            bool isOne = partial.Constant is 1;
            Tensor term = partial.Input == variable ? slope : isOne ? Prime(partial.Input) : slope * Prime(partial.Input);
            sum = sum is null ? term : sum + term;
        }

        return new RuleStep(row.Name, row.Operation, rule, pattern, sum ?? Tensor.Zeros([], type), variable);

        Tensor Prime(string input) => Tensor.Symbol($"d{input}/d{variable}", type);

        bool Depends(int input) => trace.NameOf(row.Call[input]) is { } name && depends.Contains(name);
    }
}

/// <summary>One rule applied to one row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Operation">What it computes, in the names of the trace.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Pattern">The rule, with ' for a derivative.</param>
/// <param name="Derivative">The row's derivative by the rule, in rows and their derivatives.</param>
/// <param name="Variable">With respect to what.</param>
public sealed record RuleStep(string Row, string Operation, string Rule, string Pattern, Tensor Derivative, string Variable)
{
    /// <summary>The step in a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"d{Row}/d{Variable} = {Formula.Text(Derivative)}   [{Rule}: {Pattern}]";
}
