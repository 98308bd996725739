namespace Adjoint.Models;

/// <summary>The settings of one layer in the one-line language: a number without a name, named numbers, and words.</summary>
/// <param name="allowed">
/// Which there may be, with spaces between: <c>#</c> the number without a name, <c>k=</c> a number called k, other words as they are.
/// </param>
internal sealed class LayerSettings(string allowed)
{
    private readonly string[] allowed = allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    private readonly Dictionary<string, double[]> values = [];

    /// <summary>Takes a setting; what was expected instead if it cannot be one.</summary>
    public string? Take(string word)
    {
        // The name is the letters before the number, if a number follows.
        int letters = 0;
        while (letters < word.Length && (char.IsAsciiLetter(word[letters]) || word[letters] == '_')) letters++;
        string name = word[..letters];
        string key = name.Length == 0 ? "#" : name.Length == word.Length ? name : name + "=";
        if (!allowed.Contains(key))
            return allowed.Length == 0 ? "no setting here" : $"one of {string.Join(", ", allowed.Select(Describe))}";
        var numbers = new List<double>();
        if (name.Length < word.Length)
        {
            foreach (string part in word[name.Length..].Split('x'))
            {
                if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
                    return "a number, or numbers with x between";
                numbers.Add(number);
            }
        }

        return values.TryAdd(key, [.. numbers]) ? null : $"{Describe(key)} only once";
    }

    /// <summary>Whether a word was given.</summary>
    public bool Has(string word) => values.ContainsKey(word);

    /// <summary>A number, or its default.</summary>
    /// <exception cref="ShapeException">It is needed and was not given, or there are several.</exception>
    public double Number(string key, double? otherwise = null)
    {
        if (!values.TryGetValue(key, out double[]? numbers))
            return otherwise ?? throw new ShapeException($"{Describe(key)} is needed.");
        return numbers.Length == 1 ? numbers[0] : throw new ShapeException($"{Describe(key)} is one number, not {numbers.Length}.");
    }

    /// <summary>A whole number, or its default.</summary>
    /// <exception cref="ShapeException">It is no whole number.</exception>
    public int Integer(string key, int? otherwise = null) => Integer(key, Number(key, otherwise));

    /// <summary>Whole numbers for each axis; null if not given.</summary>
    /// <exception cref="ShapeException">They are no whole numbers.</exception>
    public Spatial? Sizes(string key)
    {
        if (!values.TryGetValue(key, out double[]? numbers)) return null;
        int[] sizes = [.. numbers.Select(number => Integer(key, number))];
        return sizes.Length == 1 ? (Spatial)sizes[0] : sizes;
    }

    /// <summary>Whole numbers, at least one.</summary>
    /// <exception cref="ShapeException">There are none, or they are no whole numbers.</exception>
    public int[] Integers(string key) => values.TryGetValue(key, out double[]? numbers)
        ? [.. numbers.Select(number => Integer(key, number))]
        : throw new ShapeException($"{Describe(key)} is needed.");

    private static int Integer(string key, double number) => number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
        ? (int)number
        : throw new ShapeException($"{Describe(key)} is a whole number, not {number.ToString(CultureInfo.InvariantCulture)}.");

    private static string Describe(string key) => key == "#" ? "a number" : key.EndsWith('=') ? $"{key[..^1]} with a number" : key;
}
