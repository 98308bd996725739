namespace Adjoint.Symbolic;

/// <summary>
/// A trace as if done by hand: every intermediate value, every local partial derivative and every contribution to an
/// adjoint is rounded as soon as it is there. Variables and constants are not.
/// </summary>
public sealed class HandRounding
{
    /// <summary>For longer traces the effect of each rounding alone, a pass over the trace each, is left out.</summary>
    private const int MostRowsForEffects = 300;

    private HandRounding(double value, IReadOnlyList<RoundedRow> rows, IReadOnlyList<RoundedGradient> gradients) =>
        (Value, Rows, Gradients) = (value, rows, gradients);

    /// <summary>The rounded value of the function.</summary>
    public double Value { get; }

    /// <summary>The rounded trace.</summary>
    public IReadOnlyList<RoundedRow> Rows { get; }

    /// <summary>The rounded derivatives, in the order of the variables.</summary>
    public IReadOnlyList<RoundedGradient> Gradients { get; }

    /// <summary>The rounded value and derivatives.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Value:G17}; {string.Join(", ", Gradients)}");

    /// <summary>Does the trace of an expression with rounded numbers.</summary>
    /// <param name="expression">An expression with one value.</param>
    /// <param name="trace">Its trace.</param>
    /// <param name="point">A number for each variable.</param>
    /// <param name="variables">With respect to which variables derivatives are wanted.</param>
    /// <param name="rounding">How it is rounded.</param>
    /// <param name="scope">What is rounded; by default all.</param>
    /// <param name="keepFractions">Whether what is exactly a fraction, such as 1/3, stays one.</param>
    /// <param name="effects">Whether to find what each rounding alone contributes.</param>
    /// <returns>The values and derivatives.</returns>
    public static HandRounding Of(
        Expression expression, Derivation trace, IReadOnlyList<double> point, IReadOnlyList<Tensor> variables, Rounding rounding,
        RoundingScope scope = RoundingScope.All, bool keepFractions = false, bool effects = true)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(point);
        using Scope off = GradMode.Off();
        var kept = new KeptNumbers(trace, scope, keepFractions);
        var numbers = new ScalarTrace(expression, trace);
        double[] values = numbers.Values(point, Rounded);
        double[][] partials = numbers.Partials(values, Rounded);
        double[] adjoints = numbers.Adjoints(partials, Rounded);
        double[] exact = numbers.Adjoints(numbers.Partials(numbers.Values(point, Unchanged), Unchanged), Unchanged);

        int[] wanted = [.. variables.Select(expression.PlaceOf)];
        List<RoundingEffect>[] alone = effects && trace.Rows.Count <= MostRowsForEffects
            ? Effects(numbers, trace, point, wanted, rounding, kept)
            : [.. wanted.Select(_ => new List<RoundingEffect>())];
        int count = expression.Variables.Count;
        Tensor output = expression.Outputs[0];
        double value = output.Creator is { } root
            && trace.Rows.ToList().FindIndex(row => ReferenceEquals(row.Call, root)) is >= 0 and int last
            ? values[count + last]
            : trace.ValueOf(output)!.Detach().Item();
        if (scope.HasFlag(RoundingScope.Results) && !kept.Keeps(RoundedKind.Value, trace.Rows.Count - 1, 0,
            whole: true)) value = rounding.Round(value);
        return new HandRounding(
            value,
            [.. trace.Rows.Select((row, i) => new RoundedRow(
                row.Name, values[count + i], partials[i], Tidy(adjoints[count + i])))],
            [.. wanted.Select((index, i) => new RoundedGradient(
                expression.Variables[index].Name!, exact[index], Result(index), alone[i]))]);

        double Rounded(RoundedKind kind, int row, int input, double number) => kept.Keeps(kind, row, input) ? number
            : rounding.Round(number);

        double Tidy(double sum) => scope == RoundingScope.All && !keepFractions ? rounding.Tidy(sum) : WithoutBlur(sum);

        double Result(int index) => scope == RoundingScope.All && !keepFractions ? rounding.Tidy(adjoints[index])
            : !scope.HasFlag(RoundingScope.Results) || kept.KeepsResult(expression.Variables[index].Name!) ? WithoutBlur(adjoints[index])
            : rounding.Round(adjoints[index]);
    }

    /// <summary>A sum without the digits that only floating point adds.</summary>
    private static double WithoutBlur(double sum) => Rounding.Significant(14).Round(sum);

    private static double Unchanged(RoundedKind kind, int row, int input, double number) => number;

    private static List<RoundingEffect>[] Effects(
        ScalarTrace numbers, Derivation trace, IReadOnlyList<double> point, int[] wanted, Rounding rounding, KeptNumbers kept)
    {
        double[] values = numbers.Values(point, Unchanged);
        double[][] partials = numbers.Partials(values, Unchanged);
        double[] exact = numbers.Adjoints(partials, Unchanged);
        var effects = wanted.Select(_ => new List<RoundingEffect>()).ToArray();
        for (int row = 0; row < trace.Rows.Count; row++)
        {
            DerivationRow step = trace.Rows[row];
            (double before, double after) = (0, 0);
            double[] changed = numbers.Values(point, Alone(RoundedKind.Value, row, 0));
            if (before != after)
                Report(numbers.Adjoints(numbers.Partials(changed, Unchanged), Unchanged), RoundedKind.Value, null, step.Operation);
            for (int input = 0; input < step.Partials.Count; input++)
            {
                LocalPartial partial = step.Partials[input];
                double[][] one = [.. partials];
                one[row] = [.. partials[row]];
                (before, after) = (partials[row][input], kept.Keeps(RoundedKind.Partial, row, input) ? partials[row][input]
                    : rounding.Round(partials[row][input]));
                one[row][input] = after;
                if (before != after) Report(numbers.Adjoints(one, Unchanged), RoundedKind.Partial, partial.Input, partial.Formula);
                double[] adjoints = numbers.Adjoints(partials, Alone(RoundedKind.Contribution, row, input));
                if (before != after) Report(adjoints, RoundedKind.Contribution, partial.Input, partial.Formula);
            }

            ScalarTrace.Change Alone(RoundedKind kind, int at, int input) => (k, r, i, number) =>
            {
                if (k != kind || r != at || i != input) return number;
                (before, after) = (number, kept.Keeps(kind, row, input) ? number : rounding.Round(number));
                return after;
            };

            void Report(double[] adjoints, RoundedKind kind, string? input, string formula)
            {
                for (int i = 0; i < wanted.Length; i++)
                {
                    double effect = adjoints[wanted[i]] - exact[wanted[i]];
                    if (effect != 0) effects[i].Add(new RoundingEffect(kind, step.Name, input, formula, before, after, effect));
                }
            }
        }

        foreach (List<RoundingEffect> list in effects) list.Sort((a, b) => Math.Abs(b.Effect).CompareTo(Math.Abs(a.Effect)));
        return effects;
    }
}

/// <summary>A row of a trace with rounded numbers.</summary>
/// <param name="Name">The row.</param>
/// <param name="Value">Its value.</param>
/// <param name="Partials">The local partial derivatives, in the order of the exact row's.</param>
/// <param name="Adjoint">The derivative of the function with respect to the row.</param>
public sealed record RoundedRow(string Name, double Value, IReadOnlyList<double> Partials, double Adjoint)
{
    /// <summary>Name, value and derivative.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} = {Value:G17}, adjoint {Adjoint:G17}");
}

/// <summary>A derivative that was computed with rounded numbers.</summary>
/// <param name="Variable">With respect to what.</param>
/// <param name="Exact">As the reverse pass gives it.</param>
/// <param name="Value">With everything rounded.</param>
/// <param name="Effects">What each rounding alone contributes, worst first; empty for a long trace.</param>
public sealed record RoundedGradient(string Variable, double Exact, double Value, IReadOnlyList<RoundingEffect> Effects)
{
    /// <summary>Rounded minus exact.</summary>
    public double Error => Value - Exact;

    /// <summary>With respect to what, rounded and exact.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"∂/∂{Variable} = {Value:G17} (exact {Exact:G17})");
}

/// <summary>What one rounding does to a derivative, if everything else is exact.</summary>
/// <param name="Kind">What is rounded.</param>
/// <param name="Row">Name of the row.</param>
/// <param name="Input">Name of the input, for partials and contributions.</param>
/// <param name="Formula">The formula of what is rounded, in the names of the trace.</param>
/// <param name="Exact">The number.</param>
/// <param name="Rounded">The rounded number.</param>
/// <param name="Effect">By how much the derivative changes.</param>
public sealed record RoundingEffect(
    RoundedKind Kind, string Row, string? Input, string Formula, double Exact, double Rounded, double Effect)
{
    /// <summary>What is rounded: <c>v1</c>, <c>∂v1/∂x</c>, or <c>adjoint of v1 times ∂v1/∂x</c>.</summary>
    public string Step => Kind switch
    {
        RoundedKind.Value => Row,
        RoundedKind.Partial => $"∂{Row}/∂{Input}",
        _ => $"adjoint of {Row} times ∂{Row}/∂{Input}",
    };
}

/// <summary>What is rounded in a trace that is done by hand.</summary>
public enum RoundedKind
{
    /// <summary>The value of a row.</summary>
    Value,

    /// <summary>A local partial derivative.</summary>
    Partial,

    /// <summary>What a row's adjoint times a local partial derivative adds to the adjoint of an input.</summary>
    Contribution,
}
