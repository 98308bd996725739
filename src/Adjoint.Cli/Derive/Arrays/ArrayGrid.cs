namespace Adjoint.Cli;

/// <summary>A table whose cells have several lines. Where it is wider than the window, the cells of a row stand under each other.</summary>
internal sealed class ArrayGrid(params string[] titles)
{
    private const string Gap = "  ";

    private readonly List<string[][]> rows = [];

    /// <summary>Adds a row of cells, each of some lines.</summary>
    public void Add(params string[][] cells) => rows.Add(cells);

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter output, int width)
    {
        int[] used = [.. Enumerable.Range(0, titles.Length).Where(column => rows.Exists(row => Cell(row, column).Length > 0))];
        int[] widths = [.. used.Select(column => Math.Max(
            titles[column].Length, rows.SelectMany(row => Cell(row, column)).DefaultIfEmpty("").Max(line => line.Length)))];
        if (widths.Sum() + (Gap.Length * (widths.Length - 1)) > width) Stack(output, used);
        else Table(output, used, widths);
    }

    private static string[] Cell(string[][] row, int column) => column < row.Length ? row[column] : [];

    private void Table(TextWriter output, int[] used, int[] widths)
    {
        output.WriteLine(string.Join(Gap, used.Select((column, i) => titles[column].PadRight(widths[i]))).TrimEnd());
        foreach (string[][] row in rows)
        {
            int height = used.Max(column => Cell(row, column).Length);
            for (int line = 0; line < height; line++)
            {
                var parts =
                    used.Select((column, i) => (line < Cell(row, column).Length ? Cell(row, column)[line] : "").PadRight(widths[i]));
                output.WriteLine(string.Join(Gap, parts).TrimEnd());
            }
        }
    }

    private void Stack(TextWriter output, int[] used)
    {
        foreach (string[][] row in rows)
        {
            string indent = "    ";
            foreach (int column in used)
            {
                string[] cell = Cell(row, column);
                for (int line = 0; line < cell.Length; line++)
                {
                    string title = titles[column].Length == 0 ? "" : titles[column] + " ";
                    string before = column == used[0] ? "" : indent + (line == 0 ? title : new string(' ', title.Length));
                    output.WriteLine(before + cell[line]);
                }
            }
        }
    }
}
