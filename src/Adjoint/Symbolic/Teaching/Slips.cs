using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>What a derivative by hand comes to if numbers are rounded, or one rule is misapplied.</summary>
public static class Slips
{
    private const int MostDecimals = 5;

    /// <summary>For longer traces single steps are not tried.</summary>
    private const int MostRows = 200;

    private static readonly (RoundingScope Scope, string Words)[] Scopes =
    [
        (RoundingScope.All, "every number"),
        (RoundingScope.Values, "the values of the rows"),
        (RoundingScope.Partials, "the local partials"),
        (RoundingScope.Values | RoundingScope.Partials, "values and local partials"),
        (RoundingScope.Adjoints, "the adjoints"),
        (RoundingScope.Partials | RoundingScope.Adjoints, "local partials and adjoints"),
    ];

    /// <summary>All of them for one variable, the simplest first: roundings, then single slips, then slips in rounded numbers.</summary>
    /// <param name="expression">An expression with one value.</param>
    /// <param name="point">A number for each variable.</param>
    /// <param name="variable">The variable.</param>
    /// <returns>What each comes to.</returns>
    public static IEnumerable<Slip> Of(Expression expression, IReadOnlyList<double> point, Tensor variable)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(variable);
        Derivation trace = Derivation.Of(expression, [.. point]);
        foreach (Slip slip in Roundings(expression, trace, point, variable, "")) yield return slip;
        if (trace.Rows.Count > MostRows) yield break;
        foreach (Slip slip in SingleRoundings(expression, trace, point, variable)) yield return slip;
        foreach (Slip slip in Mistakes(expression, trace, point, variable, null)) yield return slip;
        if (Reciprocals(expression) is { } other)
        {
            Derivation second = Derivation.Of(other, [.. point]);
            Tensor same = other.Variables.First(v => v.Name == variable.Name);
            foreach (Slip slip in Roundings(other, second, point, same, ", with quotients a/b as a*(1/b)")) yield return slip;
            foreach (Slip slip in SingleRoundings(other, second, point, same))
                yield return slip with { Explanation = slip.Explanation + ", with quotients a/b as a*(1/b)" };
        }

        for (int decimals = 1; decimals <= 3; decimals++)
        {
            foreach (Slip slip in Mistakes(expression, trace, point, variable, Rounding.Decimals(decimals)))
                yield return slip with { Explanation = $"{slip.Explanation}, and every number rounded to {Rounding.Decimals(decimals)}" };
        }
    }

    private static IEnumerable<Slip> Roundings(
        Expression expression, Derivation trace, IReadOnlyList<double> point, Tensor variable, string form)
    {
        IEnumerable<Rounding> all = Enumerable.Range(0, MostDecimals).Select(Rounding.Decimals)
            .Concat(Enumerable.Range(1, MostDecimals).Select(Rounding.Significant));
        foreach ((RoundingScope scope, string words) in Scopes)
        {
            foreach (Rounding rounding in all)
            {
                double value = HandRounding.Of(expression, trace, point, [variable], rounding, scope, effects: false).Gradients[0].Value;
                yield return new Slip($"{words} rounded to {rounding}{form}", value, true);
            }

            if (scope != RoundingScope.All) continue;
            foreach (Rounding rounding in all)
            {
                double value = HandRounding.Of(
                    expression, trace, point, [variable], rounding, scope, keepFractions: true, effects: false).Gradients[0].Value;
                yield return new Slip($"{words} rounded to {rounding}, fractions kept{form}", value, true);
            }
        }
    }

    private static IEnumerable<Slip> SingleRoundings(
        Expression expression, Derivation trace, IReadOnlyList<double> point, Tensor variable)
    {
        for (int decimals = 0; decimals <= 3; decimals++)
        {
            Rounding rounding = Rounding.Decimals(decimals);
            RoundedGradient gradient = HandRounding.Of(expression, trace, point, [variable], rounding).Gradients[0];
            foreach (RoundingEffect effect in gradient.Effects)
            {
                yield return new Slip(
                    string.Create(
                        CultureInfo.InvariantCulture, $"only {effect.Step} rounded, from {effect.Exact:G7} to {effect.Rounded:G7}"),
                    gradient.Exact + effect.Effect, true);
            }
        }
    }

    private static List<Slip> Mistakes(
        Expression expression, Derivation trace, IReadOnlyList<double> point, Tensor variable, Rounding? rounding)
    {
        using Scope off = GradMode.Off();
        var numbers = new ScalarTrace(expression, trace);
        int index = expression.PlaceOf(variable);
        double[] values = numbers.Values(point, Change);
        double[][] partials = numbers.Partials(values, Change);
        var found = new List<Slip>();
        double right = Derivative(partials);
        found.Add(new Slip("the sign of the result is the other one", -right, false));
        found.Add(new Slip("the result is twice what it should be", 2 * right, false));
        found.Add(new Slip("the result is half of what it should be", right / 2, false));
        for (int row = 0; row < trace.Rows.Count; row++)
        {
            DerivationRow step = trace.Rows[row];
            if (partials[row].Length != step.Partials.Count) continue;
            if (step.Call.Op is Divide && partials[row].Length == 2)
            {
                Try(row, $"the quotient rule for {step.Name} = {step.Operation} the wrong way round", [-partials[row][0],
                    -partials[row][1]]);
                double below = Value(step.Call[1]);
                Try(row, $"in the quotient rule for {step.Name} = {step.Operation} the denominator is not squared",
                    [partials[row][0] * below, partials[row][1] * below]);
                Try(row, $"the quotient {step.Name} = {step.Operation} differentiated part by part, u'/v'",
                    [1 / below, 0]);
            }

            if (step.Call.Op is Multiply && partials[row].Length == 2)
                Try(row, $"the product {step.Name} = {step.Operation} differentiated part by part, u'*v'", [1, 1]);
            for (int i = 0; i < partials[row].Length; i++)
            {
                double slope = partials[row][i];
                string name = $"∂{step.Name}/∂{step.Partials[i].Input} = {step.Partials[i].Formula}";
                if (slope != 0) One(row, i, $"the sign of {name} is the other one", -slope);
                if (slope != 1) One(row, i, $"the inner derivative {name} is forgotten", 1);
                if (slope != 0) One(row, i, $"the path through {name} is left out", 0);
                One(row, i, $"a factor 2 too much in {name}", 2 * slope);
                One(row, i, $"a factor 2 is missing in {name}", slope / 2);
                if (slope is not (0 or 1 or -1)) One(row, i, $"{name} is turned upside down", 1 / slope);
                if (step.Partials.Count == 1 && step.Call.Op is not (Add or Subtract or Negate))
                    One(row, i, $"{step.Name} itself is taken for its derivative {name}", values[expression.Variables.Count + row]);
                if (step.Call.Op is Square or Pow && Value(step.Call[0]) is var u && u != 0)
                    One(row, i, $"in {name} the exponent is not lowered", slope * u);
            }
        }

        return found;

        double Change(RoundedKind kind, int row, int input, double number) => rounding?.Round(number) ?? number;

        double Derivative(double[][] slopes) => numbers.Adjoints(slopes, Change)[index];

        double Value(Tensor tensor) => trace.ValueOf(tensor) is { } known ? known.Detach().To(DType.Float64).Item() : double.NaN;

        void One(int row, int input, string words, double slope)
        {
            double[] changed = [.. partials[row]];
            changed[input] = slope;
            Try(row, words, changed);
        }

        void Try(int row, string words, double[] slopes)
        {
            double[][] changed = [.. partials];
            changed[row] = slopes;
            double value = Derivative(changed);
            if (double.IsFinite(value) && value != right) found.Add(new Slip(words, value, false));
        }
    }

    /// <summary>The same function with a·(1/b) for every a/b; null where it has no quotient.</summary>
    private static Expression? Reciprocals(Expression expression)
    {
        if (expression.IsVector || !expression.Graph.Calls.Any(call => call.Op is Divide && call[0].IsSymbolic && call[1].IsSymbolic))
            return null;
        var replaced = new Dictionary<Value, Tensor>();
        using Scope scope = GradMode.On();
        foreach (Call call in PostOrder.Of(expression.Outputs, _ => true))
        {
            Tensor[] x = [.. call.Inputs.ToArray().Select(input => replaced.GetValueOrDefault(input.Value, input))];
            replaced[new Value(call, 0)] = call.Op is Divide && call[1].IsSymbolic ? x[0] * x[1].Reciprocal() : Engine.Apply(call.Op, x);
        }

        Tensor output = replaced.GetValueOrDefault(expression.Outputs[0].Value, expression.Outputs[0]);
        return new Expression(expression.Source, expression.Variables, [], [output], false, expression.DType);
    }
}
