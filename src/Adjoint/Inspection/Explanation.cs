using System.Globalization;
using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Inspection;

/// <summary>One line of an explanation: where a number comes from, with the numbers put in.</summary>
/// <param name="Layer">The layer that the line is about.</param>
/// <param name="Quantity">What is computed: parameters, MACs, output size, field, jump, start.</param>
/// <param name="Formula">The formula with its numbers, the result at its end.</param>
public sealed record ExplanationStep(string Layer, string Quantity, string Formula);

/// <summary>Writes out, step by step from the input, how a layer's parameters, multiply-adds and receptive field come about.</summary>
public static class Explanation
{
    /// <summary>
    /// The steps on the way from the input to a layer, along the first spatial axis unless another one differs.
    /// </summary>
    /// <exception cref="AdjointException">There is no such layer.</exception>
    public static IReadOnlyList<ExplanationStep> Of(ModelReport report, string layer)
    {
        ArgumentNullException.ThrowIfNull(report);
        LayerReport target = report.Layer(layer);
        var steps = new List<ExplanationStep>();
        if (target.Result is null)
        {
            steps.Add(new ExplanationStep(target.Name, "parameters", Equation(target.Formula, target.Parameters)));
            return steps;
        }

        HashSet<object> way = Ancestors(target.Result);
        foreach (LayerReport row in report.Layers)
        {
            if (row.Result is null || !(row == target || way.Contains(row.Result.Node))) continue;
            if (row.Parameters > 0) steps.Add(new ExplanationStep(row.Name, "parameters", Equation(row.Formula, row.Parameters)));
            foreach (Call call in row.Calls) Explain(report, row, call, steps);
            if (row == target) break;
        }

        return steps;
    }

    private static void Explain(ModelReport report, LayerReport row, Call call, List<ExplanationStep> steps)
    {
        if (call.Op.Work(call) is { Macs: > 0 } work && Product(call) is { } product)
            steps.Add(new ExplanationStep(row.Name, "MACs", $"{product} = {Number(work.Macs)}"));
        if (report.FieldOf(call[0]) is not { } before || report.FieldOf(call.Output) is not { } after) return;
        for (int axis = 0; axis < before.Axes.Count; axis++)
        {
            if (Window(call, axis) is not { } window) continue;
            (AxisField from, AxisField to) = (before.Axes[axis], after.Axes[axis]);
            if (from.IsWhole || to.IsWhole) continue;
            if (axis > 0 && Window(call, 0) == window && before.Axes[0] == from) continue;
            string name = before.Axes.Count == 1 ? "" : axis == 0 && AllAlike(call, before) ? "" : $" (axis {axis + 2})";
            steps.Add(new ExplanationStep(
                row.Name, "field" + name,
                $"r = {from.Size} + ({window.Kernel}−1)·{window.Dilation}·{Real(from.Jump)} = {to.Size}"));
            steps.Add(new ExplanationStep(row.Name, "jump" + name, $"j = {Real(from.Jump)}·{window.Stride} = {Real(to.Jump)}"));
            steps.Add(new ExplanationStep(
                row.Name, "start" + name,
                $"start = {Real(from.Start)} + (({window.Kernel}−1)·{window.Dilation}/2 − {window.Padding})·{Real(from.Jump)} = {Real(to.Start)}"));
        }

        if (call.Op is PointwiseBinary or Concat or Where) ExplainMeeting(report, row, call, after, steps);
    }

    /// <summary>Where branches meet, the result sees what any of them sees.</summary>
    private static void ExplainMeeting(
        ModelReport report, LayerReport row, Call call, ReceptiveField after, List<ExplanationStep> steps)
    {
        string[] fields = [.. call.Inputs.ToArray().Select(report.FieldOf).OfType<ReceptiveField>().Select(field => field.ToString())];
        if (fields.Length < 2) return;
        string note = after.Misalignment is { } misaligned ? $"; not aligned: {misaligned}" : "";
        steps.Add(new ExplanationStep(row.Name, "field", $"paths that see {string.Join(" and ", fields)} meet: {after}{note}"));
    }

    private static bool AllAlike(Call call, ReceptiveField before)
    {
        for (int axis = 1; axis < before.Axes.Count; axis++)
            if (Window(call, axis) != Window(call, 0) || before.Axes[axis] != before.Axes[0]) return false;
        return true;
    }

    private static (int Kernel, int Stride, int Padding, int Dilation)? Window(Call call, int axis) => call.Op switch
    {
        Convolution { Window: var w } => (call[1].Shape[axis + 2], w.Stride[axis], w.Padding[axis], w.Dilation[axis]),
        PlaneGather when call[1].Creator?.Op is MaxPoolIndices pool =>
            (pool.Kernel[axis], pool.Stride[axis], pool.Padding[axis], pool.Dilation[axis]),
        AveragePool pool when pool.Axis == axis + 2 => (pool.Kernel, pool.Stride, pool.Padding, 1),
        _ => null,
    };

    private static string? Product(Call call)
    {
        switch (call.Op)
        {
            case Convolution:
                string positions = ParameterFormula.Product([.. call.Spec.Shape.Span[2..], call.Spec.Shape[1]]);
                string batch = call.Spec.Shape[0] == 1 ? "" : $"{call.Spec.Shape[0]}·";
                return $"{batch}{positions}·({ParameterFormula.Product(call[1].Shape.Span[1..])})";
            case ConvolutionInput:
                return $"{ParameterFormula.Product(call[0].Shape.Span)}·({ParameterFormula.Product(call[1].Shape.Span[1..])})";
            case MatMul:
                return $"{ParameterFormula.Product([.. call.Spec.Shape.Span])}·{call[0].Shape[^1]}";
            default:
                return null;
        }
    }

    private static HashSet<object> Ancestors(Tensor result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Tensor>([result]);
        while (waiting.TryPop(out Tensor? tensor))
        {
            if (!seen.Add(tensor.Node) || tensor.Creator is not { } call) continue;
            foreach (Tensor x in call.Inputs) waiting.Push(x);
        }

        return seen;
    }

    private static string Equation(string formula, long value) => $"{formula} = {Number(value)}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Real(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
