using System.Globalization;

namespace Adjoint.Cli;

/// <summary>Arrays as lines of text: small ones whole, large ones by their norm.</summary>
internal static class ArrayCells
{
    private const int MostRows = 12;
    private const int MostColumns = 12;

    /// <summary>The lines of an array; none for null.</summary>
    public static string[] Lines(Tensor? value, string format = "G6") => value switch
    {
        null => [],
        { Rank: 0 } => [Number(value.To(DType.Float64).Item(), format)],
        { Rank: 1 } when value.Numel <= MostColumns => [$"[{string.Join(", ", Entries(value).Select(entry => Number(entry, format)))}]"],
        { Rank: 2 } when value.Shape[0] <= MostRows && value.Shape[1] <= MostColumns => Matrix(value, format),
        _ => [$"norm {Number(value.To(DType.Float64).Norm().Item(), format)}"],
    };

    /// <summary>A number as people read it.</summary>
    public static string Number(double value, string format = "G6") =>
        (value == 0 ? 0 : value).ToString(format, CultureInfo.InvariantCulture).Replace('E', 'e');

    private static string[] Matrix(Tensor value, string format)
    {
        (int rows, int columns) = (value.Shape[0], value.Shape[1]);
        string[] entries = [.. Entries(value).Select(entry => Number(entry, format))];
        int[] widths = [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Max(i => entries[(i * columns) + j].Length))];
        return [.. Enumerable.Range(0, rows).Select(i => $"{(i == 0 ? "[" : " ")}[{Row(i)}]{(i == rows - 1 ? "]" : ",")}")];

        string Row(int i) => string.Join(", ", Enumerable.Range(0, columns).Select(j => entries[(i * columns) + j].PadLeft(widths[j])));
    }

    private static double[] Entries(Tensor value) => value.Detach().To(DType.Float64).Contiguous().ToArray<double>();
}
