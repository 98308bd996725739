using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>Reads <c>--at "W=[[1,2],[3,4]], X=data.csv[size,age], n=3"</c>: numbers, lists, files.</summary>
internal static class ArrayPoint
{
    /// <summary>Whether some value is a list or a file.</summary>
    public static bool HasArrays(IEnumerable<string> texts) => texts.SelectMany(Parts).Any(part =>
        part.Value.StartsWith('[') || IsFile(part.Value));

    /// <summary>The values by name.</summary>
    /// <exception cref="UsageException">The text is malformed.</exception>
    public static Dictionary<string, Tensor> Read(IEnumerable<string> texts)
    {
        var values = new Dictionary<string, Tensor>();
        foreach ((string name, string value) in texts.SelectMany(Parts))
        {
            if (name.Length == 0) throw Wrong($"'{value}' is not name=value");
            if (!values.TryAdd(name, Value(name, value))) throw Wrong($"'{name}' is given twice");
        }

        return values;
    }

    private static Tensor Value(string name, string text)
    {
        if (text.StartsWith('['))
        {
            try
            {
                ArrayExpression list = ArrayExpression.Parse(text);
                return list.Variables.Count == 0 ? list.Evaluate(new Dictionary<string, Tensor>()).Detach()
                    : throw Wrong($"'{name}={text}': {list.Variables[0]} is no number");
            }
            catch (ExpressionException e)
            {
                throw Wrong($"'{name}={Short(text)}': {e.Problem}");
            }
        }

        if (IsFile(text)) return FromFile(name, text);
        if (text.Contains(':', StringComparison.Ordinal)) throw Wrong($"'{name}={text}': ranges are for expressions of numbers only");
        return Tensor.Scalar(ConstantText.Read(text) ?? throw Wrong($"'{text}' is no number, list or file for {name}"), DType.Float64);
    }

    private static Tensor FromFile(string name, string text)
    {
        int bracket = text.EndsWith(']') ? text.LastIndexOf('[') : -1;
        string path = bracket < 0 ? text : text[..bracket];
        string[]? columns = bracket < 0 ? null : text[(bracket + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
        if (!File.Exists(path)) throw new FileNotFoundException($"--at: there is no file '{path}' for {name}");
        try
        {
            bool isNpy = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
            return !isNpy ? CsvColumns.Read(path, columns)
                : columns is null ? NpyFile.Read(path)
                : throw new FormatException("columns are for .csv; of an array take x[:, 1] in the expression");
        }
        catch (FormatException e)
        {
            throw new IOException($"--at: '{path}' for {name} cannot be read: {e.Message}");
        }
    }

    private static bool IsFile(string text)
    {
        string path = text.EndsWith(']') && text.LastIndexOf('[') is > 0 and int at ? text[..at] : text;
        return ((string[])[".npy", ".csv", ".tsv"]).Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Parts between commas that are in no brackets.</summary>
    private static IEnumerable<(string Name, string Value)> Parts(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is '[' or '(') depth++;
            if (i < text.Length && text[i] is ']' or ')') depth--;
            if (i < text.Length && (depth > 0 || text[i] is not (',' or ';' or '\n'))) continue;
            string part = text[start..i].Trim();
            start = i + 1;
            if (part.Length == 0) continue;
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0 ? ("", part) : (part[..equals].Trim(), part[(equals + 1)..].Trim());
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static UsageException Wrong(string problem) => new($"--at: {problem}. See adjoint derive --help.");
}
