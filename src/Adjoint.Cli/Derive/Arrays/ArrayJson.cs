using System.Globalization;
using System.Text.Json;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>The derivation of a function with arrays as one JSON document: arrays are nested lists, their shapes beside them.</summary>
internal static class ArrayJson
{
    public static void Write(ArrayReport report, Stream output) => JsonReport.Write(output, JsonReport.Plain, json =>
    {
        ArrayExpression f = report.Settings.Expression;
        json.WriteString("expression", f.Source);
        json.WriteString("dtype", f.DType.Name());
        Value(json, "value", report.Trace.Value);
        Shape(json, "shape", f.Shape);
        json.WriteStartObject("variables");
        foreach (ArrayVariable variable in report.Trace.Variables) Value(json, variable.Name, variable.Value);
        json.WriteEndObject();
        json.WriteStartObject("shapes");
        foreach (ArrayVariable variable in report.Trace.Variables) Shape(json, variable.Name, variable.Shape);
        json.WriteEndObject();
        json.WriteStartObject(f.IsNumber ? "gradient" : "jacobian");
        for (int i = 0; i < report.Formulas.Count; i++) Gradient(json, report, i);
        json.WriteEndObject();
        json.Array("trace", report.Trace.Rows, row => Row(json, row));
        if (report.Entries.Count > 0) Formulas(json, "entries", report.Entries);
        if (report.Second.Count > 0) Formulas(json, "secondDerivatives", report.Second);
        if (report.Hessian is { } hessian)
        {
            json.WriteStartObject("hessian");
            Hessian(json, hessian);
            json.WriteEndObject();
        }

        if (report.Slope is { } slope)
        {
            json.WriteStartObject("direction");
            json.WriteStartObject("along");
            foreach ((string name, Tensor value) in report.Settings.Direction!) Value(json, name, value);
            json.WriteEndObject();
            json.Number("length", report.Length);
            Value(json, "derivative", slope);
            json.WriteEndObject();
        }

        if (report.Critical is { } critical) json.Array("criticalPoints", critical, point => Critical(json, point));
    });

    private static void Gradient(Utf8JsonWriter json, ArrayReport report, int index)
    {
        ArrayGradient? known = report.Gradients?[index];
        json.WriteStartObject(report.Settings.Variables[index]);
        Shape(json, "shape", report.Formulas[index].Shape);
        Value(json, "reverse", known?.Reverse);
        Value(json, "forward", known?.Forward);
        Value(json, "symbolic", known?.Symbolic);
        Value(json, "numeric", known?.Numeric);
        json.Number("disagreement", known?.Disagreement);
        Formula(json, report.Formulas[index]);
        json.WriteEndObject();
    }

    private static void Formulas(Utf8JsonWriter json, string name, IReadOnlyList<ArrayFormula> formulas) =>
        json.Array(name, formulas, formula =>
    {
        json.WriteStartObject();
        json.WriteString("of", formula.Left);
        Shape(json, "shape", formula.Shape);
        Formula(json, formula);
        json.WriteEndObject();
    });

    private static void Formula(Utf8JsonWriter json, ArrayFormula formula)
    {
        json.WriteString("formula", formula.Text);
        json.WriteString("latex", formula.Latex);
        json.WriteBoolean("hasIndices", formula.HasIndices);
        if (formula.HasIndices) json.WriteString("entry", formula.Left);
        if (formula.Problem is not null) json.WriteString("note", formula.Problem);
        json.Number("checked", formula.Difference);
    }

    private static void Row(Utf8JsonWriter json, ArrayRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteString("operation", row.Operation);
        json.WriteString("latex", row.Latex);
        Shape(json, "shape", row.Shape);
        json.Array("inputs", row.Partials.Select(partial => partial.Input), json.WriteStringValue);
        Value(json, "value", row.Value);
        json.WriteStartObject("partials");
        foreach (ArrayPartial partial in row.Partials)
        {
            json.WriteStartObject(partial.Input);
            json.WriteString("kind", partial.Kind);
            json.WriteString("formula", partial.Formula);
            json.WriteString("latex", partial.Latex);
            Value(json, "value", partial.Value);
            if (partial.Value is { } value) json.Array("shape", value.Shape, json.WriteNumberValue);
            Value(json, "gain", partial.Gain);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        Value(json, "adjoint", row.Adjoint);
        json.WriteEndObject();
    }

    private static void Hessian(Utf8JsonWriter json, ArrayHessian hessian)
    {
        json.Array("entries", hessian.Entries, json.WriteStringValue);
        Value(json, "matrix", hessian.Matrix);
        json.Array("eigenvalues", hessian.Eigenvalues, value => json.Number(value));
        json.WriteString("definiteness", hessian.Definiteness);
    }

    private static void Critical(Utf8JsonWriter json, CriticalPoint point)
    {
        json.WriteStartObject();
        json.WriteStartObject("point");
        foreach ((string name, Tensor value) in point.Point) Value(json, name, value);
        json.WriteEndObject();
        json.Number("value", point.Value);
        json.WriteString("kind", point.Kind);
        json.WriteStartObject("hessian");
        Hessian(json, point.Hessian);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A number, or lists of lists of numbers.</summary>
    private static void Value(Utf8JsonWriter json, string name, Tensor? value)
    {
        json.WritePropertyName(name);
        if (value is null) json.WriteNullValue();
        else Nested(json, value.Detach().To(DType.Float64).Contiguous().ToArray<double>(), value.Shape, 0, 0);
    }

    private static int Nested(Utf8JsonWriter json, double[] entries, Shape shape, int axis, int at)
    {
        if (axis == shape.Rank)
        {
            json.Number(entries[at]);
            return at + 1;
        }

        json.WriteStartArray();
        for (int i = 0; i < shape[axis]; i++) at = Nested(json, entries, shape, axis + 1, at);
        json.WriteEndArray();
        return at;
    }

    /// <summary>Lengths as numbers, letters as text.</summary>
    private static void Shape(Utf8JsonWriter json, string name, string shape) => json.Array(
        name, shape == "number" ? [] : shape.Split(" × "), length =>
        {
            if (int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) json.WriteNumberValue(number);
            else json.WriteStringValue(length);
        });
}
