using System.Globalization;
using Adjoint.Inspection;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>The anatomy of a network for a person.</summary>
internal static class InspectText
{
    /// <summary>So wide is a table of a common network with the kernels.</summary>
    private const int KernelWidth = 120;

    /// <summary>The table of layers, and the totals.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="report">The report.</param>
    /// <param name="rows">The table's rows.</param>
    /// <param name="kernels">
    /// Whether to show the algorithms of convolutions: in a column, or in a table of their own where the terminal is narrow.
    /// </param>
    /// <param name="console">Where it is written.</param>
    public static void Write(string name, ModelReport report, IReadOnlyList<LayerReport> rows, bool kernels, IAnsiConsole console)
    {
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{name}[/]  {$"{report.Input} → {report.Output}"}");
        kernels &= rows.Any(row => row.Kernel is not null);
        bool isColumn = kernels && console.Profile.Width >= KernelWidth;
        string[] titles = ["layer", "kind", ">output", ">parameters", ">MACs", ">memory", ">field", ">jump"];
        Table table = Columns(isColumn ? [.. titles, "kernel"] : titles);
        foreach (LayerReport row in rows)
        {
            string[] cells =
            [
                Markup.Escape(row.Name.Length == 0 ? "(model)" : row.Name), Markup.Escape(row.Kind),
                row.WasRun ? Markup.Escape(Sizes(row.Output!.Value)) : "[dim]not run[/]",
                Parameters(row),
                row.Work.Macs == 0 ? "[dim]·[/]" : Quantity.Short(row.Work.Macs),
                row.ActivationBytes == 0 ? "[dim]·[/]" : Quantity.Bytes(row.ActivationBytes),
                Field(row.Field), Jump(row.Field),
            ];
            table.AddRow(isColumn ? [.. cells, Markup.Escape(row.Kernel ?? "")] : cells);
        }

        console.Write(table);
        if (kernels && !isColumn)
        {
            Table own = Columns("layer", "kernel");
            foreach (LayerReport row in rows)
                if (row.Kernel is { } kernel) own.AddRow(Markup.Escape(row.Name), Markup.Escape(kernel));
            console.Write(own);
        }

        Totals(report, console);
        foreach (LayerReport row in report.Layers)
        {
            if (row.Field?.Misalignment is not { } reason) continue;
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]not aligned[/] from {row.Name} on: {reason}");
            break;
        }
    }

    /// <summary>Models side by side.</summary>
    public static void Write(IReadOnlyList<(string Name, ModelReport Report)> reports, IAnsiConsole console)
    {
        Table table = Columns(["", .. reports.Select(entry => ">" + entry.Name)]);
        void Row(string title, Func<ModelReport, string> value) =>
            table.AddRow([title, .. reports.Select(entry => Markup.Escape(value(entry.Report)))]);
        Row("input", report => Sizes(report.Input));
        Row("output", report => Sizes(report.Output));
        Row("parameters", report => Quantity.Exact(report.Parameters.Total));
        Row("convolution", report => Quantity.Exact(report.Parameters.Convolution));
        Row("fully connected", report => Quantity.Exact(report.Parameters.Linear));
        Row("ratio", report => report.Parameters.Ratio is { } ratio ? Quantity.Real(ratio) : "-");
        Row("MACs", report => Quantity.Longer(report.Work.Macs));
        Row("FLOPs", report => Quantity.Longer(report.Work.Flops) + (report.Missing.Count == 0 ? "" : " (partial)"));
        Row("activations", report => Quantity.Bytes(report.Memory.Activations));
        Row("peak, inference", report => Quantity.Bytes(report.Memory.PeakInference));
        Row("peak, training (SGD)", report => Quantity.Bytes(report.Memory.PeakTraining(0)));
        Row("peak, training (Adam)", report => Quantity.Bytes(report.Memory.PeakTraining(2)));
        Row("largest field", report => LargestField(report));
        console.Write(table);
    }

    /// <summary>The steps of an explanation.</summary>
    public static void Write(IReadOnlyList<ExplanationStep> steps, IAnsiConsole console)
    {
        Table table = Columns("layer", "quantity", "formula");
        table.Columns[^1].NoWrap = false; // of these only a formula can be long
        string? before = null;
        foreach (ExplanationStep step in steps)
        {
            table.AddRow(step.Layer == before ? "" : Markup.Escape(step.Layer), Markup.Escape(step.Quantity), Markup.Escape(step.Formula));
            before = step.Layer;
        }

        console.Write(table);
    }

    private static void Totals(ModelReport report, IAnsiConsole console)
    {
        ParameterCount parameters = report.Parameters;
        MemoryEstimate memory = report.Memory;
        Grid grid = new Grid().AddColumn(new GridColumn().PadRight(3)).AddColumn();
        void Row(string title, string value) => grid.AddRow(title, Markup.Escape(value));
        Row("parameters", $"{Quantity.Exact(parameters.Total)}, of which {Quantity.Exact(parameters.Trainable)} are trained");
        string Share(long part) => parameters.Total == 0 ? "" : $" ({Quantity.Percent((double)part / parameters.Total)})";
        Row("  convolution", Quantity.Exact(parameters.Convolution) + Share(parameters.Convolution));
        Row("  fully connected", Quantity.Exact(parameters.Linear) + Share(parameters.Linear));
        Row("  other", Quantity.Exact(parameters.Other) + Share(parameters.Other));
        if (parameters.Ratio is { } ratio)
            Row("  ratio", $"{ratio.ToString("F4", CultureInfo.InvariantCulture)} convolution : fully connected");
        string complete = report.Missing.Count == 0 ? "complete" : $"partial, without {string.Join(", ", report.Missing)}";
        Row("MACs", $"{Quantity.Longer(report.Work.Macs)} multiply-adds ({Quantity.Exact(report.Work.Macs)})");
        Row("FLOPs", $"{Quantity.Longer(report.Work.Flops)} ({complete}; a MAC is two)");
        Row(
            "memory", $"{Quantity.Bytes(memory.Parameters)} parameters and buffers, {Quantity.Bytes(memory.Activations)} activations "
            + "of a forward pass");
        Row(
            "  peak, inference", $"{Quantity.Bytes(memory.PeakInference)} resident in a process, {Quantity.Bytes(MemoryEstimate.Process)} "
            + "of that for the runtime");
        Row(
            "  peak, training",
            $"{Quantity.Bytes(memory.PeakTraining(0))} with SGD, {Quantity.Bytes(memory.PeakTraining(2))} with Adam, the same way");
        Row("receptive field", LargestField(report));
        console.Write(grid);
    }

    /// <summary>The last field that is not the whole input, since behind a global operation every unit sees all.</summary>
    private static string LargestField(ModelReport report)
    {
        if (report.LargestField() is not { } field) return "-";
        if (field.IsWhole) return "whole input";
        string jumps = string.Join('×', field.Axes.Select(axis => Quantity.Real(axis.Jump)));
        string after = report.Field is { IsWhole: true } ? "; then the whole input" : "";
        return $"{field}, jump {jumps}{after}";
    }

    private static string Parameters(LayerReport row) =>
        row.IsShared ? "[dim]shared[/]"
        : row.Parameters == 0 ? "[dim]·[/]"
        : row.IsFrozen ? $"[blue]{Quantity.Exact(row.Parameters)} frozen[/]"
        : Quantity.Exact(row.Parameters);

    private static string Field(ReceptiveField? field) =>
        field is null ? "[dim]·[/]" : field.Misalignment is null ? field.ToString() : $"[yellow]{field} ![/]";

    private static string Jump(ReceptiveField? field)
    {
        if (field is null || field.IsWhole) return "[dim]·[/]";
        string[] jumps = [.. field.Axes.Select(axis => Quantity.Real(axis.Jump)).Distinct()];
        return string.Join('×', jumps.Length == 1 ? jumps : field.Axes.Select(axis => Quantity.Real(axis.Jump)));
    }

    private static string Sizes(Shape shape)
    {
        var text = new string[shape.Rank];
        for (int axis = 0; axis < text.Length; axis++) text[axis] = shape[axis].ToString(CultureInfo.InvariantCulture);
        return string.Join('×', text);
    }

    private static Table Columns(params string[] titles)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string title in titles)
        {
            var column = new TableColumn(Markup.Escape(title.TrimStart('>'))).NoWrap();
            table.AddColumn(title.StartsWith('>') ? column.RightAligned() : column);
        }

        return table;
    }
}
