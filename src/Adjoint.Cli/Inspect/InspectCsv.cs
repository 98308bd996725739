using System.Globalization;
using Adjoint.Inspection;

namespace Adjoint.Cli;

/// <summary>The layers as comma-separated values (RFC 4180).</summary>
internal static class InspectCsv
{
    public static void Write(IReadOnlyList<LayerReport> rows, TextWriter output)
    {
        output.WriteLine("name,kind,input,output,parameters,formula,macs,flops,activation_bytes,receptive_field,jump,start,padding,note");
        foreach (LayerReport row in rows)
        {
            string[] cells =
            [
                row.Name, row.Kind, $"{row.Input}", $"{row.Output}", Text(row.Parameters), row.Formula, Text(row.Work.Macs),
                Text(row.Work.Flops), Text(row.ActivationBytes), $"{row.Field}", Axes(row, axis => axis.Jump),
                Axes(row, axis => axis.Start), Axes(row, axis => axis.Padding), Note(row),
            ];
            output.WriteLine(string.Join(',', cells.Select(Quoted)));
        }
    }

    private static string Axes(LayerReport row, Func<AxisField, double> value) => row.Field is { IsWhole: false } field
        ? string.Join('×', field.Axes.Select(axis => axis.IsWhole ? "whole" : value(axis).ToString("R", CultureInfo.InvariantCulture)))
        : "";

    private static string Note(LayerReport row) =>
        !row.WasRun ? "not run"
        : row.Field?.Misalignment is { } reason ? $"not aligned: {reason}"
        : row.IsShared ? "shared"
        : row.IsFrozen ? "frozen" : "";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
