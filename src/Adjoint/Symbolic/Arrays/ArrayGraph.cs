using System.Text;

namespace Adjoint.Symbolic;

/// <summary>Makes the nodes of an expression and of its derivatives, equal ones once.</summary>
internal sealed class ArrayGraph
{
    /// <summary>More parts than this are taken for a slip; a person's expression has a few dozen.</summary>
    private const int MostNodes = 200_000;

    /// <summary>Functions deeper than this would be no readable formula.</summary>
    private const int MostDepth = 1000;

    private static readonly HashSet<string> Empty = [];

    private readonly Dictionary<string, ArrayNode> nodes = [];

    /// <summary>Applies a function of the table; the table's rule finds the shape.</summary>
    /// <exception cref="ArrayShapeException">The shapes do not fit.</exception>
    public ArrayNode Make(ArrayFunction function, ReadOnlySpan<ArrayNode> arguments, params double[] settings) =>
        Make(function, arguments, null, settings);

    /// <summary>The same, of a known shape.</summary>
    public ArrayNode Make(ArrayFunction function, ReadOnlySpan<ArrayNode> arguments, ArrayType? type, params double[] settings) =>
        Node(function, arguments.ToArray(), type, settings, null, null);

    public ArrayNode Number(double value) => Node(ArrayTable.Number, [], ArrayType.Scalar, [value == 0 ? 0 : value], null, null);

    public ArrayNode Variable(string name, ArrayType type) => Node(ArrayTable.Variable, [], type, [], name, null);

    /// <summary>The index of a sum.</summary>
    public ArrayNode Index(string name) => Node(ArrayTable.Index, [], ArrayType.Scalar, [], name, null);

    /// <summary>A length as a number.</summary>
    public ArrayNode Count(Length length) => length.IsNumber
        ? Number(length.Count)
        : Node(ArrayTable.Count, [], ArrayType.Scalar, [length.Count], length.Name, null);

    public ArrayNode Literal(Tensor value, ArrayType type)
    {
        var name = new StringBuilder();
        foreach (double entry in ArrayValues.Entries(value)) name.Append(CultureInfo.InvariantCulture, $"{entry:R} ");
        return Node(ArrayTable.Literal, [], type, [], name.ToString(), value);
    }

    /// <summary>A sum over an index.</summary>
    public ArrayNode Sum(string index, ArrayNode from, ArrayNode to, ArrayNode body) =>
        Node(ArrayTable.IndexSum, [from, to, body], body.Type, [], index, null);

    /// <summary>The same node of other arguments.</summary>
    public ArrayNode With(ArrayNode node, ArrayNode[] arguments) => arguments.AsSpan().SequenceEqual(node.Arguments)
        ? node
        : Node(node.Function, arguments, node.Function.KeepsType ? node.Type : null, node.Settings, node.Name, node.Literal);

    private ArrayNode Node(
        ArrayFunction function, ArrayNode[] arguments, ArrayType? type, double[] settings, string? name, Tensor? literal)
    {
        type ??= function.Infer(new ArrayCall(function, arguments, settings));
        string numbers = string.Join(',', settings.Select(setting => setting.ToString("R", CultureInfo.InvariantCulture)));
        string parts = string.Join(',', arguments.Select(argument => argument.Id));
        string key = $"{function.Name}|{name}|{(type.IsRow ? "r" : "")}{type}|{numbers}|{parts}";
        if (nodes.TryGetValue(key, out ArrayNode? known)) return known;
        int depth = arguments.Length == 0 ? 1 : 1 + arguments.Max(argument => argument.Depth);
        if (nodes.Count >= MostNodes || depth > MostDepth)
            throw new ArrayShapeException("the expression is too long for formulas of arrays; name its parts or make it shorter");
        HashSet<string> indices = Union(arguments, argument => argument.Indices);
        if (function == ArrayTable.Index) indices = [name!];
        if (function == ArrayTable.IndexSum && indices.Contains(name!)) indices = [.. indices.Where(index => index != name)];
        HashSet<string> variables = function == ArrayTable.Variable ? [name!] : Union(arguments, argument => argument.Variables);
        var node = new ArrayNode
        {
            Id = nodes.Count,
            Function = function,
            Arguments = arguments,
            Type = type,
            Settings = settings,
            Name = name,
            Literal = literal,
            Indices = indices,
            Variables = variables,
            Depth = depth,
            Size = (int)Math.Min(1_000_000, 1 + arguments.Sum(argument => (long)argument.Size)),
        };
        nodes.Add(key, node);
        return node;
    }

    private static HashSet<string> Union(ArrayNode[] arguments, Func<ArrayNode, IReadOnlySet<string>> names)
    {
        HashSet<string>? union = null;
        foreach (ArrayNode argument in arguments)
        {
            if (names(argument).Count == 0) continue;
            union = union is null ? [.. names(argument)] : [.. union, .. names(argument)];
        }

        return union ?? Empty;
    }
}
