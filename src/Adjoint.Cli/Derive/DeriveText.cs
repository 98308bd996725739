using System.Globalization;
using Adjoint.Symbolic;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>A derivation for a person: tables that fit 80 columns.</summary>
internal sealed class DeriveText(DeriveReport report, IAnsiConsole console)
{
    /// <summary>Of a longer trace the beginning and the end are shown; all of it is in the JSON document.</summary>
    private const int MostRows = 200;

    /// <summary>A chain rule over more rows than this is not shown: nobody reads it.</summary>
    private const int MostRowsOfChain = 1000;

    /// <summary>More columns of adjoints do not fit; the JSON document has them.</summary>
    private const int MostAdjoints = 3;

    private const int MostEffects = 10;
    private const int LongestFormula = 2000;

    private readonly DeriveSettings settings = report.Settings;
    private readonly Expression f = report.Settings.Expression;

    public void Write()
    {
        WriteFunction();
        WriteTrace();
        WriteKinks();
        if (f.IsVector) WriteJacobian();
        else WriteGradient();
        WriteFormulas();
        WriteCost();
        if (settings.Rules) WriteRules();
        if (report.Exact is not null) WriteExact();
        if (report.Rounded is { } rounded) WriteRounded(rounded);
        if (report.Hessian is { } hessian) WriteDerivatives("Second derivatives", hessian);
        if (report.Highest is { } highest) WriteDerivatives($"Derivatives of order {settings.Order}", highest);
        if (settings.Answers.Count > 0)
        {
            Heading("Answers");
            foreach (string line in AnswerText.Lines(AnswerCheck.All(report))) WriteFormula(line);
        }
    }

    private void WriteRules()
    {
        foreach (Tensor variable in settings.Variables)
        {
            Heading($"Rule by rule: d{report.OutputNames[0]}/d{variable.Name}");
            foreach (RuleStep step in DifferentiationRules.Of(report.Trace, variable.Name!))
            {
                WriteFormula($"{step.Row} = {step.Operation}");
                WriteFormula($"  {step.Rule}: {step.Pattern}");
                WriteFormula($"  d{step.Row}/d{variable.Name} = {Shorten(Formula.Text(step.Derivative))}");
            }
        }
    }

    private void WriteExact()
    {
        Heading("Exactly");
        var table = NewTable();
        table.AddColumn("");
        table.AddColumn("exact");
        AddNumbers(table, "value");
        foreach ((string name, string exact, double value)? line in Shown([.. Exactly.Lines(report).Select(x => ((string, string,
            double)?)x)]))
            Row(table, line is var (name, exact, value) ? [name, exact, Short(value)] : ["..."]);
        console.Write(table);
    }

    /// <summary>A table of the points of a sweep.</summary>
    public static void Write(DeriveSettings settings, IEnumerable<SweepPoint> sweep, IAnsiConsole console)
    {
        Expression f = settings.Expression;
        string[] outputs = f.IsVector ? [.. f.Outputs.Select((_, i) => $"f{i + 1}")] : ["f"];
        var table = NewTable();
        foreach (Tensor variable in f.Variables) AddNumbers(table, variable.Name!);
        foreach (string output in outputs) AddNumbers(table, output);
        foreach (string output in outputs)
            foreach (Tensor variable in settings.Variables) AddNumbers(table, $"∂{output}/∂{variable.Name}");
        var problems = new List<string>();
        foreach (SweepPoint point in sweep)
        {
            var cells = point.Point.Select(value => Short(value)).ToList();
            foreach (double value in point.Values ?? []) cells.Add(Short(value));
            foreach (double slope in (point.Gradients ?? []).SelectMany(gradient => gradient)) cells.Add(Short(slope));
            while (cells.Count < table.Columns.Count) cells.Add("—");
            if (point.Problem is { } problem && !problems.Contains(problem)) problems.Add(problem);
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        console.Write(table);
        const int mostProblems = 5;
        foreach (string problem in problems.Take(mostProblems)) console.WriteLine($"— {problem}");
        if (problems.Count > mostProblems) console.WriteLine($"— and so at {problems.Count - mostProblems} more points.");
    }

    private void WriteFunction()
    {
        string arguments = string.Join(", ", f.Variables.Select(variable => variable.Name));
        double[]? values = report.Values;
        for (int i = 0; i < f.Outputs.Count; i++)
        {
            string name = report.OutputNames[i];
            WriteFormula($"{name}({arguments}) = {Shorten(Formula.Text(f.Outputs[i]))}");
            if (values is null) continue;
            string point = string.Join(", ", settings.Point!.Select(Exact));
            console.WriteLine($"{name}({point}) = {Exact(values[i])}");
        }
    }

    private void WriteTrace()
    {
        if (report.Trace.Rows.Count == 0) return;
        Heading("Trace");
        var table = NewTable();
        table.AddColumn("step");
        bool numbers = settings.Point is not null;
        if (numbers) AddNumbers(table, "value");
        table.AddColumn("local partial");
        if (numbers) AddNumbers(table, "value");
        foreach (string adjoint in Adjoints())
            if (numbers) AddNumbers(table, adjoint);
            else table.AddColumn(adjoint);
        foreach (DerivationVariable leaf in report.Trace.Variables.Take(MostRows))
            Add(leaf.Name, Short(leaf.Value), "", "", Adjoints(leaf.Name, leaf.Adjoints));
        foreach (DerivationRow? row in Shown(report.Trace.Rows))
        {
            if (row is null)
            {
                Row(table, $"... {report.Trace.Rows.Count - MostRows} more");
                continue;
            }

            string step = $"{row.Name} = {Shorten(row.Operation)}";
            string value = Short(row.Value);
            string[] adjoints = [.. Adjoints(row.Name, row.Adjoints)];
            if (row.Partials.Count == 0) Add(step, value, "", "", adjoints);
            foreach (LocalPartial partial in row.Partials)
            {
                Add(step, value, $"∂/∂{partial.Input} = {partial.Formula}", Short(partial.Value), adjoints);
                step = value = "";
                adjoints = [];
            }
        }

        console.Write(table);

        void Add(string step, string value, string partial, string slope, IEnumerable<string> adjoints) =>
            Row(table, numbers ? [step, value, partial, slope, .. adjoints] : [step, partial, .. adjoints]);
    }

    /// <summary>The adjoints of a row or variable: numbers, or without a point the formula.</summary>
    private IEnumerable<string> Adjoints(string name, IReadOnlyList<Tensor?> numbers) =>
        settings.Point is not null || f.Variables.Count == 0 ? numbers.Select(Short)
        : report.Trace.AdjointFormulas?.GetValueOrDefault(name) is { } formula ? [Shorten(Formula.Text(formula))] : [];

    private void WriteKinks()
    {
        if (settings.Point is null) return;
        foreach (Kink kink in Kink.Of(report.Trace)) console.WriteLine($"Note: {kink}.");
    }

    /// <summary>Titles of the columns of adjoints: one for each value of the function.</summary>
    private IEnumerable<string> Adjoints() => f.IsVector
        ? settings.Point is null || f.Outputs.Count > MostAdjoints ? [] : report.OutputNames.Select(name => $"adjoint {name}")
        : ["adjoint"];

    private void WriteGradient()
    {
        if (report.Gradients is not { Count: > 0 } gradients) return;
        Heading("Gradient");
        var table = NewTable();
        table.AddColumn("");
        foreach (string mode in (string[])["reverse", "forward", "symbolic", "numeric"]) AddNumbers(table, mode);
        foreach (GradientComparison gradient in gradients)
        {
            Row(
                table, Partial(gradient.Variable), Long(gradient.Reverse), Long(gradient.Forward), Long(gradient.Symbolic),
                Long(gradient.Numeric));
        }

        console.Write(table);
        string steps = string.Join(", ", gradients.Select(g => $"{g.Variable} ± {g.Step.ToString("G3", CultureInfo.InvariantCulture)}"));
        console.WriteLine($"numeric: central differences in float64, {steps}");
        if (gradients.Where(g => double.IsFinite(g.Disagreement)).MaxBy(g => g.Disagreement) is { } largest)
            console.WriteLine(
                $"largest disagreement: {largest.Disagreement.ToString("G3", CultureInfo.InvariantCulture)}, "
                + $"in {Partial(largest.Variable)}");
        foreach (GradientComparison gradient in gradients.Where(g => !double.IsFinite(g.Reverse)))
            console.WriteLine($"{Partial(gradient.Variable)} is not finite here: {Culprit()}");
    }

    /// <summary>The local partial that makes a derivative infinite.</summary>
    private string Culprit()
    {
        foreach (DerivationRow row in report.Trace.Rows)
        {
            if (row.Partials.FirstOrDefault(p => p.Value is { } value && !double.IsFinite(value)) is { } partial)
                return $"the local partial ∂{row.Name}/∂{partial.Input} = {partial.Formula} of {row.Name} = {row.Operation} is not";
        }

        return "the adjoints are too large";
    }

    private void WriteFormulas()
    {
        if (settings.Variables.Count == 0) return;
        Heading("Formulas");
        for (int i = 0; i < report.Jacobian.Count; i++)
        {
            foreach ((PartialDerivative partial, Tensor variable) in report.Jacobian[i].Zip(settings.Variables))
            {
                string left = $"∂{report.OutputNames[i]}/∂{variable.Name}";
                WriteFormula($"{left} = {Shorten(Formula.Text(partial.Formula))}");
                if (f.IsVector || report.Trace.Rows.Count > MostRowsOfChain) continue;
                ChainRule chain = report.ChainRuleFor(variable);
                string[] forms = [Shorten(Formula.Text(chain.InPartials)), Shorten(Formula.Text(chain.InRows))];
                string whole = Whole(report.OutputNames[i], variable.Name!);
                foreach (string form in forms.Distinct())
                {
                    WriteFormula($"{whole} = {form}");
                    whole = new string(' ', whole.Length);
                }
            }
        }

        if (!f.IsVector && report.Trace.Rows.Count <= MostRowsOfChain)
            console.WriteLine("(simplified, then by the chain rule: d is a whole derivative, ∂ that of a row)");
    }

    private void WriteCost()
    {
        Heading("Cost in operations");
        Cost cost = report.Cost;
        string forward = string.Join(", ", cost.Forward.Zip(settings.Variables, (count, variable) => $"{count} for {variable.Name}"));
        console.WriteLine(
            $"function {cost.Function}; reverse adds {cost.Reverse} for all variables; "
            + $"forward adds {(forward.Length == 0 ? "0" : forward)};");
        console.WriteLine($"the simplified formulas together take {cost.Symbolic}");
    }

    private void WriteRounded(HandRounding rounded)
    {
        string what = settings.RoundWhat == RoundingScope.All ? "" : $" ({settings.RoundWhat.ToString().ToLowerInvariant()} only)";
        string kept = settings.KeepFractions ? ", fractions kept" : "";
        Heading($"By hand, rounded to {settings.Rounding}{what}{kept}");
        console.WriteLine($"value {Exact(rounded.Value)}, exactly {Exact(report.Values![0])}");
        var table = NewTable();
        table.AddColumn("step");
        foreach (string column in (string[])["exact", "rounded"]) AddNumbers(table, column);
        table.AddColumn("");
        foreach (string column in (string[])["exact", "rounded"]) AddNumbers(table, column);
        foreach ((DerivationRow Exact, RoundedRow Rounded)? pair in Shown(
            [.. report.Trace.Rows.Zip(rounded.Rows).Select(p => ((DerivationRow, RoundedRow)?)p)]))
        {
            if (pair is not var (row, rough))
            {
                Row(table, "...", "", "", "", "", "");
                continue;
            }

            Row(
                table, $"{row.Name} = {Shorten(row.Operation)}", Short(row.Value), Short(rough.Value), "adjoint", Short(row.Adjoint),
                Short(rough.Adjoint));
            for (int i = 0; i < row.Partials.Count; i++)
                Row(table, "", "", "", $"∂/∂{row.Partials[i].Input}", Short(row.Partials[i].Value), Short(rough.Partials[i]));
        }

        console.Write(table);
        foreach (RoundedGradient gradient in rounded.Gradients) WriteEffects(gradient);
    }

    private void WriteEffects(RoundedGradient gradient)
    {
        console.WriteLine(
            $"{Partial(gradient.Variable)} by hand {Exact(gradient.Value)}, exactly {Exact(gradient.Exact)}: "
            + $"error {Signed(gradient.Error)}");
        if (gradient.Effects.Count == 0) return;
        console.WriteLine("what each rounding alone contributes, worst first:");
        var table = NewTable();
        table.AddColumn("rounded");
        table.AddColumn("formula");
        foreach (string column in (string[])["from", "to", "effect"]) AddNumbers(table, column);
        foreach (RoundingEffect effect in gradient.Effects.Take(MostEffects))
            Row(table, effect.Step, Shorten(effect.Formula), Short(effect.Exact), Short(effect.Rounded), Signed(effect.Effect));
        if (gradient.Effects.Count > MostEffects) Row(table, $"... {gradient.Effects.Count - MostEffects} more", "", "", "", "");
        console.Write(table);
    }

    private void WriteDerivatives(string title, IReadOnlyList<PartialDerivative> derivatives)
    {
        Heading(title);
        var table = NewTable();
        table.AddColumn("");
        AddNumbers(table, "value");
        table.AddColumn("formula");
        foreach (PartialDerivative derivative in derivatives)
        {
            Row(
                table, $"∂{Superscript(derivative.Variables.Count)}f/{string.Concat(derivative.Variables.Select(name => "∂" + name))}",
                Long(derivative.Value), Shorten(Formula.Text(derivative.Formula)));
        }

        console.Write(table);
    }

    private void WriteJacobian()
    {
        if (settings.Point is null || settings.Variables.Count == 0) return;
        Heading("Jacobian");
        var table = NewTable();
        table.AddColumn("");
        foreach (Tensor variable in settings.Variables) AddNumbers(table, $"∂/∂{variable.Name}");
        for (int i = 0; i < report.Jacobian.Count; i++)
            Row(table, [report.OutputNames[i], .. report.Jacobian[i].Select(partial => Long(partial.Value))]);
        console.Write(table);
    }

    private static string Whole(string function, string variable) => $"d{function}/d{variable}";

    private void Heading(string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
    }

    /// <summary>One line however long it is, so that a formula can be copied or searched for whole.</summary>
    private void WriteFormula(string line) => console.Profile.Out.Writer.WriteLine(line);

    private string Partial(string variable) => $"∂{report.OutputNames[0]}/∂{variable}";

    /// <summary>All of a short list; of a long one both ends, with null for the gap.</summary>
    private static IEnumerable<T?> Shown<T>(IReadOnlyList<T> all)
    {
        for (int i = 0; i < all.Count; i++)
        {
            if (all.Count > MostRows && i == MostRows / 2)
            {
                yield return default;
                i = all.Count - (MostRows / 2);
            }

            yield return all[i];
        }
    }

    private static Table NewTable() => new Table().Border(TableBorder.Simple);

    private static void AddNumbers(Table table, string title) =>
        table.AddColumn(new TableColumn(Markup.Escape(title)).RightAligned());

    private static void Row(Table table, params IEnumerable<string> cells) =>
        table.AddRow([.. cells.Take(table.Columns.Count).Select(Markup.Escape)]);

    private static string Short(Tensor? value) => value is null ? "" : Short(value.Detach().Item());

    private static string Short(double? value) => Format(value, "G8");

    private static string Long(double? value) => Format(value, "G13");

    private static string Exact(double value) => Format(value, "R");

    private static string Signed(double value) => (value > 0 ? "+" : "") + Format(value, "G4");

    private static string Format(double? value, string format) =>
        // A zero has no sign for a person.
        value is { } number ? (number == 0 ? 0 : number).ToString(format, CultureInfo.InvariantCulture).Replace('E', 'e') : "";

    private static string Shorten(string formula) => formula.Length <= LongestFormula
        ? formula
        : $"{formula.AsSpan(0, LongestFormula)}... ({formula.Length} characters; --json has them all)";

    private static string Superscript(int number) => string.Concat(
        number.ToString(CultureInfo.InvariantCulture).Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
}
