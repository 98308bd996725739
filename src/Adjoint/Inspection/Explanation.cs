namespace Adjoint.Inspection;

/// <summary>One line of an explanation: where a number comes from, with the numbers put in.</summary>
/// <param name="Layer">The layer that the line is about.</param>
/// <param name="Quantity">What is computed: parameters, MACs, field, jump, start; with the axis where axes differ.</param>
/// <param name="Formula">The formula with its numbers, the result at its end.</param>
public sealed record ExplanationStep(string Layer, string Quantity, string Formula);

/// <summary>
/// Writes out, step by step from the input, how a layer's parameters, multiply-adds and receptive field come about. Where
/// there are branches, it follows the one that sees most of the input, and says so.
/// </summary>
public sealed class Explanation
{
    private readonly ModelReport report;
    private readonly LayerReport target;
    private readonly FieldPath paths;
    private readonly Dictionary<Call, LayerReport> makers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LayerReport> begun = new(ReferenceEqualityComparer.Instance);
    private readonly List<(ExplanationStep Step, int? Axis)> steps = [];
    private readonly int axes;

    // Along each axis the last field on the way that had distances.
    private readonly AxisField[] last;

    private Explanation(ModelReport report, LayerReport target)
    {
        (this.report, this.target, paths) = (report, target, new FieldPath(report.Fields));
        axes = Math.Max(1, report.Input.Rank - 2);
        last = [.. Enumerable.Repeat(AxisField.Input, axes)];
        foreach (LayerReport row in report.Layers)
            foreach (Call call in row.Calls) makers[call] = row;
    }

    /// <summary>The steps on the way from the input to a layer, and at the end what the layer itself has.</summary>
    /// <param name="report">The report of the model.</param>
    /// <param name="layer">Name of the layer.</param>
    /// <returns>In the order in which the input runs through them.</returns>
    /// <exception cref="AdjointException">There is no such layer.</exception>
    public static IReadOnlyList<ExplanationStep> Of(ModelReport report, string layer)
    {
        ArgumentNullException.ThrowIfNull(report);
        var explanation = new Explanation(report, report.Layer(layer));
        explanation.Follow();
        explanation.SumUp(layer);
        return [.. explanation.Together()];
    }

    private void Follow()
    {
        if (target.Result is not { } result)
        {
            Add(target.Name, "parameters", Parameters(target));
            Add(target.Name, "MACs", "none: the layer is not run");
            Add(target.Name, "field", "none: the layer is not run");
            return;
        }

        var ways = new Dictionary<Call, Tensor?[]>(ReferenceEqualityComparer.Instance);
        for (int axis = 0; axis < axes; axis++)
        {
            foreach ((Call call, Tensor from) in paths.To(result, axis))
            {
                if (!ways.TryGetValue(call, out Tensor?[]? entries)) ways[call] = entries = new Tensor?[axes];
                entries[axis] = from;
            }
        }

        foreach (Call call in report.Calls)
        {
            if (!ways.TryGetValue(call, out Tensor?[]? entries)) continue;
            if (makers.TryGetValue(call, out LayerReport? row)) Begin(row);
            Explain(call, entries);
        }

        Begin(target);
        Describe();
    }

    /// <summary>What a layer has of its own, said once, before what it does to the field.</summary>
    private void Begin(LayerReport row)
    {
        if (!begun.Add(row)) return;
        if (row.Parameters > 0 || row.IsShared || row == target) Add(row.Name, "parameters", Parameters(row));
        if (WorkFormula.Of(row.Calls) is { Length: > 0 } product) Add(row.Name, "MACs", $"{product} = {Number(row.Work.Macs)}");
        else if (row == target) Add(row.Name, "MACs", NoMacs(row));
    }

    private string Parameters(LayerReport row)
    {
        if (row.Parameters > 0) return $"{row.Formula} = {Number(row.Parameters)}{(row.IsFrozen ? ", frozen" : "")}";
        if (!row.IsShared) return "none";
        IReadOnlyList<Tensor> own = row.Module!.Parameters();
        LayerReport? first = report.Layers.FirstOrDefault(other =>
            other.Parameters > 0 && other.Module is { } module
                && module.Parameters().Any(parameter => own.Any(mine => ReferenceEquals(mine, parameter))));
        return $"shared with {first?.Name ?? "an earlier layer"}, and counted there";
    }

    private static string NoMacs(LayerReport row)
    {
        string[] unknown = [.. row.Calls.Where(call => call.Op.Work(call) is null).Select(call => call.Op.Name).Distinct()];
        return unknown.Length > 0 ? $"not known for {string.Join(", ", unknown)}"
            : row.Work.Other > 0 ? $"none; {Number(row.Work.Other)} other operations on numbers"
            : "none: nothing is computed";
    }

    /// <summary>What a call does to the field, along each axis whose path goes through it.</summary>
    private void Explain(Call call, Tensor?[] entries)
    {
        string name = report.NameOf(call.Output);
        if (paths.Branches(call) is { Count: > 1 } branches) ExplainMeeting(name, call, branches, entries);
        if (report.Fields.Of(call.Output) is not { } after)
        {
            if (call.Inputs.Length > 0 && entries.OfType<Tensor>().Any(from => report.Fields.Of(from) is not null) && report.Input.Rank > 2)
                Add(
                    name, "field",
                    $"the axes of the image lie one within the other in {call.Spec.Shape}: units have places, but no distances");
            return;
        }

        for (int axis = 0; axis < entries.Length; axis++)
        {
            if (entries[axis] is not { } from) continue;
            AxisField before = report.Fields.Of(from)?.Axes[axis] ?? last[axis];
            foreach ((string quantity, string formula) in FieldFormulas.Of(call, axis, before, after.Axes[axis]))
                Add(name, quantity, formula, axis);
            last[axis] = after.Axes[axis];
        }
    }

    /// <summary>Where branches meet, the result sees what any of them sees.</summary>
    private void ExplainMeeting(string name, Call call, IReadOnlyList<Tensor> branches, Tensor?[] entries)
    {
        const int most = 4;
        (string Name, string Field)[] seen = [.. branches
            .Select(branch => (report.NameOf(branch), report.Fields.Of(branch)?.ToString() ?? ""))
            .Where(branch => branch.Item2.Length > 0).Distinct()];
        string? misalignment = report.Fields.Of(call.Output)?.Misalignment;
        bool isNew = misalignment is not null && branches.All(branch => report.Fields.Of(branch)?.Misalignment is null);
        if (seen.Select(branch => branch.Field).Distinct().Count() < 2 && !isNew) return;
        string all = seen.Length <= most
            ? string.Join(", ", seen.Select(branch => $"{branch.Name} sees {branch.Field}"))
            : $"{seen.Length} branches meet, which see from {seen[0].Field} to {report.Fields.Of(paths.Deciding(branches, 0))}";
        string[] deciding = [.. entries.OfType<Tensor>().Select(report.NameOf).Distinct()];
        Add(name, "field", $"{all}; {string.Join(" and ", deciding)} decides");
        if (isNew) Add(name, "field", $"not aligned: {misalignment}");
    }

    /// <summary>What the target's unit sees in the end, where no formula of its own has said so.</summary>
    private void Describe()
    {
        string? text =
            report.Input.Rank < 3 ? $"none: the input {report.Input} is no image [N, C, sizes…]"
            : target.Field is { } field ? field.IsWhole ? "whole input" : Numbers(field)
            : "none: units of the output have no distances in the input";
        Add(target.Name, "in the end", text);
    }

    private static string Numbers(ReceptiveField field)
    {
        string Each(Func<AxisField, double> value) =>
            string.Join('×', field.Axes.Select(axis => axis.IsWhole ? "whole" : FieldFormulas.Real(value(axis))));
        string text =
            $"field {field}, jump {Each(axis => axis.Jump)}, start {Each(axis => axis.Start)}, padding {Each(axis => axis.Padding)}";
        return field.Misalignment is { } reason ? $"{text}; not aligned: {reason}" : text;
    }

    /// <summary>The sums of a module that holds layers.</summary>
    private void SumUp(string name)
    {
        if (target.Name == name) return;
        const int most = 12;
        LayerReport[] within = [.. report.Layers.Where(layer => layer.IsWithin(name))];
        Sum("parameters", layer => layer.Parameters);
        Sum("MACs", layer => layer.Work.Macs);

        void Sum(string quantity, Func<LayerReport, long> value)
        {
            long[] parts = [.. within.Select(value).Where(part => part > 0)];
            string sum = parts.Length <= most ? string.Join(" + ", parts.Select(Number)) : $"the sum over {parts.Length} layers";
            Add(name, quantity, parts.Length == 0 ? "none" : parts.Length == 1 ? Number(parts[0]) : $"{sum} = {Number(parts.Sum())}");
        }
    }

    /// <summary>The steps, where one line says it for all axes if it is the same along them.</summary>
    private IEnumerable<ExplanationStep> Together()
    {
        for (int end, i = 0; i < steps.Count; i = end)
        {
            // Steps of one layer along axes follow one another.
            end = i + 1;
            while (steps[i].Axis is not null && end < steps.Count && steps[end] is { Axis: not null } next
                && next.Step.Layer == steps[i].Step.Layer) end++;
            bool areAlike = steps[i..end].GroupBy(entry => entry.Step).All(group => group.Count() == axes);
            foreach ((ExplanationStep step, int? axis) in steps[i..end])
            {
                if (axis is not null && !areAlike) yield return step with { Quantity = $"{step.Quantity} (axis {axis + 2})" };
                else if (axis is null or 0) yield return step;
            }
        }
    }

    private void Add(string layer, string quantity, string formula, int? axis = null) =>
        steps.Add((new ExplanationStep(layer, quantity, formula), axis));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
