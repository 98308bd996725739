using System.Text.Json;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>A derivation as one JSON document.</summary>
internal static class DeriveJson
{
    public static void Write(DeriveReport report, Stream output) => JsonReport.Write(output, JsonReport.Plain, json =>
    {
        (DeriveSettings settings, Expression f) = (report.Settings, report.Settings.Expression);
        Start(json, settings);
        double[]? values = report.Values;
        if (f.IsVector) json.Array("value", Enumerable.Range(0, f.Outputs.Count), i => json.Number(values?[i]));
        else json.Number("value", values?[0]);
        json.WriteStartObject("variables");
        for (int i = 0; i < f.Variables.Count; i++) json.Number(f.Variables[i].Name!, settings.Point?[i]);
        json.WriteEndObject();
        if (!f.IsVector) WriteGradient(json, report);
        report.Trace.WriteTrace(json);
        WriteCost(json, report);
        if (report.Rounded is { } rounded) WriteRounded(json, rounded);
        if (report.Exact is not null) Exactly.Write(json, report);
        if (settings.Rules) WriteRules(json, report);
        if (settings.Answers.Count > 0) WriteAnswers(json, AnswerCheck.All(report));
        if (settings.Point is not null && Kink.Of(report.Trace) is { Count: > 0 } kinks)
            json.Array("kinks", kinks, kink => json.WriteStringValue(kink.ToString()));
        if (report.Hessian is { } hessian) WriteHessian(json, hessian, settings.Variables);
        if (report.Highest is { } highest) WriteDerivatives(json, highest);
        if (f.IsVector) WriteJacobian(json, report);
    });

    public static void Write(DeriveSettings settings, IEnumerable<SweepPoint> sweep, Stream output) =>
        JsonReport.Write(output, JsonReport.Plain, json => WriteSweep(json, settings, sweep));

    private static void WriteSweep(Utf8JsonWriter json, DeriveSettings settings, IEnumerable<SweepPoint> sweep)
    {
        Expression f = settings.Expression;
        Start(json, settings);
        IEnumerable<int> outputs = Enumerable.Range(0, f.Outputs.Count);
        json.Array("sweep", sweep, point =>
        {
            json.WriteStartObject();
            json.WriteStartObject("variables");
            for (int i = 0; i < f.Variables.Count; i++) json.Number(f.Variables[i].Name!, point.Point[i]);
            json.WriteEndObject();
            if (f.IsVector) json.Array("value", outputs, i => json.Number(point.Values?[i]));
            else json.Number("value", point.Values?[0]);
            if (f.IsVector) json.Array("jacobian", outputs, i => Gradient(null, point.Gradients?[i]));
            else Gradient("gradient", point.Gradients?[0]);
            if (point.Problem is not null) json.WriteString("problem", point.Problem);
            json.WriteEndObject();
        });

        void Gradient(string? name, double[]? gradient)
        {
            if (name is null) json.WriteStartObject();
            else json.WriteStartObject(name);
            for (int i = 0; i < settings.Variables.Count; i++) json.Number(settings.Variables[i].Name!, gradient?[i]);
            json.WriteEndObject();
        }
    }

    private static void Start(Utf8JsonWriter json, DeriveSettings settings)
    {
        json.WriteString("expression", settings.Expression.Source);
        json.WriteString("dtype", settings.Expression.DType.Name());
    }

    private static void WriteGradient(Utf8JsonWriter json, DeriveReport report)
    {
        json.WriteStartObject("gradient");
        for (int i = 0; i < report.Settings.Variables.Count; i++)
        {
            Tensor variable = report.Settings.Variables[i];
            GradientComparison? known = report.Gradients?[i];
            Tensor formula = report.Jacobian[0][i].Formula;
            ChainRule chain = report.ChainRuleFor(variable);
            json.WriteStartObject(variable.Name!);
            json.Number("reverse", known?.Reverse);
            json.Number("forward", known?.Forward);
            json.Number("symbolic", known?.Symbolic);
            json.Number("numeric", known?.Numeric);
            json.Number("step", known?.Step);
            json.Number("disagreement", known?.Disagreement);
            json.WriteString("formula", Formula.Text(formula));
            json.WriteString("latex", Formula.Latex(formula));
            json.WriteString("chainRule", Formula.Text(chain.InPartials));
            json.WriteString("factored", Formula.Text(chain.InRows));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter json, DeriveReport report)
    {
        Cost cost = report.Cost;
        json.WriteStartObject("cost");
        json.WriteNumber("function", cost.Function);
        json.WriteNumber("reverse", cost.Reverse);
        json.WriteNumber("forward", cost.Forward.DefaultIfEmpty().Max());
        json.WriteStartObject("forwardPerVariable");
        for (int i = 0; i < cost.Forward.Count; i++) json.WriteNumber(report.Settings.Variables[i].Name!, cost.Forward[i]);
        json.WriteEndObject();
        json.WriteNumber("symbolic", cost.Symbolic);
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, DeriveReport report)
    {
        json.WriteStartObject("rules");
        foreach (Tensor variable in report.Settings.Variables)
        {
            json.Array(variable.Name!, DifferentiationRules.Of(report.Trace, variable.Name!), step =>
            {
                json.WriteStartObject();
                json.WriteString("row", step.Row);
                json.WriteString("operation", step.Operation);
                json.WriteString("rule", step.Rule);
                json.WriteString("pattern", step.Pattern);
                json.WriteString("derivative", Formula.Text(step.Derivative));
                json.WriteString("latex", Formula.Latex(step.Derivative));
                json.WriteEndObject();
            });
        }

        json.WriteEndObject();
    }

    private static void WriteAnswers(Utf8JsonWriter json, IReadOnlyList<AnswerCheck> checks) => json.Array("answers", checks, check =>
    {
        json.WriteStartObject();
        json.WriteString("of", check.Title);
        json.Number("answer", check.Answer.Value);
        json.Number("right", check.Right);
        json.WriteBoolean("agrees", check.Agrees);
        json.Array("explanations", check.Explanations, slip =>
        {
            json.WriteStartObject();
            json.WriteString("explanation", slip.Explanation);
            json.Number("value", slip.Value);
            json.WriteBoolean("rounding", slip.IsRounding);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    });

    private static void WriteRounded(Utf8JsonWriter json, HandRounding rounded)
    {
        json.WriteStartObject("rounded");
        json.Number("value", rounded.Value);
        json.WriteStartObject("gradient");
        foreach (RoundedGradient gradient in rounded.Gradients)
        {
            json.WriteStartObject(gradient.Variable);
            json.Number("value", gradient.Value);
            json.Number("error", gradient.Error);
            json.Array("effects", gradient.Effects, effect => WriteEffect(json, effect));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Array("trace", rounded.Rows, row =>
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.Number("value", row.Value);
            json.Array("partials", row.Partials, partial => json.Number(partial));
            json.Number("adjoint", row.Adjoint);
            json.WriteEndObject();
        });
        json.WritePropertyName("worst");
        RoundedGradient? worst = rounded.Gradients.Where(g => g.Effects.Count > 0).MaxBy(g => Math.Abs(g.Effects[0].Effect));
        if (worst is null) json.WriteNullValue();
        else WriteEffect(json, worst.Effects[0], worst.Variable);
        json.WriteEndObject();
    }

    private static void WriteEffect(Utf8JsonWriter json, RoundingEffect effect, string? variable = null)
    {
        json.WriteStartObject();
        if (variable is not null) json.WriteString("variable", variable);
        json.WriteString("step", effect.Step);
        json.WriteString("formula", effect.Formula);
        json.Number("exact", effect.Exact);
        json.Number("rounded", effect.Rounded);
        json.Number("effect", effect.Effect);
        json.WriteEndObject();
    }

    private static void WriteHessian(Utf8JsonWriter json, IReadOnlyList<PartialDerivative> hessian, IReadOnlyList<Tensor> variables)
    {
        json.WriteStartObject("hessian");
        foreach (Tensor row in variables)
        {
            json.WriteStartObject(row.Name!);
            foreach (Tensor column in variables)
            {
                PartialDerivative entry = hessian.First(partial =>
                    (partial.Variables[0] == row.Name && partial.Variables[1] == column.Name)
                    || (partial.Variables[1] == row.Name && partial.Variables[0] == column.Name));
                WriteEntry(json, column.Name!, entry);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDerivatives(Utf8JsonWriter json, IReadOnlyList<PartialDerivative> derivatives) =>
        json.Array("derivatives", derivatives, derivative =>
        {
            json.WriteStartObject();
            json.Array("variables", derivative.Variables, json.WriteStringValue);
            json.Number("value", derivative.Value);
            json.WriteString("formula", Formula.Text(derivative.Formula));
            json.WriteEndObject();
        });

    private static void WriteJacobian(Utf8JsonWriter json, DeriveReport report)
    {
        json.WriteStartObject("jacobian");
        for (int i = 0; i < report.Jacobian.Count; i++)
        {
            json.WriteStartObject(report.OutputNames[i]);
            foreach (PartialDerivative partial in report.Jacobian[i]) WriteEntry(json, partial.Variables[0], partial);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, PartialDerivative entry)
    {
        json.WriteStartObject(name);
        json.Number("value", entry.Value);
        json.WriteString("formula", Formula.Text(entry.Formula));
        json.WriteString("latex", Formula.Latex(entry.Formula));
        json.WriteEndObject();
    }
}
