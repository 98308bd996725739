using System.Globalization;
using System.Text;

namespace Adjoint.Cli;

/// <summary>Reads columns of numbers from a table: commas, semicolons or tabs between them, quotes, a line of names or none.</summary>
internal static class CsvColumns
{
    /// <summary>The columns with these names or numbers, or all; one name gives a vector.</summary>
    /// <exception cref="FormatException">There is no such column, or an entry is no number.</exception>
    public static Tensor Read(string path, string[]? wanted)
    {
        string text = File.ReadAllText(path);
        char separator = Separator(text);
        List<(List<string> Cells, int Line)> rows = Rows(text, separator);
        if (rows.Count == 0) throw new FormatException("it is empty");
        bool hasNames = rows[0].Cells.Exists(cell => cell.Length > 0 && Number(cell, separator) is null);
        List<string> names = hasNames ? rows[0].Cells : [.. rows[0].Cells.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))];
        if (hasNames) rows.RemoveAt(0);
        if (rows.Count == 0) throw new FormatException("it has a line of names and no numbers");
        int[] columns = wanted is null ? [.. Enumerable.Range(0, names.Count)] : [.. wanted.Select(name => Find(names, name))];
        var values = new double[rows.Count * columns.Length];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                string cell = columns[j] < rows[i].Cells.Count ? rows[i].Cells[columns[j]] : "";
                values[(i * columns.Length) + j] = Number(cell, separator)
                    ?? throw new FormatException($"line {rows[i].Line}, column {names[columns[j]]}: '{cell}' is no number");
            }
        }

        return Tensor.From<double>(values, wanted is { Length: 1 } ? (int[])[rows.Count] : [rows.Count, columns.Length]);
    }

    private static int Find(List<string> names, string name)
    {
        int[] found = [.. Enumerable.Range(0, names.Count).Where(i => names[i] == name)];
        if (found.Length == 0) found =
            [.. Enumerable.Range(0, names.Count).Where(i => string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 1) return found[0];
        if (found.Length > 1) throw new FormatException($"it has {found.Length} columns '{name}'; give the number of one");
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            && number <= names.Count) return number - 1;
        throw new FormatException(
            $"it has no column '{name}'; it has {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", ..." : "")}");
    }

    /// <summary>The sign that is most frequent in the first line, outside quotes.</summary>
    private static char Separator(string text)
    {
        string first = text.Split('\n').FirstOrDefault(line => line.Trim().Length > 0) ?? "";
        return ((char[])[',', ';', '\t'])
            .MaxBy(sign => first.Count(c => c == sign) + (sign == ',' ? 0 : 0.5 * first.Count(c => c == sign)));
    }

    private static double? Number(string cell, char separator)
    {
        string text = cell.Trim();
        if (separator != ',' && text.Contains(',', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal))
            text = text.Replace(',', '.');
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
            : null;
    }

    private static List<(List<string> Cells, int Line)> Rows(string text, char separator)
    {
        var rows = new List<(List<string>, int)>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        (int line, int start) = (1, 1);
        for (int i = text.StartsWith('\uFEFF') ? 1 : 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : '\n';
            if (c == '\n') line++;
            if (isQuoted && i < text.Length)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else isQuoted = false;
            }
            else if (c == '"')
            {
                isQuoted = true;
            }
            else if (c == separator || c == '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c == separator) continue;
                if (cells.Exists(part => part.Length > 0)) rows.Add((cells, start));
                (cells, start) = ([], line);
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        return rows;
    }
}
