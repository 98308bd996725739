using System.Globalization;
using System.Text;
using Adjoint.Inspection;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>Draws a receptive field over the input: shades for the gradient, a frame for the theoretical field.</summary>
internal static class FieldDrawing
{
    private const int MostColumns = 72;
    private const int MostRows = 36;
    private const int BarHeight = 8;

    /// <summary>Fast convolutions compute neighbours together, and leave this share of rounding where there is no gradient.</summary>
    private const double Rounding = 1e-5;

    private const string Shades = " .:-=+*#%@";

    public static void Write(EffectiveField field, IAnsiConsole console)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        console.MarkupLineInterpolated(
            culture, $"[bold]Receptive field of the centre unit of {field.Layer}[/], over {field.Samples} random inputs");
        console.WriteLine(
            $"theoretical {string.Join('×', field.Theoretical)} within the input, "
            + $"effective (95 % of the gradient) {string.Join('×', field.Extent)}");
        console.WriteLine(
            field.Extent.Contains(0) ? "no gradient reaches the input"
            : field.Outside <= Rounding ? "no gradient but rounding falls outside of the theoretical field"
            : $"a share of {field.Outside.ToString("G3", culture)} of the gradient falls OUTSIDE of the theoretical field");
        if (field.Extent.Contains(0)) return;
        if (field.Map.Rank == 1)
        {
            foreach (string line in Bars(field)) console.WriteLine(line);
            console.WriteLine("bars: the gradient's size, the highest 1; below: = the theoretical field");
            return;
        }

        if (field.Map.Rank > 2) console.WriteLine("seen along the first axis: the sum over it");
        foreach (string line in Lines(field)) console.WriteLine(line);
        console.WriteLine(
            $"'{Shades[1]}' to '{Shades[^1]}': the gradient's size, each step a factor of about 3; frame: the theoretical field");
    }

    private static IEnumerable<string> Lines(EffectiveField field)
    {
        Tensor map = field.Map.Rank > 2 ? field.Map.Sum(0) : field.Map;
        (int height, int width) = (map.Shape[0], map.Shape[1]);
        int columns = Math.Min(width, MostColumns);
        // A character is about twice as high as it is wide.
        int rows = Math.Clamp((int)Math.Round((double)height * columns / width / 2), 1, Math.Min(height, MostRows));
        double[] cells = Cells(map, rows, columns);
        double most = cells.Max();
        int top = Cell(field.TheoreticalFirst[^2], height, rows);
        int bottom = Cell(field.TheoreticalFirst[^2] + Math.Max(0, field.Theoretical[^2] - 1), height, rows);
        int left = Cell(field.TheoreticalFirst[^1], width, columns);
        int right = Cell(field.TheoreticalFirst[^1] + Math.Max(0, field.Theoretical[^1] - 1), width, columns);
        yield return "+" + new string('-', columns) + "+";
        for (int row = 0; row < rows; row++)
        {
            var line = new StringBuilder("|");
            for (int column = 0; column < columns; column++)
            {
                char shade = Shade(cells[(row * columns) + column], most);
                bool onColumn = column == left || column == right;
                bool onRow = row == top || row == bottom;
                bool within = row >= top && row <= bottom && column >= left && column <= right;
                char frame = onColumn && onRow ? '+' : onColumn ? '|' : '-';
                line.Append(shade == ' ' && within && (onColumn || onRow) ? frame : shade);
            }

            yield return line.Append('|').ToString();
        }

        yield return "+" + new string('-', columns) + "+";
    }

    /// <summary>One axis: a bar over each place.</summary>
    private static IEnumerable<string> Bars(EffectiveField field)
    {
        int width = field.Map.Shape[0];
        int columns = Math.Min(width, MostColumns);
        double[] cells = Cells(field.Map.Unsqueeze(0), 1, columns);
        double most = cells.Max();
        for (int level = BarHeight; level > 0; level--)
        {
            double from = (level - 1.0) / BarHeight * most;
            yield return "|" + string.Concat(cells.Select(cell => cell > from ? '#' : ' ')) + "|";
        }

        int left = Cell(field.TheoreticalFirst[0], width, columns);
        int right = Cell(field.TheoreticalFirst[0] + Math.Max(0, field.Theoretical[0] - 1), width, columns);
        yield return "+" + string.Concat(
            Enumerable.Range(0, columns).Select(column => column >= left && column <= right ? '=' : '-')) + "+";
    }

    private static int Cell(int place, int size, int cells) => (int)((long)place * cells / size);

    private static double[] Cells(Tensor map, int rows, int columns)
    {
        double[] values = map.ToArray<double>();
        var cells = new double[rows * columns];
        (int height, int width) = (map.Shape[0], map.Shape[1]);
        for (int i = 0; i < values.Length; i++)
        {
            int cell = (Cell(i / width, height, rows) * columns) + Cell(i % width, width, columns);
            cells[cell] = Math.Max(cells[cell], values[i]);
        }

        return cells;
    }

    private static char Shade(double value, double most)
    {
        if (!(value > 0)) return ' ';
        // Half a decade for each shade: the field falls off like a bell.
        int below = (int)Math.Floor(-2 * Math.Log10(value / most));
        return Shades[Math.Max(1, Shades.Length - 1 - below)];
    }
}
