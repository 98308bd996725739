using System.Text.Encodings.Web;
using System.Text.Json;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>A derivation as one JSON document. Numbers have full precision; one that is not finite or not known is null.</summary>
internal static class DeriveJson
{
    public static void Write(DeriveReport report, Stream output) => Write(output, json =>
    {
        (DeriveSettings settings, Expression f) = (report.Settings, report.Settings.Expression);
        Start(json, settings);
        double[]? values = report.Values;
        if (f.IsVector) Array(json, "value", f.Outputs.Count, i => Number(json, values?[i]));
        else Number(json, "value", values?[0]);
        json.WriteStartObject("variables");
        for (int i = 0; i < f.Variables.Count; i++) Number(json, f.Variables[i].Name!, settings.Point?[i]);
        json.WriteEndObject();
        if (!f.IsVector) WriteGradient(json, report);
        report.Trace.WriteTrace(json);
        WriteCost(json, report);
        if (report.Rounded is { } rounded) WriteRounded(json, rounded);
        if (report.Hessian is { } hessian) WriteHessian(json, hessian, settings.Variables);
        if (report.Highest is { } highest) WriteDerivatives(json, highest);
        if (f.IsVector) WriteJacobian(json, report);
    });

    public static void Write(DeriveSettings settings, IEnumerable<SweepPoint> sweep, Stream output) => Write(output, json =>
    {
        Expression f = settings.Expression;
        Start(json, settings);
        json.WriteStartArray("sweep");
        foreach (SweepPoint point in sweep)
        {
            json.WriteStartObject();
            json.WriteStartObject("variables");
            for (int i = 0; i < f.Variables.Count; i++) Number(json, f.Variables[i].Name!, point.Point[i]);
            json.WriteEndObject();
            if (f.IsVector) Array(json, "value", f.Outputs.Count, i => Number(json, point.Values?[i]));
            else Number(json, "value", point.Values?[0]);
            if (f.IsVector) Array(json, "jacobian", f.Outputs.Count, i => Gradient(null, point.Gradients?[i]));
            else Gradient("gradient", point.Gradients?[0]);
            if (point.Problem is not null) json.WriteString("problem", point.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Gradient(string? name, double[]? gradient)
        {
            if (name is null) json.WriteStartObject();
            else json.WriteStartObject(name);
            for (int i = 0; i < settings.Variables.Count; i++) Number(json, settings.Variables[i].Name!, gradient?[i]);
            json.WriteEndObject();
        }
    });

    private static void Write(Stream output, Action<Utf8JsonWriter> content)
    {
        // Formulas are full of + and ∂, which need no escapes outside of HTML.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(output, options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
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
            Number(json, "reverse", known?.Reverse);
            Number(json, "forward", known?.Forward);
            Number(json, "symbolic", known?.Symbolic);
            Number(json, "numeric", known?.Numeric);
            Number(json, "step", known?.Step);
            Number(json, "disagreement", known?.Disagreement);
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

    private static void WriteRounded(Utf8JsonWriter json, HandRounding rounded)
    {
        json.WriteStartObject("rounded");
        Number(json, "value", rounded.Value);
        json.WriteStartObject("gradient");
        foreach (RoundedGradient gradient in rounded.Gradients)
        {
            json.WriteStartObject(gradient.Variable);
            Number(json, "value", gradient.Value);
            Number(json, "error", gradient.Error);
            Array(json, "effects", gradient.Effects.Count, i => WriteEffect(json, gradient.Effects[i]));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        Array(json, "trace", rounded.Rows.Count, i =>
        {
            RoundedRow row = rounded.Rows[i];
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            Number(json, "value", row.Value);
            Array(json, "partials", row.Partials.Count, j => Number(json, row.Partials[j]));
            Number(json, "adjoint", row.Adjoint);
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
        Number(json, "exact", effect.Exact);
        Number(json, "rounded", effect.Rounded);
        Number(json, "effect", effect.Effect);
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
        Array(json, "derivatives", derivatives.Count, i =>
        {
            json.WriteStartObject();
            Array(json, "variables", derivatives[i].Variables.Count, j => json.WriteStringValue(derivatives[i].Variables[j]));
            Number(json, "value", derivatives[i].Value);
            json.WriteString("formula", Formula.Text(derivatives[i].Formula));
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
        Number(json, "value", entry.Value);
        json.WriteString("formula", Formula.Text(entry.Formula));
        json.WriteString("latex", Formula.Latex(entry.Formula));
        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, string name, int count, Action<int> element)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < count; i++) element(i);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        Number(json, value);
    }

    private static void Number(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }
}
