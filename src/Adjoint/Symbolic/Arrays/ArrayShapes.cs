namespace Adjoint.Symbolic;

/// <summary>Reads declarations of shapes: <c>W: h x d, x: d, k: index</c>.</summary>
internal sealed class ArrayShapes
{
    /// <summary>What letters compute with where no value says how many: few, and different ones.</summary>
    private static readonly int[] Samples = [3, 4, 2, 5, 6, 7, 8];

    private readonly Dictionary<string, ArrayType> types = [];
    private readonly Dictionary<string, Length> letters = [];

    public IReadOnlyDictionary<string, ArrayType> Types => types;

    public IReadOnlyDictionary<string, Length> Letters => letters;

    /// <summary>The variables that count places and have no derivative.</summary>
    public HashSet<string> Indices { get; } = [];

    /// <summary>Adds what a text declares, then the shapes of values.</summary>
    /// <exception cref="ExpressionException">The text is no declaration, or a value has another shape.</exception>
    public static ArrayShapes Read(string? text, IReadOnlyDictionary<string, Tensor> values)
    {
        var shapes = new ArrayShapes();
        var declared = new List<(string Name, string[] Sizes, int At)>();
        if (text is not null) Declare(text, declared);
        foreach ((string name, string[] sizes, int at) in declared)
            if (values.TryGetValue(name, out Tensor? value)) shapes.Bind(name, sizes, value, text!, at);
        foreach ((string name, string[] sizes, int at) in declared) shapes.Add(name, sizes, text!, at);
        foreach ((string name, Tensor value) in values)
            shapes.types.TryAdd(name, new ArrayType([.. value.Shape.Span.ToArray().Select(Length.Of)]));
        return shapes;
    }

    private static void Declare(string text, List<(string Name, string[] Sizes, int At)> declared)
    {
        int at = 0;
        foreach (string part in text.Split([',', ';', '\n']))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? "" : part[..colon].Trim();
            if (part.Trim().Length > 0)
            {
                if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
                    throw new ExpressionException("a declaration is name: shape, such as W: h x d, x: d, k: index", text, at);
                if (declared.Exists(other => other.Name == name)) throw new ExpressionException($"'{name}' is declared twice", text, at);
                string[] sizes = [.. System.Text.RegularExpressions.Regex
                    .Split(part[(colon + 1)..].Trim(), @"\s+[x×*]\s+|[×*]|(?<=\d)x(?=\d)").Select(size => size.Trim())];
                declared.Add((name, sizes, at + part.Length - part.TrimStart().Length));
            }

            at += part.Length + 1;
        }
    }

    /// <summary>Letters get the lengths of a value.</summary>
    private void Bind(string name, string[] sizes, Tensor value, string text, int at)
    {
        if (sizes is ["index" or "number" or "scalar"])
        {
            if (value.Rank == 0) return;
            throw new ExpressionException($"'{name}' is declared as a number, but its value is {value.Shape}", text, at);
        }

        if (sizes.Length != value.Rank)
            throw new ExpressionException($"'{name}' is declared as {string.Join(" × ", sizes)}, but its value is {Described(value)}",
                text, at);
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!char.IsLetter(sizes[i].FirstOrDefault())) continue;
            var length = new Length(sizes[i], value.Shape[i]);
            if (letters.TryGetValue(sizes[i], out Length other) && other.Count != length.Count)
                throw new ExpressionException($"{sizes[i]} is {other.Count} elsewhere, but '{name}' is {Described(value)}", text, at);
            letters[sizes[i]] = length;
        }
    }

    private void Add(string name, string[] sizes, string text, int at)
    {
        if (sizes is ["index"]) Indices.Add(name);
        if (sizes is ["index" or "number" or "scalar"])
        {
            types.Add(name, ArrayType.Scalar);
            return;
        }

        types.Add(name, new ArrayType([.. sizes.Select(size => LengthOf(size, name, text, at))]));
    }

    private Length LengthOf(string size, string name, string text, int at)
    {
        if (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 1_000_000)
            return Length.Of(count);
        if (size.Length == 0 || !char.IsLetter(size[0]) || !size.All(c => char.IsLetterOrDigit(c) || c == '_'))
            throw new ExpressionException($"'{size}' is no length for '{name}': write a number or a letter, as in W: 3 x d", text, at);
        if (letters.TryGetValue(size, out Length known)) return known;
        return letters[size] = new Length(size, Samples[letters.Count % Samples.Length]);
    }

    private static string Described(Tensor value) => value.Rank == 0 ? "a number" : string.Join(" × ", value.Shape.Span.ToArray());
}
